import pytest

from accounts.zones import today
from forecasting.actions import recompute_everything, refit
from forecasting.chances.actions import choose_weight
from forecasting.chances.choice import weight_of
from forecasting.chances.reasons import chances_of
from forecasting.models import Weight
from forecasting.queries.odds import latest_odds, table_of
from tests.forecasting.sales import ago, make_sale, make_visit
from timeline.models import Event

WEIGH = "/forecast/weight/"


@pytest.fixture
def slow(channel, cast):
    """An open deal of Alice that has stood in Demo for 40 days, after 30 others that were won or lost there."""
    for number in range(30):
        outcome, days = ("won", 5 + number % 3) if number < 20 else ("lost", 50 + number)
        stage = channel.won if outcome == "won" else channel.second
        deal = make_sale(cast.alice, stage, status=outcome, opened_at=ago(90), closed_at=ago(90 - days))
        make_visit(deal, channel.second, 90, 90 - days, outcome)
    deal = make_sale(cast.alice, channel.second, entered_stage_at=ago(40.5), expected_close=today())
    make_visit(deal, channel.second, 40.5)
    recompute_everything(channel.pipeline)
    return deal


def test_the_reasons_are_those_of_the_learned_table(slow, channel, cast):
    found, table = chances_of(slow, cast.alice), table_of(latest_odds(channel.pipeline.pk).pk)
    learned = found.learned
    assert found.counting == "learned"
    assert (learned.ever, learned.fresh) == pytest.approx((table[400, 1, 40], table[400, 1, 0]))
    assert learned.days == 40
    assert (learned.stays, learned.ended) == (31, 30)
    assert learned.median_days == pytest.approx(7, abs=0.01)
    assert learned.has_faded
    assert 0 < learned.in_time < learned.ever
    assert (learned.evidence["won"], learned.evidence["closed"], learned.maturity) == (20, 30, "learning")


def test_what_was_set_by_hand_goes_first_and_what_was_chosen_next(slow, cast):
    choose_weight(Weight.STAGE, by=cast.alice)
    assert (chances_of(slow, cast.alice).counting, chances_of(slow, cast.alice).share) == ("stage", 0.4)
    slow.probability = 85
    assert (chances_of(slow, cast.alice).counting, chances_of(slow, cast.alice).share) == ("hand", 0.85)


def test_of_a_closed_deal_and_of_a_stage_unknown_nothing_is_learned(channel, cast):
    deal = make_sale(cast.alice, channel.second)
    assert chances_of(deal, cast.alice).counting == "stage"  # before the first learning
    refit(channel.pipeline)
    closed = make_sale(cast.alice, channel.second, status="lost", closed_at=ago(1))
    assert chances_of(closed, cast.alice).learned is None


def test_the_page_says_why(slow, cast, as_user):
    page = as_user(cast.alice).get(f"/deals/{slow.pk}/chances/").content.decode()
    assert "After 40 d in the stage" in page
    assert "Half of the 30 stays that ended here took less than 7 days." in page
    assert "Learned from 31 stays in this stage and 30 closed deals of the pipeline (20 won)" in page
    assert "learning" in page
    link = f'href="/deals/{slow.pk}/chances/"'
    assert link in as_user(cast.alice).get(f"/deals/{slow.pk}/").content.decode()


def test_strangers_find_no_chances_and_posting_is_none(slow, cast, as_user):
    assert as_user(cast.charlie).get(f"/deals/{slow.pk}/chances/").status_code == 404
    assert as_user(cast.alice).post(f"/deals/{slow.pk}/chances/").status_code == 405


def test_the_persons_choice_goes_before_that_of_the_house(workspace, cast):
    assert weight_of(cast.alice) == Weight.LEARNED
    choose_weight(Weight.STAGE, by=cast.ada, for_all=True)
    assert weight_of(cast.alice) == Weight.STAGE
    choose_weight(Weight.LEARNED, by=cast.alice)
    assert (weight_of(cast.alice), weight_of(cast.bob)) == (Weight.LEARNED, Weight.STAGE)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "forecast.weighed_for_all",
        "forecast.weighed",
    ]


def test_the_choice_is_what_the_forecast_opens_with(slow, cast, as_user):
    client = as_user(cast.alice)
    assert client.post(WEIGH, {"by": "stage"}).status_code == 302
    assert client.get("/forecast/").context["forecast"].by == Weight.STAGE
    assert client.get("/forecast/", {"by": "learned"}).context["forecast"].by == Weight.LEARNED


def test_only_admins_choose_for_all_and_nonsense_is_refused(workspace, cast, as_user):
    assert as_user(cast.alice).post(WEIGH, {"by": "stage", "for_all": "1"}).status_code == 403
    assert as_user(cast.ada).post(WEIGH, {"by": "stage", "for_all": "1"}).status_code == 302
    refused = as_user(cast.alice).post(WEIGH, {"by": "magic"})
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.content.decode()
    assert as_user(cast.alice).get(WEIGH).status_code == 405
