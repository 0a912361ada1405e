"""The forecast page: its figures with what they open, its pictures, and the quarters beside it."""

from dataclasses import dataclass

from forecasting.calendar import quarter_name
from forecasting.pages.common import currency_of, with_value
from forecasting.pictures.forecast import is_past, meter_of, months_of, ruler_of
from forecasting.queries import links


@dataclass(frozen=True)
class RepRow:
    """One line of the table by rep, with what its figures open."""

    person: object
    totals: object
    weighted: object
    meter: object
    won_url: str
    open_url: str


def forecast_page(forecast, chosen, address):
    """The context of the forecast page."""
    currency, base = currency_of(), chosen.scope.link
    return {
        "forecast": forecast,
        "filter": chosen,
        "currency": currency,
        "is_past": is_past(forecast),
        "ruler": ruler_of(forecast, currency, base),
        "months": months_of(forecast, currency, base),
        "reps": rep_rows(forecast, currency, base),
        "won_url": links.won_in(forecast.quarter, **base),
        "open_url": links.open_in(forecast.quarter, forecast.this_day, **base),
        "undated_url": links.deals_url(status="open", lacking="close", **base),
        "overdue_url": links.passed_before(forecast.this_day, **base),
        "arrivals_url": forecast.arrivals and links.deals_url(opened_after=forecast.arrivals.since, **base),
        "before": with_value(address, quarter=forecast.quarter.before.code),
        "after": with_value(address, quarter=forecast.quarter.after.code),
        "quarter_name": quarter_name(forecast.quarter),
    }


def rep_rows(forecast, currency, base):
    largest = max((totals.won + totals.weighted(forecast.by) for _person, totals in forecast.reps), default=1)
    return [rep_row(person, totals, forecast, largest, currency, base) for person, totals in forecast.reps]


def rep_row(person, totals, forecast, largest, currency, base):
    own = base | {"owner": person.pk}
    return RepRow(
        person=person,
        totals=totals,
        weighted=totals.weighted(forecast.by),
        meter=meter_of(person, totals, forecast, largest or 1, currency),
        won_url=links.won_in(forecast.quarter, **own),
        open_url=links.open_in(forecast.quarter, forecast.this_day, **own),
    )
