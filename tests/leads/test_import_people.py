"""People a file names and nobody knows: told before it happens, added with the batch, gone with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, User
from leads.actions import create_lead
from leads.importing import actions, running
from leads.models import ImportChange, Lead
from tests.leads.files import counts, import_file
from tests.leads.test_import_records import import_records, receive, revert, run

pytestmark = pytest.mark.django_db
TEXT = """\
name,email,owner
Ann,ann@a.example,Ruth Ngata
Ben,ben@b.example,Omar Sy
Cy,cy@c.example,Alice Archer
Di,di@d.example,ruth  NGATA
"""


def people():
    """Everybody as the table has them, but for when they last signed in."""
    return [person | {"last_login": None} for person in User.objects.order_by("pk").values()]


def page_of(as_user, who, batch):
    return as_user(who).get(reverse("leads:import", args=[batch.pk])).text


def test_taking_a_batch_back_restores_the_table_of_people(as_user, cast):
    before = people()
    batch = import_records(cast.ada, TEXT)
    assert [person["name"] for person in people()[len(before) :]] == ["Ruth Ngata", "Omar Sy"]
    assert "Ruth Ngata, Omar Sy" in page_of(as_user, cast.ada, batch)
    revert(batch, cast.ada)
    assert people() == before
    assert (batch.restored, batch.kept, Lead.objects.count()) == (6, 0, 0)
    assert "Ruth Ngata" not in page_of(as_user, cast.ada, batch)


def test_so_it_is_with_deals(cast, board):
    before = people()
    batch = import_file(cast.ada)
    assert "Ruth Ngata" in [person["name"] for person in people()]
    revert(batch, cast.ada)
    assert people() == before


def test_a_rehearsal_names_them_once_and_adds_nobody(as_user, cast, monkeypatch):
    monkeypatch.setattr(running, "BUNCH", 1)
    before = people()
    batch = import_records(cast.ada, TEXT, is_rehearsal=True)
    assert (counts(batch), people()) == ((4, 0, 0, 0), before)
    assert batch.options["notes"]["people"] == ["Ruth Ngata", "Omar Sy"]
    assert "2 people named in the file are unknown here" in page_of(as_user, cast.ada, batch)
    assert not ImportChange.objects.exists()


def test_who_is_named_elsewhere_by_now_stays(as_user, cast):
    batch = import_records(cast.ada, TEXT)
    create_lead(by=cast.ada, name="Eve", owner=User.objects.get(name="Ruth Ngata"))
    revert(batch, cast.ada)
    assert list(User.objects.filter(is_active=False).values_list("name", flat=True)) == ["Ruth Ngata"]
    assert (batch.restored, batch.kept) == (5, 1)
    assert "unknown here, and added without sign-in" in page_of(as_user, cast.ada, batch)


def test_who_was_let_in_or_cared_for_since_stays(cast):
    batch = import_records(cast.ada, TEXT)
    ruth, omar = User.objects.get(name="Ruth Ngata"), User.objects.get(name="Omar Sy")
    User.objects.filter(pk=ruth.pk).update(is_active=True, email="ruth@tamar.example")
    Absence.objects.create(user=omar, first_day=timezone.localdate(), last_day=timezone.localdate())
    revert(batch, cast.ada)
    assert set(User.objects.filter(pk__in=[ruth.pk, omar.pk])) == {ruth, omar}


def test_whom_the_log_tells_of_stays(cast):
    """A known lead was given to them and taken from them again: the log never forgets that."""
    create_lead(by=cast.ada, name="Ann", email="ann@a.example", owner=cast.alice)
    batch = import_records(cast.ada, "name,email,owner\nAnn,ann@a.example,Ruth Ngata\n")
    assert counts(batch) == (0, 1, 0, 0)
    revert(batch, cast.ada)
    assert Lead.objects.get().owner == cast.alice
    assert User.objects.filter(name="Ruth Ngata").exists()
    assert (batch.restored, batch.kept) == (1, 1)


def test_a_second_batch_that_names_them_keeps_them(cast):
    first = import_records(cast.ada, TEXT)
    second = receive(cast.ada, "name,email,owner\nEve,eve@e.example,Omar Sy\n")
    actions.queue_import(second, mapping=second.mapping, options={}, by=cast.ada)
    run()
    revert(first, cast.ada)
    assert list(User.objects.filter(is_active=False).values_list("name", flat=True)) == ["Omar Sy"]
