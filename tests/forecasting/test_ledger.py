import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Workspace
from accounts.zones import today
from forecasting.ledger.actions import name_sum
from forecasting.ledger.queries import history, in_force
from forecasting.models import DealSnapshot, Entry, ForecastSnapshot
from forecasting.nights.writing import write_night
from forecasting.periods import FiscalPeriod
from pipeline.actions.rates import set_rate
from pipeline.actions.stages import edit_stage, retire_stage
from pipeline.models import ExchangeRate
from timeline.models import Event

SUBMIT, ADJUST, QUOTAS = (f"/forecast/{page}/" for page in ("submission", "adjustment", "quotas"))


def quarter():
    return FiscalPeriod.of("quarter", today(), 1)


def test_what_was_said_last_holds_and_the_rest_stays(cast):
    for amount in (100, 120, None, 90):
        name_sum("submission", quarter(), amount, by=cast.alice, owner=cast.alice)
    held = in_force(cast.mona, "submission", quarter(), today())
    assert {whose: entry.amount for whose, entry in held.items()} == {("rep", cast.alice.pk): 90}
    assert [entry.amount for entry in history(cast.mona, quarter())] == [90, None, 120, 100]
    assert Event.objects.filter(verb="forecast.submitted").count() == 4


def test_a_sum_holds_from_its_day_on(cast):
    this_day = today()
    name_sum("quota", quarter(), 100, by=cast.mona, owner=cast.alice, since=this_day - timedelta(days=9))
    name_sum("quota", quarter(), 300, by=cast.mona, owner=cast.alice, since=this_day + timedelta(days=9))
    days = [this_day - timedelta(days=10), this_day, this_day + timedelta(days=9)]
    held = [in_force(cast.mona, "quota", quarter(), day) for day in days]
    assert [[entry.amount for entry in found.values()] for found in held] == [[], [100], [300]]


def test_everybody_sees_their_part(cast):
    name_sum("quota", quarter(), 1, by=cast.ada, owner=cast.alice)
    name_sum("quota", quarter(), 2, by=cast.ada, team=cast.north)
    name_sum("quota", quarter(), 4, by=cast.ada)
    name_sum("quota", quarter(), 8, by=cast.ada, owner=cast.charlie)
    seen = [sum(entry.amount for entry in history(user, quarter())) for user in (cast.ada, cast.mona, cast.charlie)]
    assert seen == [15, 3, 8]


def test_a_rep_submits(cast, as_user):
    page = as_user(cast.alice).post(f"{SUBMIT}?period={quarter().code}", {"amount": "120,000", "currency": "EUR"})
    assert (page.status_code, page["Location"]) == (302, f"{SUBMIT}?period={quarter().code}")
    entry = Entry.objects.get()
    assert (entry.kind, entry.owner, entry.amount, entry.first) == ("submission", cast.alice, 120_000, quarter().first)
    shown = as_user(cast.alice).get(page["Location"])
    assert "You said €120,000" in re.sub(r"<[^>]+>", "", shown.content.decode())
    assert '<tr><td class="clip">' in shown.content.decode()  # on a phone the moment stays in one line


def test_a_manager_adjusts_and_says_why(cast, as_user):
    facts = {"about": f"rep-{cast.alice.pk}", "amount": "90", "currency": "EUR"}
    page = as_user(cast.mona).post(ADJUST, facts)
    assert page.status_code == 422
    assert 'value="90"' in page.content.decode()
    assert "Say in a sentence why" in page.content.decode()
    assert as_user(cast.mona).post(ADJUST, facts | {"note": "One slips"}).status_code == 302
    entry = Entry.objects.get()
    assert (entry.kind, entry.owner, entry.by, entry.note) == ("adjustment", cast.alice, cast.mona, "One slips")


def test_a_manager_sets_quotas_of_the_own_branch(cast, as_user):
    facts = {"about": f"team-{cast.north.pk}", "amount": "5000", "currency": "EUR"}
    assert as_user(cast.mona).post(QUOTAS, facts).status_code == 302
    assert as_user(cast.mona).post(QUOTAS, facts | {"about": f"team-{cast.south.pk}"}).status_code == 422
    assert as_user(cast.mona).post(QUOTAS, facts | {"about": "house"}).status_code == 422
    assert as_user(cast.ada).post(QUOTAS, facts | {"about": "house"}).status_code == 302
    assert [(entry.team, entry.amount) for entry in Entry.objects.order_by("pk")] == [(cast.north, 5000), (None, 5000)]


@pytest.mark.parametrize("amount", ["", "-1", "much", "9" * 30])
def test_nonsense_is_no_sum(cast, as_user, amount):
    page = as_user(cast.alice).post(SUBMIT, {"amount": amount, "currency": "EUR"})
    assert (page.status_code, Entry.objects.count()) == (422, 0)
    assert "Write a sum, like 120,000." in page.content.decode()


def test_a_currency_without_a_rate_is_asked_for(cast, as_user):
    page = as_user(cast.alice).post(SUBMIT, {"amount": "5", "currency": "USD"})
    assert page.status_code == 422
    assert "No rate is known for that day" in page.content.decode()
    ExchangeRate.objects.create(currency="USD", since="2020-01-01", rate=Decimal("0.5"))
    assert as_user(cast.alice).post(SUBMIT, {"amount": "5", "currency": "usd"}).status_code == 302
    assert Entry.objects.get().base_amount == Decimal("2.5")


def test_who_may_not_is_told(cast, as_user):
    assert as_user(cast.gus).get(SUBMIT).status_code == 403
    assert as_user(cast.alice).get(ADJUST).status_code == 403
    assert as_user(cast.alice).post(QUOTAS, {}).status_code == 403
    assert as_user(cast.mona).delete(QUOTAS).status_code == 405


@pytest.mark.parametrize("query", ["period=nonsense", "period=0000Q1", "pipeline=x", "pipeline=99999999999999999999"])
def test_nonsense_in_the_address_is_read_as_nothing(cast, as_user, query):
    assert as_user(cast.ada).get(f"{QUOTAS}?{query}").context["period"] == quarter()


def test_no_setting_alters_what_was_written_down(cast, board, make_deal):
    this_day = today()
    ExchangeRate.objects.create(currency="USD", since="2020-01-01", rate=Decimal("0.5"))
    make_deal(cast.alice, board.demo, amount=500, currency="USD", expected_close=this_day)
    name_sum("submission", quarter(), 70, by=cast.alice, owner=cast.alice, currency="USD")
    name_sum("adjustment", quarter(), 60, by=cast.mona, owner=cast.alice, note="Slips")
    name_sum("quota", quarter(), 90, by=cast.mona, team=cast.north)
    write_night(this_day - timedelta(days=1))
    before = everything()
    edit_stage(board.demo, by=cast.ada, probability=5, category="omitted", name="Show")
    retire_stage(board.discovery, to=board.demo, by=cast.ada)
    Workspace.objects.update(fiscal_start=7, currency="CHF", time_zone="Asia/Tehran")
    set_rate("USD", rate=Decimal("0.9"), since=this_day - timedelta(days=3), by=cast.ada)
    cast.north.name, cast.north.parent, cast.north.path = "East", cast.south, f"{cast.south.path}{cast.north.pk}."
    cast.north.save()
    cast.alice.team = cast.south
    cast.alice.save()
    assert everything() == before
    write_night(this_day)
    kept = everything()
    for now, then in zip(kept, before, strict=True):
        assert [row for row in now if row["id"] in {one["id"] for one in then}] == [
            ended(row, this_day) for row in then
        ]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Entry, ForecastSnapshot, DealSnapshot)]


def ended(row, day):
    """A deal's row that no longer held when the next night was written says until when it did."""
    return row | {"until": day} if "until" in row else row


def test_the_pages_have_addresses():
    pages = ("submission", "adjustment", "quotas", "changes")
    assert [reverse(f"forecasting:{page}") for page in pages] == [SUBMIT, ADJUST, QUOTAS, "/forecast/changes/"]
