"""The lists an admin keeps: lost reasons stand for all of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.lists.actions import EntryRefused, add_entry, edit_entry, merge_entries, place_entry, retire_entry
from accounts.lists.kept import registry
from accounts.lists.reverting import revert_surgery
from accounts.models import ListSurgery
from followups.actions import plan_follow_up, set_up_kinds
from followups.models import FollowUp
from pipeline.actions import lose_deal
from pipeline.models import Competitor, Deal, LostReason
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/lists/lost-reasons/"


@pytest.fixture
def reasons(cast, workspace):
    """Price, Timing, Silence."""
    return [add_entry(registry["lost-reasons"], name=name, by=cast.ada) for name in ("Price", "Timing", "Silence")]


def names():
    return [reason.name for reason in LostReason.objects.filter(retired_at=None)]


@pytest.fixture
def lost(cast, board, make_deal):
    """A deal lost for the first reason there is."""

    def lose(reason):
        deal = make_deal(cast.alice, board.demo)
        lose_deal(deal, reason=reason, by=cast.alice)
        return deal

    return lose


@pytest.mark.parametrize("key", ["lost-reasons", "competitors", "follow-up-kinds"])
def test_every_list_has_its_page(as_user, cast, board, key):
    answer = as_user(cast.ada).get(f"/settings/lists/{key}/")
    assert (answer.status_code, str(registry[key].title) in answer.text) == (200, True)


def test_a_list_nobody_keeps_is_not_found(as_user, cast):
    assert as_user(cast.ada).get("/settings/lists/secrets/").status_code == 404
    assert as_user(cast.ada).get(f"{PAGE}999/").status_code == 404


def test_labels_are_shaped_on_their_own_page(as_user, cast):
    assert as_user(cast.ada).get("/settings/lists/labels/").url == "/settings/labels/"


def test_added_at_the_end(as_user, cast, reasons):
    answer = as_user(cast.ada).post(PAGE, {"name": "  No  budget "}, follow=True)
    assert (names(), "No budget added" in answer.text) == (["Price", "Timing", "Silence", "No budget"], True)
    event = Event.objects.filter(verb="list.added").latest("pk")
    assert (event.details["name"], event.details["list"]) == ("No budget", "lost-reasons")


@pytest.mark.parametrize("name", ["", "price", "x" * 81])
def test_a_bad_name_comes_back(as_user, cast, reasons, name):
    answer = as_user(cast.ada).post(PAGE, {"name": name})
    assert (answer.status_code, names()) == (422, ["Price", "Timing", "Silence"])
    assert f'value="{name}"' in answer.text or not name


def test_a_kind_has_an_icon(as_user, cast, board):
    set_up_kinds()
    as_user(cast.ada).post("/settings/lists/follow-up-kinds/", {"name": "Site visit", "icon": "pin"})
    assert (FollowUp._meta.get_field("kind").related_model.objects.latest("pk").icon) == "pin"


def test_renamed_without_rewriting_history(as_user, cast, reasons, board, lost):
    deal = lost(reasons[0])
    as_user(cast.ada).post(f"{PAGE}{reasons[0].pk}/", {"name": "Too dear"})
    page = as_user(cast.alice).get(f"/deals/{deal.pk}/").text
    assert ("<b>Too dear</b>" in page, "as lost: <b>Price</b>" in page) == (True, True)


def test_up_and_down(as_user, cast, reasons):
    as_user(cast.ada).post(f"{PAGE}{reasons[2].pk}/place/", {"step": "up"})
    assert names() == ["Price", "Silence", "Timing"]
    as_user(cast.ada).post(f"{PAGE}{reasons[0].pk}/place/", {"step": "down"})
    assert names() == ["Silence", "Price", "Timing"]


def test_retired_and_brought_back(as_user, cast, reasons, board, lost):
    ada, deal = as_user(cast.ada), lost(reasons[0])
    ada.post(f"{PAGE}{reasons[0].pk}/retire/")
    assert (names(), Deal.objects.get(pk=deal.pk).lost_reason) == (["Timing", "Silence"], reasons[0])
    ada.post(f"{PAGE}{reasons[0].pk}/return/")
    assert names() == ["Timing", "Silence", "Price"]


def test_the_page_counts_and_opens_what_uses_an_entry(as_user, cast, reasons, board, lost):
    lost(reasons[0])
    page = as_user(cast.ada).get(PAGE).text
    assert f'href="/deals/?lost_reason={reasons[0].pk}">1 deal</a>' in page
    assert page.count("not used yet") == 2


def test_as_many_queries_for_many_as_for_few(as_user, cast, reasons, django_assert_max_num_queries):
    ada = as_user(cast.ada)
    for number in range(20):
        Competitor.objects.create(name=f"Rival {number}", position=number)
    with django_assert_max_num_queries(12):
        ada.get("/settings/lists/competitors/")


def test_merged_kinds_of_follow_ups(as_user, cast, board, make_deal):
    call, email, *_others = set_up_kinds()
    deal = make_deal(cast.alice, board.demo)
    plan_follow_up(about=deal, kind=email, title="Write", due_at=timezone.now(), by=cast.alice)
    merge_entries(email, into=call, by=cast.ada)
    assert (FollowUp.objects.get().kind, type(call).objects.filter(retired_at=None).count()) == (call, 4)


def test_a_merge_into_what_is_retired_is_refused(cast, reasons):
    retire_entry(reasons[1], by=cast.ada)
    with pytest.raises(EntryRefused, match="Choose another one that is in use, to merge Price into."):
        merge_entries(reasons[0], into=reasons[1], by=cast.ada)


# ── One click back ──


def last():
    return ListSurgery.objects.first()


def test_every_change_can_be_reverted(cast, reasons):
    edit_entry(reasons[0], name="Too dear", by=cast.ada)
    revert_surgery(last(), by=cast.ada)
    place_entry(LostReason.objects.get(name="Silence"), step=-1, by=cast.ada)
    revert_surgery(last(), by=cast.ada)
    retire_entry(reasons[1], by=cast.ada)
    revert_surgery(last(), by=cast.ada)
    assert names() == ["Price", "Timing", "Silence"]
    assert Event.objects.filter(verb="list.reverted").count() == 3


def test_steps_of_one_sitting_are_reverted_together(cast, reasons):
    for step in (-1, -1):
        place_entry(LostReason.objects.get(name="Silence"), step=step, by=cast.ada)
    assert (names(), ListSurgery.objects.count()) == (["Silence", "Price", "Timing"], 1)
    revert_surgery(last(), by=cast.ada)
    assert names() == ["Price", "Timing", "Silence"]


def test_what_was_changed_again_is_not_overwritten(as_user, cast, reasons):
    edit_entry(reasons[0], name="Too dear", by=cast.ada)
    first = last()
    edit_entry(reasons[0], name="Far too dear", by=cast.ada)
    answer = as_user(cast.ada).post(f"/settings/lists/changes/{first.pk}/revert/", follow=True)
    assert "“Far too dear” was changed again since. Revert that first." in answer.text
    assert names() == ["Far too dear", "Timing", "Silence"]


def test_a_name_that_was_given_away_is_not_taken_back(cast, reasons):
    edit_entry(reasons[0], name="Too dear", by=cast.ada)
    surgery = last()
    add_entry(registry["lost-reasons"], name="Price", by=cast.ada)
    with pytest.raises(EntryRefused, match="There is another “Price” now. Rename that first."):
        revert_surgery(surgery, by=cast.ada)


def test_not_twice_and_not_after_thirty_days(cast, reasons):
    edit_entry(reasons[0], name="Too dear", by=cast.ada)
    revert_surgery(last(), by=cast.ada)
    with pytest.raises(EntryRefused, match="This can no longer be reverted."):
        revert_surgery(last(), by=cast.ada)
    retire_entry(reasons[1], by=cast.ada)
    ListSurgery.objects.filter(kind="retire").update(made_at=timezone.now() - timedelta(days=31))
    with pytest.raises(EntryRefused, match="This can no longer be reverted."):
        revert_surgery(last(), by=cast.ada)


def test_the_page_offers_what_can_be_reverted(as_user, cast, reasons):
    retire_entry(reasons[1], by=cast.ada)
    page = as_user(cast.ada).get(PAGE).text
    assert ("Revert Retired: Timing" in page, "Ada Abel" in page) == (True, True)


# ── Who may ──


@pytest.mark.parametrize("who", ["alice", "mona", "gus"])
def test_only_admins_keep_lists(as_user, cast, reasons, who):
    edit_entry(reasons[0], name="Too dear", by=cast.ada)
    person = as_user(getattr(cast, who))
    assert person.get(PAGE).status_code == 403
    for part in ("", f"{reasons[0].pk}/", *(f"{reasons[0].pk}/{verb}/" for verb in ("place", "retire", "merge"))):
        assert person.post(PAGE + part).status_code == 403
    assert person.post(f"/settings/lists/changes/{last().pk}/revert/").status_code == 403
    assert names() == ["Too dear", "Timing", "Silence"]


@pytest.mark.parametrize("part", ["place", "retire", "return"])
def test_looking_at_a_write_is_refused(as_user, cast, reasons, part):
    assert as_user(cast.ada).get(f"{PAGE}{reasons[0].pk}/{part}/").status_code == 405
