from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Workspace
from accounts.zones import today
from pipeline.actions import begin_rates, edit_deal, win_deal
from pipeline.models import Deal, ExchangeRate, Gate
from pipeline.rates import RateMissing, in_base
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/currencies/"
SENT = {"currency": "nok", "rate": "0.09", "since": "2026-01-01"}


@pytest.fixture
def rate(workspace):
    return ExchangeRate.objects.create(currency="NOK", since=date(2025, 1, 1), rate=Decimal("0.08"))


def test_the_rate_of_a_day(rate):
    ExchangeRate.objects.create(currency="NOK", since=date(2025, 6, 1), rate=Decimal("0.09"))
    assert in_base(Decimal(100), "NOK", on=date(2025, 5, 31)) == Decimal("8.00")
    assert in_base(Decimal(100), "NOK", on=date(2025, 6, 1)) == Decimal("9.00")
    assert in_base(Decimal(100), "EUR") == Decimal(100)
    with pytest.raises(RateMissing):
        in_base(Decimal(100), "NOK", on=date(2024, 12, 31))


def test_open_deals_follow_a_new_rate_and_closed_ones_keep_theirs(as_user, cast, board, make_deal, rate):
    is_open, is_won = (make_deal(cast.alice, board.demo, title, amount=1000, currency="NOK") for title in "ow")
    win_deal(is_won, by=cast.alice)
    assert as_user(cast.ada).post(PAGE, SENT).status_code == 302
    worth = dict(Deal.objects.values_list("pk", "base_amount"))
    assert worth == {is_open.pk: Decimal("90.00"), is_won.pk: Decimal("80.00")}
    assert Event.objects.get(verb="rate.set").details["deals"] == 1


def test_a_rate_of_tomorrow_waits(as_user, cast, board, make_deal, rate):
    deal = make_deal(cast.alice, board.demo, amount=1000, currency="NOK")
    as_user(cast.ada).post(PAGE, SENT | {"since": today() + timedelta(days=2)})
    assert Deal.objects.get(pk=deal.pk).base_amount == Decimal("80.00")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (2, "NOK will be worth 0.09 from"),
        (0, "NOK is worth 0.09 now"),
        (-900, "NOK was worth 0.09 from"),
    ],
)
def test_the_page_says_whether_a_rate_holds(as_user, cast, rate, days, said):
    page = as_user(cast.ada).post(PAGE, SENT | {"since": today() + timedelta(days=days)}, follow=True)
    assert said in page.text
    assert ("waits" in page.text) is (days > 0)


def test_a_rate_written_beforehand_begins_on_its_day(cast, board, make_deal, rate):
    is_open, is_won = (make_deal(cast.alice, board.demo, title, amount=1000, currency="NOK") for title in "ow")
    win_deal(is_won, by=cast.alice)
    ExchangeRate.objects.create(currency="NOK", since=today(), rate=Decimal("0.09"))
    assert [begin_rates(), begin_rates()] == [1, 0]
    worth = dict(Deal.objects.values_list("pk", "base_amount"))
    assert worth == {is_open.pk: Decimal("90.00"), is_won.pk: Decimal("80.00")}
    told = Event.objects.get(verb="rate.began").details
    assert (told["was"], told["rate"], told["deals"]) == ("0.08000000", "0.09000000", 1)


def test_a_closed_deal_is_weighed_by_the_day_it_closed_on_here(workspace, cast, board, make_deal, rate):
    """Half past midnight in Berlin is still the day before in UTC."""
    ExchangeRate.objects.create(currency="NOK", since=date(2026, 3, 10), rate=Decimal("0.09"))
    deal = make_deal(cast.alice, board.demo, amount=1000, currency="NOK")
    win_deal(deal, by=cast.alice)
    Workspace.objects.update(time_zone="Europe/Berlin")
    Deal.objects.filter(pk=deal.pk).update(closed_at=datetime(2026, 3, 9, 23, 30, tzinfo=UTC))
    edit_deal(deal, by=cast.ada, amount=2000)
    assert Deal.objects.get(pk=deal.pk).base_amount == Decimal("180.00")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"currency": "XXQ"}, "three letters of a currency"),
        ({"currency": "EUR"}, "it is always worth one"),
        ({"rate": "a lot"}, "Write a number, like 0.0853."),
        ({"rate": "0"}, "worth more than nothing"),
    ],
)
def test_bad_input_comes_back(as_user, cast, board, wrong, sentence):
    answer = as_user(cast.ada).post(PAGE, SENT | wrong)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not ExchangeRate.objects.exists()


def test_a_worth_beyond_all_sums_is_refused(as_user, cast, board, make_deal, rate):
    deal = make_deal(cast.alice, board.demo, amount=900_000_000_000_000, currency="NOK")
    answer = as_user(cast.ada).post(PAGE, SENT | {"rate": "2"})
    assert (answer.status_code, "more EUR than anybody pays" in answer.text) == (422, True)
    ExchangeRate.objects.update(rate=2)
    sent = {"title": "Large", "stage": board.demo.pk, "amount": "900000000000000", "currency": "NOK"}
    answer = as_user(cast.alice).post("/deals/new/", sent | {"owner": cast.alice.pk})
    assert (answer.status_code, "more EUR than anybody pays" in answer.text) == (422, True)
    assert Deal.objects.get().base_amount == deal.base_amount


def test_a_gate_that_asks_for_money_without_a_rate_says_so(as_user, cast, board, make_deal):
    Gate.objects.create(stage=board.proposal, requirements=["amount"])
    deal = make_deal(cast.alice, board.demo, amount=0, currency="NOK")
    answer = as_user(cast.alice).post(f"/deals/{deal.pk}/move/", {"stage": board.proposal.pk, "gate": 1, "amount": 5})
    assert (answer.status_code, "What is one NOK worth in EUR?" in answer.text) == (422, True)
    assert Deal.objects.get().stage == board.demo


@pytest.mark.parametrize("who", ["alice", "mona", "gus"])
def test_only_admins_set_rates(as_user, cast, board, who):
    person = as_user(getattr(cast, who))
    assert [person.get(PAGE).status_code, person.post(PAGE, SENT).status_code] == [403, 403]
