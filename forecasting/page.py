"""The forecast page: its figures with what they open, its pictures, and the periods beside it."""

from dataclasses import dataclass

from forecasting.accuracy.pictures import past_chart
from forecasting.accuracy.queries import accuracy_of
from forecasting.accuracy.scopes import Stored
from forecasting.common import currency_of, with_value
from forecasting.goals.standing import night_scope, quotas_by_month, standing_of
from forecasting.models import PeriodKind, Weight
from forecasting.periods import FiscalPeriod
from forecasting.pictures import is_past, meter_of, months_of, ruler_of
from forecasting.queries import links

HALFWAY = "50"


@dataclass(frozen=True)
class RepRow:
    """One line of the table by rep, with what its figures open."""

    person: object
    totals: object
    weighted: object
    expected: object  # closed and weighted; new business is nobody's yet
    standing: object
    meter: object
    won_url: str
    open_url: str
    weighted_url: str

    @property
    def commit(self):
        return self.totals.won + self.totals.commit

    @property
    def best(self):
        return self.commit + self.totals.best

    @property
    def outlook(self):
        return share_of_quota(self.expected, self.standing)


def share_of_quota(expected, standing):
    """None without a quota."""
    return float(expected / standing.quota) if standing.quota else None


def forecast_page(forecast, chosen, address):
    """The context of the forecast page."""
    currency, scope, period = currency_of(), chosen.scope, forecast.quarter
    base = scope.link
    whole, of_reps = standing_of(forecast, scope, period)
    quotas = quotas_by_month(scope, months_as_periods(forecast), forecast.this_day)
    return {
        "forecast": forecast,
        "filter": chosen,
        "currency": currency,
        "is_past": is_past(forecast),
        "standing": whole,
        "outlook": share_of_quota(forecast.expected, whole),
        "chance": forecast.reaching(whole.quota) if whole.quota else None,
        "ruler": ruler_of(forecast, whole.quota, currency, base),
        "months": months_of(forecast, quotas, currency, base),
        "reps": rep_rows(forecast, of_reps, currency, base),
        "past": past_of(scope, period, currency),
        **doors(forecast, base),
        **places(period, address),
    }


def months_as_periods(forecast):
    return {month: FiscalPeriod.of(PeriodKind.MONTH, month, forecast.quarter.start) for month in forecast.months}


def rep_rows(forecast, of_reps, currency, base):
    rows = [(person, totals, of_reps[person.pk]) for person, totals in forecast.reps]
    longest = (max(totals.won + totals.weighted(forecast.by), one.quota or 0) for _person, totals, one in rows)
    largest = max(longest, default=1) or 1
    return [rep_row(person, totals, forecast, one, largest, currency, base) for person, totals, one in rows]


def rep_row(person, totals, forecast, standing, largest, currency, base):
    own = base | {"owner": person.pk}
    return RepRow(
        person=person,
        totals=totals,
        weighted=totals.weighted(forecast.by),
        expected=totals.won + forecast.leant(totals.weighted(forecast.by)),
        standing=standing,
        meter=meter_of(person, totals, standing.quota, forecast, largest, currency),
        won_url=links.won_in(forecast.quarter, **own),
        open_url=links.open_in(forecast.quarter, forecast.this_day, **own),
        weighted_url=weighted_url(forecast, own),
    )


def weighted_url(forecast, base):
    """The deals behind a weighted sum: by history all that are open, by stage those expected in the period."""
    if forecast.by == Weight.LEARNED:
        return links.deals_url(status="open", **base)
    return links.open_in(forecast.quarter, forecast.this_day, **base)


def past_of(scope, period, currency):
    """How the periods before ended, as forecast halfway; None where nothing is stored of this scope."""
    whole = night_scope(scope)
    if whole is None:
        return None
    found = accuracy_of(Stored(whole.kind, whole.key, ""), period.kind, HALFWAY, currency)
    return {"found": found, "chart": past_chart(found, currency, period.start)} if found.nights else None


def doors(forecast, base):
    """What the figures open."""
    period, this_day = forecast.quarter, forecast.this_day
    return {
        "won_url": links.won_in(period, **base),
        "open_url": links.open_in(period, this_day, **base),
        "commit_url": links.open_in(period, this_day, category="commit", **base),
        "best_url": links.open_in(period, this_day, category="best", **base),
        "weighted_url": weighted_url(forecast, base),
        "undated_url": links.deals_url(status="open", lacking="close", **base),
        "overdue_url": links.passed_before(this_day, **base),
        "arrivals_url": forecast.arrivals and links.deals_url(opened_after=forecast.arrivals.since, **base),
    }


def places(period, address):
    """Where else one can go from here: the periods beside, the other kinds, and the pages about this one."""
    here = address.copy()
    here.pop("quarter", None)
    return {
        "quarter_name": period.name,
        "before": with_value(here, period=period.before.code),
        "after": with_value(here, period=period.after.code),
        "here": with_value(here, period=period.code),
        "kinds": [
            (name, with_value(here, period=period.same(kind).code), kind == period.kind)
            for kind, name in PeriodKind.choices
        ],
    }
