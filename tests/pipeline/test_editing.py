from datetime import date

import pytest

from pipeline.actions import EditedMeanwhile, edit_deal, note_on_deal
from pipeline.models import Deal
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000)


def form(deal, **changed):
    """The whole form as a browser sends it: what was seen, and what the writer changed."""
    seen = {"title": deal.title, "amount": deal.amount, "owner": deal.owner, "source": deal.source}
    return seen | {"expected_close": deal.expected_close} | changed


def test_one_event_with_old_and_new(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal, amount=50_000, expected_close=date(2026, 12, 18)))
    event = Event.objects.get(verb="deal.edited")
    assert event.changes == {"amount": ["48000.00", "50000.00"], "expected_close": [None, "2026-12-18"]}
    deal.refresh_from_db()
    assert (deal.amount, deal.base_amount, deal.version, deal.stage_version) == (50_000, 50_000, 2, 1)


def test_nothing_changed_is_nothing_happened(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal))
    assert not Event.objects.filter(verb="deal.edited").exists()


def test_two_people_change_different_facts(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal, amount=50_000))
    edit_deal(deal, by=cast.alice, version=1, **form(deal, source="Nor-Fishing fair"))
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.amount, deal.source, deal.version) == (50_000, "Nor-Fishing fair", 3)


def test_two_people_change_the_same_fact(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal, amount=50_000, source="Fair"))
    with pytest.raises(EditedMeanwhile, match="Bob Baker changed this deal while you were writing.") as refused:
        edit_deal(deal, by=cast.alice, version=1, **form(deal, amount=52_000, title="Reefers"))
    assert refused.value.conflicts == {"amount": (50_000, 52_000)}
    assert Deal.objects.get(pk=deal.pk).title == "Reefer fleet"


def test_both_wrote_the_same(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal, amount=50_000))
    edit_deal(deal, by=cast.alice, version=1, **form(deal, amount=50_000))
    assert Deal.objects.get(pk=deal.pk).version == 2


def test_back_and_forth_is_compared_with_what_the_writer_saw(cast, deal):
    edit_deal(deal, by=cast.bob, version=1, **form(deal, amount=50_000))
    edit_deal(deal, by=cast.bob, version=2, amount=48_000)
    edit_deal(deal, by=cast.alice, version=1, **form(deal, amount=52_000))
    assert Deal.objects.get(pk=deal.pk).amount == 52_000


def test_a_new_owner_is_named_for_the_timeline(cast, deal):
    edit_deal(deal, by=cast.mona, version=1, owner=cast.bob)
    event = Event.objects.get(verb="deal.edited")
    assert (event.details["said"]["owner"], event.owner) == (["Alice Archer", "Bob Baker"], cast.bob)


def test_a_note(cast, deal):
    note_on_deal(deal, text="Kari read the price page twice.", by=cast.bob)
    event = Event.objects.about(deal).first()
    assert (event.verb, event.actor, event.details) == (
        "deal.noted",
        cast.bob,
        {"text": "Kari read the price page twice."},
    )
