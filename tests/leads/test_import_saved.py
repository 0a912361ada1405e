"""How a file is read is kept under a name, offered when its columns come again, and shared by admins."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from leads.importing import actions
from leads.importing.reading import Table
from leads.importing.saved import forget_mapping, keep_mapping, saved_for
from leads.models import ImportMapping
from tests.leads.test_import_records import receive
from timeline.models import Event

pytestmark = pytest.mark.django_db
TEXT = "wer,adresse\nAnn,ann@a.example\n"
COLUMNS = {"name": "wer", "email": "adresse"}


def kept(by, name="From the fair", *, columns=COLUMNS, **facts):
    batch = receive(by, TEXT)
    batch.mapping = {"columns": columns, "values": {}}
    batch.finds_by = "email" if "email" in columns else ""
    return keep_mapping(batch, Table.of(batch).headers, name=name, by=by, **facts)


def names(user):
    return [way.name for way in saved_for(receive(user, TEXT), ["wer", "adresse"], user)]


def post(client, name, batch, **form):
    return client.post(reverse(f"leads:{name}", args=[batch.pk]), form)


def test_it_is_named_on_the_page_of_the_columns(as_user, cast):
    client, batch = as_user(cast.mona), receive(cast.mona, TEXT)
    assert 'name="keep_as" value="leads.csv"' in client.get(reverse("leads:import", args=[batch.pk])).text
    form = {"column-name": "wer", "column-email": "adresse", "finds_by": "email", "option-unowned": "nobody"}
    post(client, "import-columns", batch, **form, keep_as="From the fair", is_shared="on")
    way = ImportMapping.objects.get()
    assert (way.name, way.is_shared, way.mapping["columns"], way.finds_by) == ("From the fair", False, COLUMNS, "email")


def test_an_emptied_name_keeps_nothing(as_user, cast):
    batch = receive(cast.ada, TEXT)
    form = {"column-name": "wer", "finds_by": "", "option-unowned": "nobody", "keep_as": ""}
    post(as_user(cast.ada), "import-columns", batch, **form)
    batch.refresh_from_db()
    assert (batch.status, ImportMapping.objects.count()) == ("queued", 0)


def test_the_same_columns_again_are_read_by_it_and_say_so(as_user, cast):
    way = kept(cast.ada)
    batch = receive(cast.ada, TEXT, name="more.csv")
    assert (batch.mapping["columns"], batch.finds_by, batch.options["read_as"]) == (COLUMNS, "email", way.pk)
    page = as_user(cast.ada).get(reverse("leads:import", args=[batch.pk])).text
    assert f'<option value="{way.pk}" selected>From the fair</option>' in page
    assert 'name="keep_as" value="From the fair"' in page


def test_another_way_can_be_chosen_or_none(as_user, cast):
    kept(cast.ada)
    other = kept(cast.ada, "Only names", columns={"name": "wer"})
    batch, client = receive(cast.ada, TEXT), as_user(cast.ada)
    post(client, "import-saved", batch, way=other.pk)
    batch.refresh_from_db()
    assert (batch.mapping["columns"], batch.options["read_as"]) == ({"name": "wer"}, other.pk)
    post(client, "import-saved", batch, way="")
    batch.refresh_from_db()
    assert (batch.mapping["columns"], batch.options["read_as"], batch.finds_by) == ({}, None, "")
    verbs = Event.objects.filter(verb="import.mapped").order_by("pk").values_list("details__name", flat=True)
    assert list(verbs) == ["Only names", "guessed by its columns"]


def test_only_an_admin_shares_and_everybody_finds_it_after_his_own(cast):
    with pytest.raises(PermissionDenied):
        kept(cast.mona, is_shared=True)
    kept(cast.ada, "For all", is_shared=True)
    kept(cast.ada, "Mine")
    kept(cast.mona, "Hers")
    assert (names(cast.mona), names(cast.ada)) == (["Hers", "For all"], ["Mine", "For all"])


def test_a_program_somebody_names_counts_more(cast):
    kept(cast.ada)
    assert receive(cast.ada, TEXT, preset="zoho").mapping["columns"] == {}


def test_it_is_forgotten_by_its_owner_or_an_admin(as_user, cast):
    mine, shared = kept(cast.mona, "Hers"), kept(cast.ada, "For all", is_shared=True)
    batch = receive(cast.mona, TEXT)
    assert post(as_user(cast.mona), "import-saved", batch, way=shared.pk, forget="1").status_code == 403
    post(as_user(cast.mona), "import-saved", batch, way=mine.pk, forget="1")
    assert names(cast.mona) == ["For all"]
    forget_mapping(shared, by=cast.ada)
    assert names(cast.mona) == []
    assert Event.objects.filter(verb="importmapping.thrown_away").count() == 2


def test_a_way_nobody_showed_is_not_taken(as_user, cast):
    hidden, batch = kept(cast.ada), receive(cast.mona, TEXT)
    assert post(as_user(cast.mona), "import-saved", batch, way=hidden.pk).status_code == 422
    batch.refresh_from_db()
    assert batch.mapping["columns"] == {}


def test_after_the_start_it_is_too_late(as_user, cast):
    way, batch = kept(cast.ada), receive(cast.ada, TEXT)
    actions.queue_import(batch, mapping={"columns": {"name": "wer"}, "values": {}}, options={}, by=cast.ada)
    assert post(as_user(cast.ada), "import-saved", batch, way=way.pk).status_code == 302
    batch.refresh_from_db()
    assert batch.mapping["columns"] == {"name": "wer"}
