"""What is written down of deals closed in months gone by beside counting them all, whatever changed since."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.bin.actions import throw_away
from accounts.models import Workspace
from accounts.zones import workspace_zone
from forecasting.calendar import Period, month_of, shift
from leads.models import Company, Label, LabelSet
from pipeline.models import Deal, LostReason, Pipeline
from reports.ended.months import written_of
from reports.models import EndedDeals, EndedMonth, StirredMonth
from reports.scopes import DealScope
from reports.win_rate.closed import closed_in
from reports.win_rate.groups import WHOLE, rates_by_all
from tests.forecasting.sales import make_sale
from tests.reports.ended.nights import at_night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_stays")]
ALWAYS = Period(None, None)
ZONES = ["Pacific/Kiritimati", "Europe/Berlin", "America/Los_Angeles"]


@pytest.fixture
def world(channel, cast):
    labels = LabelSet.objects.create(name="Heat")
    return {
        "owner_id": [cast.alice.pk, cast.bob.pk, cast.charlie.pk],
        "company_id": [Company.objects.create(name=name, industry=name, size="").pk for name in ("A", "B")] + [None],
        "label_id": [None, *(Label.objects.create(set=labels, name=name).pk for name in ("Hot", "Cold"))],
        "lost_reason_id": [None, *(LostReason.objects.create(name=name).pk for name in ("Price", "Time"))],
        "source": ["", "Fair", "Referral"],
        "product": ["", "Pump", "Valve"],
        "base_amount": [Decimal("0.01"), Decimal("99999.99"), Decimal(250)],
        "status": ["won", "lost", "open"],
        "pipeline_id": [channel.pipeline.pk, Pipeline.objects.create(name="Partners", currency="EUR").pk] * 2,
    }


def close_long_ago(channel, world, hours, which):
    facts = {fact: values[(which + place) % 3] for place, (fact, values) in enumerate(world.items())}
    owner, amount = facts.pop("owner_id"), facts.pop("base_amount")
    deal = make_sale(None, channel.first, amount, owner_id=owner, **facts)
    Deal.objects.filter(pk=deal.pk).update(closed_at=hours_ago(hours), opened_at=hours_ago(hours + 50))
    return deal.pk


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def change(pk, what, which, world, cast):
    deals = Deal.objects.filter(pk=pk)
    if what in world:
        deals.update(**{what: world[what][which]})
    elif what == "moment":
        deals.update(closed_at=(hours_ago(0), hours_ago(1500), None)[which])
    elif what == "later":
        deals.update(closed_at=F("closed_at") + timedelta(days=20))
    elif what == "gone":
        throw_away(list(deals), by=cast.ada)
    else:
        Company.objects.filter(name="A").update(**{what: ("", "11-50", "1000+")[which]})


DEALS = st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 2)), min_size=2, max_size=8)
FACTS = [
    "pipeline_id",
    "owner_id",
    "company_id",
    "label_id",
    "lost_reason_id",
    "source",
    "product",
    "base_amount",
    "status",
]
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 7), st.sampled_from([*FACTS, "moment", "later", "gone", "industry", "size"]), st.integers(0, 2)
    ),
    max_size=8,
)


def figures(user, period, pipeline=None, *, written):
    zone, scope = workspace_zone(), DealScope(user, pipeline=pipeline)
    return rates_by_all(closed_in(scope, period, zone), zone, written and written_of(scope, period, zone))


def assert_they_agree(cast):
    month = month_of(timezone.localdate())
    periods = [ALWAYS, Period(shift(month, -9), shift(month, -2) - timedelta(days=1)), Period(shift(month, -5), None)]
    by_pipeline = product([cast.ada, cast.mona], [ALWAYS], Pipeline.objects.all())
    for asked in [*product([cast.ada, cast.mona, cast.alice], periods, [None]), *by_pipeline]:
        assert figures(*asked, written=True) == figures(*asked, written=False)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(deals=DEALS, before=CHANGES, after=CHANGES, zone=st.sampled_from(ZONES))
def test_every_breakdown_is_the_same_written_down_or_counted(channel, world, cast, deals, before, after, zone):
    with transaction.atomic():
        Workspace.objects.update(time_zone=zone)
        made = [close_long_ago(channel, world, *deal) for deal in deals]
        at_night()
        assert_they_agree(cast)
        for changes in (before, after):
            for which, what, value in changes:
                change(made[which % len(made)], what, value, world, cast)
            assert_they_agree(cast)
            at_night()
            assert not StirredMonth.objects.exists()
            assert_they_agree(cast)
        transaction.set_rollback(True)


@pytest.fixture
def old_deal(channel, world):
    """Alice's, won a year ago for 250."""
    deal = Deal.objects.get(pk=close_long_ago(channel, world, 24 * 365, 0))
    Deal.objects.filter(pk=deal.pk).update(base_amount=250, status="won")
    at_night()
    return deal


def test_it_is_written_for_its_owner_and_for_everybody(old_deal, cast):
    told = EndedDeals.objects.filter(kind="source").order_by("owner_id")
    assert {row.pipeline_id for row in told} == {old_deal.pipeline_id}
    assert [(row.owner_id, row.source, row.won, row.won_cents, row.lost) for row in told] == [
        (cast.alice.pk, old_deal.source, 1, 25_000, 0),
        (None, old_deal.source, 1, 25_000, 0),
    ]
    assert at_night() == 0


def test_what_is_written_is_what_is_read(old_deal, cast):
    EndedDeals.objects.update(won=5)
    assert figures(cast.ada, ALWAYS, written=True)[WHOLE][None].won == 5
    assert figures(cast.alice, ALWAYS, written=True)["source"][old_deal.source].won == 5


def test_narrowed_to_what_is_not_written_down_deals_are_counted(old_deal, cast, channel):
    zone = workspace_zone()
    assert written_of(DealScope(cast.ada), ALWAYS, zone)
    assert written_of(DealScope(cast.ada, pipeline=channel.pipeline), ALWAYS, zone)
    for narrower in ({"source": "Fair"}, {"label": Label(pk=1)}):
        assert written_of(DealScope(cast.ada, **narrower), ALWAYS, zone) is None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("minutes", [-1, 1])
def test_a_month_begins_where_the_workspace_is(channel, world, cast, zone, minutes):
    Workspace.objects.update(time_zone=zone)
    moment = datetime(2026, 3, 1, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes)
    Deal.objects.filter(pk=close_long_ago(channel, world, 1, 0)).update(closed_at=moment)
    at_night()
    row = EndedDeals.objects.get(kind="owner")
    assert row.month == (date(2026, 3, 1) if minutes > 0 else date(2026, 2, 1))
    Deal.objects.update(product="Other")
    assert row.month in StirredMonth.objects.values_list("month", flat=True)
    assert_they_agree(cast)


def test_in_another_zone_all_months_are_written_anew(old_deal, cast):
    Workspace.objects.update(time_zone="Asia/Tokyo")
    assert written_of(DealScope(cast.ada), ALWAYS, workspace_zone()) is None
    assert at_night() > 0
    assert {month.zone for month in EndedMonth.objects.all()} == {"Asia/Tokyo"}
    assert_they_agree(cast)


def test_what_changes_nothing_that_is_counted_stirs_nothing(old_deal):
    old_deal.refresh_from_db()
    old_deal.title = "Renamed"
    old_deal.save()
    assert not StirredMonth.objects.exists()


def test_a_deal_that_closes_today_stirs_nothing(channel, world):
    pk = close_long_ago(channel, world, 0, 0)
    Deal.objects.filter(pk=pk).update(status="lost", product="Other")
    assert not StirredMonth.objects.exists()


def test_all_breakdowns_are_one_statement(old_deal, cast, django_assert_num_queries):
    with django_assert_num_queries(5):  # the zone and whose deals twice, what is written, teams
        figures(cast.mona, ALWAYS, written=True)
