"""Where leads came from in a period, how soon a person turned to them, and what became of them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Round, TruncMonth

from accounts.zones import workspace_zone
from forecasting.calendar import Period
from forecasting.queries import links
from leads.models import Lead
from pipeline.models import Deal
from pipeline.queries.touches import MARKS, mark
from reports.rates import Rate
from reports.win_rate.breakdowns import by_label
from reports.win_rate.closed import RATE, Days, closed_in, rates_by_label_then, rates_in

QUALIFIED = Q(status__in=[Lead.Status.QUALIFIED, Lead.Status.CONVERTED])
DECIDED = Q(status__in=[Lead.Status.CONVERTED, Lead.Status.DISQUALIFIED])
INFLOW = {
    "leads": Count("pk"),
    "qualified": Count("pk", filter=QUALIFIED),
    "converted": Count("pk", filter=Q(status=Lead.Status.CONVERTED)),
    "waiting": Count("pk", filter=Q(first_response_at=None) & ~DECIDED),
}
# how long a lead waited, in tenths of an hour: half of thousands is found by counting them
WAIT = Round(Days(F("first_response_at") - Coalesce("first_arrival__happened_at", "created_at")) * 240.0)
BEFORE_ALL = date(1970, 1, 1)  # so that an address means deals with a lead, whenever it came


@dataclass(frozen=True)
class Inflow:
    """Leads of one origin and what became of them; `wait` is the median hours to the first response."""

    name: str
    leads: int = 0
    qualified: int = 0
    converted: int = 0
    waiting: int = 0
    wait: float | None = None
    deals: int = 0
    rate: Rate = Rate()
    url: str = ""
    won_url: str = ""

    def share(self, count):
        return count / self.leads if self.leads else None


@dataclass(frozen=True)
class Sources:
    """Everything the report says of the leads that came in a period."""

    whole: Inflow
    before: Inflow | None
    by_source: list
    by_campaign: list
    by_month: list
    label_at_birth: list = field(default_factory=list)
    label_at_close: list = field(default_factory=list)


def sources_of(scope, period, before, touch):
    """Leads by where they came from at the touch that counts, with their deals."""
    zone = workspace_zone()
    leads, deals = leads_in(scope, period, zone), deals_of_leads(scope, period, zone)
    closed, base = closed_in(scope, period, zone), address_of(scope, period)
    came, became, waits = came_by_origin(leads, touch, zone), became_by_origin(deals, touch), waits_of(leads, touch)
    return Sources(
        whole=inflow_of("", came, became, waits, base),
        before=inflow_before(scope, before, zone) if before else None,
        by_source=by_mark(0, came, became, waits, base, f"{touch}_source"),
        by_campaign=by_mark(1, came, became, [], base, f"{touch}_campaign"),
        by_month=by_month(came),
        **labels_then(closed, period, scope.link),
    )


def labels_then(deals, period, base):
    labels = rates_by_label_then(deals, dict(rates_in(deals.order_by().values_list("label"))))
    return {moment: by_label(rates, period, base, moment) for moment, rates in labels.items()}


def leads_in(scope, period, zone):
    """The leads of a scope that came in a period; they have no pipeline yet."""
    return came_in(replace(scope, pipeline=None).of(Lead.objects).order_by(), "created_at", period, zone)


def deals_of_leads(scope, period, zone):
    """The deals of a scope whose leads came in a period."""
    return came_in(scope.of(Deal.objects).filter(lead__isnull=False).order_by(), "lead__created_at", period, zone)


def came_in(rows, moment, period, zone):
    start, end = period.bounds(zone)
    rows = rows.filter(**{f"{moment}__gte": start}) if start else rows
    return rows.filter(**{f"{moment}__lt": end}) if end else rows


def address_of(scope, period):
    """The filters that all deals of a report share."""
    return scope.link | {"lead_after": period.first or BEFORE_ALL, "lead_before": period.last}


def came_by_origin(leads, touch, zone):
    """[(source, campaign, month, {part of INFLOW: count})]."""
    rows = leads.annotate(month_of=TruncMonth("created_at", tzinfo=zone), **marks(touch))
    rows = rows.values_list("source_of", "campaign_of", "month_of").annotate(**INFLOW)
    return [(source, campaign, month, dict(zip(INFLOW, sums, strict=True))) for source, campaign, month, *sums in rows]


def became_by_origin(deals, touch):
    """[(source, campaign, deals, Rate)]."""
    rows = deals.annotate(**marks(touch, "lead__")).values_list("source_of", "campaign_of")
    rows = rows.annotate(deals=Count("pk"), **RATE)
    return [
        (source, campaign, count, Rate(**dict(zip(RATE, sums, strict=True)))) for source, campaign, count, *sums in rows
    ]


def waits_of(leads, touch):
    """[(source, tenths of an hour, leads that waited so long)], the shortest wait first."""
    rows = leads.filter(first_response_at__isnull=False).annotate(wait=WAIT, **marks(touch))
    return sorted(rows.values_list("source_of", "wait").annotate(Count("pk")), key=lambda row: row[1])


def marks(touch, lead=""):
    return {f"{name}_of": mark(touch, name, lead) for name in MARKS}


def by_mark(place, came, became, waits, base, name):
    """By source (place 0) or campaign (1), the most leads first; the same word in other letters is the same."""
    words = {row[place].casefold(): row[place] for row in [*became, *came]}
    found = [
        inflow_of(
            word,
            [row for row in came if row[place].casefold() == key],
            [row for row in became if row[place].casefold() == key],
            [row for row in waits if row[0].casefold() == key],
            base | asking(name, word),
        )
        for key, word in words.items()
    ]
    return sorted(found, key=lambda one: (-one.leads, one.name))


def asking(name, key):
    return {name: key} if key else {"lacking": name}


def inflow_of(name, came, became, waits, filters):
    return Inflow(
        name=name,
        **{part: sum(counts[part] for *_key, counts in came) for part in INFLOW},
        wait=median_of(waits),
        deals=sum(count for *_key, count, _rate in became),
        rate=sum((rate for *_key, rate in became), Rate()),
        url=links.deals_url(status=Deal.Status.values, **filters),
        won_url=links.deals_url(status="won", **filters),
    )


def inflow_before(scope, before, zone):
    return Inflow(name="", **leads_in(scope, before, zone).aggregate(**INFLOW))


def median_of(waits):
    """The hours half of the leads waited at most, None of none."""
    left = sum(count for _source, _tenths, count in waits) / 2
    for _source, tenths, count in waits:
        left -= count
        if left <= 0:
            return tenths / 10
    return None


def by_month(came):
    """[(first day of a month, leads, qualified)], from the earliest on, those without a lead too."""
    found = defaultdict(lambda: (0, 0))
    for _source, _campaign, month, counts in came:
        leads, qualified = found[month.date()]
        found[month.date()] = (leads + counts["leads"], qualified + counts["qualified"])
    months = Period(min(found), max(found)).months if found else []
    return [(month, *found[month]) for month in months]
