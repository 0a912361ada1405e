"""Reports people keep: each reads them with their own rights."""

import pytest

from reports.models import SavedReport
from tests.forecasting.sales import make_sale
from tests.forecasting.test_forecast_page import words
from timeline.models import Event

URL = "/reports/mine/"
QUERY = "show=won_value&show=open&by=rep&across=&period=all&team="


@pytest.fixture
def kept(cast):
    return SavedReport.objects.create(owner=cast.mona, name="Open by rep", query="by=rep&show=open", is_shared=True)


def test_saving_keeps_what_was_asked_in_its_order(cast, as_user):
    form = as_user(cast.alice).get(f"{URL}new/?{QUERY}").context["form"]
    assert form["name"].value() == "Won value and Open deals by Rep"
    answer = as_user(cast.alice).post(f"{URL}new/", {"name": "Both", "query": f"{QUERY}&csrf=x&saved=7"})
    made = SavedReport.objects.get()
    assert (made.query, made.is_shared) == ("by=rep&period=all&show=won_value&show=open", False)
    assert answer.url == f"/reports/build/?{made.query}&saved={made.pk}"
    assert Event.objects.get(verb="report.saved").details == {"name": "Both"}


def test_a_name_is_asked_for_and_one_owner_has_it_once(cast, as_user, kept):
    client = as_user(cast.mona)
    for name, sentence in [("", "Give it a name"), ("Open by rep", "You have a report of this name")]:
        answer = client.post(f"{URL}new/", {"name": name, "query": "by=team"})
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert 'value="by=team"' in answer.text


def test_what_is_shared_is_found_by_all_and_read_with_their_own_rights(kept, channel, cast, as_user):
    make_sale(cast.alice, channel.first)
    make_sale(cast.charlie, channel.first)
    SavedReport.objects.create(owner=cast.alice, name="Alice’s own", query="by=team")
    assert "Open by rep" in words(as_user(cast.charlie).get(URL))
    assert "Alice’s own" not in words(as_user(cast.charlie).get(URL))
    address = f"/reports/build/?{kept.query}&saved={kept.pk}"
    for reader, names in [(cast.mona, ["Alice Archer"]), (cast.charlie, ["Charlie Cole"])]:
        page = as_user(reader).get(address)
        assert [line.values[0] for line in page.context["report"].panels[0].lines] == names
        assert page.context["filter"].saved == kept


def test_the_menu_among_the_tabs(kept, cast, as_user):
    answer = as_user(cast.alice).get(URL, headers={"HX-Request": "true"})
    assert "Open by rep" in words(answer)
    assert "<html" not in answer.text


def test_its_owner_renames_changes_and_deletes_it(kept, cast, as_user):
    client = as_user(cast.mona)
    client.post(f"{URL}{kept.pk}/", {"name": "Mine"})
    client.post(f"{URL}{kept.pk}/query/", {"query": "show=won&by=team&saved=1"})
    kept.refresh_from_db()
    assert (kept.name, kept.is_shared, kept.query) == ("Mine", False, "by=team&show=won")
    assert client.post(f"{URL}{kept.pk}/", {"name": ""}).status_code == 422
    client.post(f"{URL}{kept.pk}/delete/")
    assert not SavedReport.objects.exists()
    told = ["report.changed", "report.changed", "savedreport.thrown_away"]
    assert list(Event.objects.exclude(verb="report.saved").order_by("pk").values_list("verb", flat=True)) == told


def test_a_changed_report_offers_to_save_it(kept, cast, as_user):
    same, other = f"{kept.query}&saved={kept.pk}", f"by=team&show=open&saved={kept.pk}"
    assert "Save changes" not in words(as_user(cast.mona).get(f"/reports/build/?{same}"))
    assert "Save changes" in words(as_user(cast.mona).get(f"/reports/build/?{other}"))
    assert "Save changes" not in words(as_user(cast.alice).get(f"/reports/build/?{other}"))


@pytest.mark.parametrize("path", ["", "query/", "delete/"])
def test_others_change_nothing(kept, cast, as_user, path):
    address = f"{URL}{kept.pk}/{path}"
    assert as_user(cast.alice).post(address, {"name": "Mine"}).status_code == 403
    SavedReport.objects.update(is_shared=False)
    assert as_user(cast.alice).post(address, {"name": "Mine"}).status_code == 404
    assert SavedReport.objects.get().name == "Open by rep"


def test_guests_keep_what_they_build_to_themselves(cast, as_user):
    as_user(cast.gus).post(f"{URL}new/", {"name": "Own", "query": "", "is_shared": "on"})
    assert not SavedReport.objects.get().is_shared


@pytest.mark.parametrize(("method", "path"), [("post", ""), ("get", "1/query/"), ("get", "1/delete/")])
def test_the_wrong_method(cast, as_user, method, path):
    assert getattr(as_user(cast.mona), method)(f"{URL}{path}").status_code == 405


@pytest.mark.parametrize("saved", ["x", "999", "9" * 40])
def test_a_saved_report_that_is_gone_is_a_report_all_the_same(cast, as_user, saved):
    assert as_user(cast.mona).get(f"/reports/build/?saved={saved}").status_code == 200
