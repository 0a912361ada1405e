"""Which deals come before a review, why, and in what order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.zones import today
from forecasting.models import DealOdds, DealSnapshot
from forecasting.queries.forecast import Scope
from kit import formats
from leads.models import Contact
from pipeline.models import DealContact, Pipeline
from reports.review.agenda import agenda_of
from reports.review.rules import BY_KEY, reasons_of, score_of
from tests.forecasting.sales import ago, make_sale, make_stage, make_visit


def in_days(count):
    return today() + timedelta(days=count)


def sound(owner, stage, amount=1000, **facts):
    """A deal no rule calls for: two contacts, a next step, a date ahead."""
    one, other = (Contact.objects.create(name=name) for name in ("Kari", "Ola"))
    usual = {"contact": one, "next_step_at": timezone.now() + timedelta(days=2), "expected_close": in_days(30)}
    deal = make_sale(owner, stage, amount, **usual | facts)
    DealContact.objects.create(deal=deal, contact=other, role="decides")
    return deal


def why(scope):
    return {item["deal"]: item["why"] for item in agenda_of(scope).items}


def test_what_is_in_order_needs_no_decision_however_big(cast, channel):
    sound(cast.alice, channel.first, 900_000)
    sound(cast.alice, channel.first, 1000, contact=None)  # one contact is enough at the beginning
    assert agenda_of(Scope(cast.mona)).items == []


@pytest.mark.parametrize(
    ("facts", "key", "said"),
    [
        ({"pushes": 2}, "pushed", "Pushed 2 times"),
        ({"expected_close": -12}, "passed", "Close date passed 12 d ago"),
        ({"category": "commit", "probability": 22}, "doubtful", "Commit, but its chance is 22%"),
        ({"next_step_at": None}, "no_step", "No next step"),
        ({"next_step_at": -5}, "overdue", "Next step 5 d overdue"),
        ({"contact": None, "category": "best"}, "single", "Only one contact"),
    ],
)
def test_each_rule_says_its_figures(cast, channel, facts, key, said):
    if "expected_close" in facts:
        facts = {"expected_close": in_days(facts["expected_close"])}
    if facts.get("next_step_at"):
        facts = {"next_step_at": timezone.now() + timedelta(days=facts["next_step_at"])}
    sound(cast.alice, channel.first, 5000)
    deal = sound(cast.alice, channel.first, **facts)
    (item,) = agenda_of(Scope(cast.mona)).items
    assert (item["deal"], item["why"], reasons_of(item)) == (deal.pk, [key], [said])
    assert item["points"] == BY_KEY[key].points


def test_a_step_is_as_late_as_every_other_page_says(cast, channel):
    yesterday = timezone.localtime() - timedelta(days=1)
    late = yesterday.replace(hour=23, minute=59, second=59)
    sound(cast.alice, channel.first, next_step_at=late)
    (item,) = agenda_of(Scope(cast.mona)).items
    assert formats.due(late) == ("overdue", "1 d overdue")
    assert reasons_of(item)[0] == "Next step 1 d overdue"


def test_a_deal_without_anybody_says_so(cast, channel):
    make_sale(cast.alice, channel.third, next_step_at=timezone.now() + timedelta(days=1), expected_close=in_days(9))
    make_sale(cast.charlie, channel.first, 9000)
    (item,) = agenda_of(Scope(cast.mona)).items
    assert reasons_of(item)[0] == "No contact"


def test_longer_than_nine_in_ten_that_left(cast, channel):
    gone = make_sale(cast.alice, channel.first, status="lost")
    for days in range(1, 21):
        make_visit(gone, channel.first, entered=100 + days, left=100, exit="moved", to=channel.second)
    sound(cast.alice, channel.first, 9000, entered_stage_at=ago(18))
    slow = sound(cast.alice, channel.first, entered_stage_at=ago(41))
    sound(cast.alice, channel.second, 9000, entered_stage_at=ago(400))  # of whose stage too little is known
    (item,) = agenda_of(Scope(cast.mona)).items
    assert (item["deal"], item["facts"]["usual"]) == (slow.pk, pytest.approx(18.1))
    assert reasons_of(item) == ["In Prospecting for 41 d: nine in ten leave within 18 d"]


def test_pushes_say_how_far_they_took_it(cast, channel):
    deal = sound(cast.alice, channel.first, pushes=3, expected_close=in_days(20))
    DealSnapshot.objects.create(
        deal_id=deal.pk, since=in_days(-90), pipeline_id=1, stage_id=1, owner_id=1, status="open", amount=1,
        currency="EUR", base_amount=1, expected_close=in_days(-54), category="pipeline", probability=10,
    )  # fmt: skip
    (item,) = agenda_of(Scope(cast.mona)).items
    assert reasons_of(item)[0] == "Pushed 3 times, 74 d in all"


def test_parked_deals_come_in_the_week_they_wake(cast, channel):
    sound(cast.alice, channel.first, 9000, parked_until=in_days(30), expected_close=in_days(-9))
    waking = sound(cast.alice, channel.first, parked_until=in_days(3), next_step_at=None)
    assert why(Scope(cast.mona)) == {waking.pk: ["waking"]}


def test_the_chance_by_history_counts_unless_one_was_set_by_hand(cast, channel):
    by_history = sound(cast.alice, channel.third, category="commit")
    by_hand = sound(cast.alice, channel.third, 9000, category="commit", probability=90)
    for deal in (by_history, by_hand):
        DealOdds.objects.create(deal=deal, eventual=0.31, in_time=0.1)
    assert why(Scope(cast.mona)) == {by_history.pk: ["doubtful"]}


def test_points_count_as_far_as_a_deal_is_large(cast, channel):
    late = sound(cast.alice, channel.first, 1000, expected_close=in_days(-1))  # 3 points × 1/3
    idle = sound(cast.alice, channel.first, 2000, next_step_at=None)  # 2 points × 2/3
    sound(cast.alice, channel.first, 3000)
    items = agenda_of(Scope(cast.mona)).items
    assert [item["deal"] for item in items] == [idle.pk, late.pk]
    assert [score_of(item) for item in items] == [pytest.approx(4 / 3), pytest.approx(1)]


def test_the_top_tenth_weighs_more(cast, channel):
    small, large = (sound(cast.alice, channel.first, amount, next_step_at=None) for amount in (1000, 2000))
    assert why(Scope(cast.mona)) == {large.pk: ["no_step", "big"], small.pk: ["no_step"]}


def test_a_long_agenda_ends_and_says_how_many_more(cast, channel):
    for amount in (1000, 2000, 3000):
        sound(cast.alice, channel.first, amount, next_step_at=None)
    agenda = agenda_of(Scope(cast.mona), most=2)
    assert (len(agenda.items), agenda.count, agenda.more, agenda.worth) == (2, 3, 1, 6000)


def test_only_what_the_holder_sees_and_asked_for(cast, channel):
    other = Pipeline.objects.create(name="Partners", currency="EUR")
    there = make_stage(other, "Talks", 1, 10)
    mine, bobs, abroad = (
        sound(owner, stage, next_step_at=None)
        for owner, stage in [(cast.alice, channel.first), (cast.bob, there), (cast.charlie, channel.first)]
    )
    make_sale(cast.alice, channel.won, status="won")
    assert why(Scope(cast.mona)).keys() == {mine.pk, bobs.pk}
    assert why(Scope(cast.ada)).keys() == {mine.pk, bobs.pk, abroad.pk}
    assert why(Scope(cast.ada, team=cast.south)).keys() == {abroad.pk}
    assert why(Scope(cast.ada, pipeline=other)).keys() == {bobs.pk}
    assert why(Scope(cast.mona, owner=cast.alice)).keys() == {mine.pk}
    assert why(Scope(cast.mona, owner=cast.charlie)) == {}


def test_as_many_questions_for_one_deal_as_for_many(cast, channel):
    def count():
        with CaptureQueriesContext(connection) as queries:
            agenda_of(Scope(type(cast.mona).objects.get(pk=cast.mona.pk)))
        return len(queries)

    sound(cast.alice, channel.first, next_step_at=None)
    one = count()
    for _number in range(5):
        sound(cast.alice, channel.first, next_step_at=None)
    assert count() == one
