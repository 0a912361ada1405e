"""From what was found to what a page shows: figures with their doors, pictures, and the addresses around."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Workspace
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


def quarter_name(quarter):
    """A quarter as “Q4 2026”."""
    return _("Q%(number)s %(year)s") % {"number": quarter.number, "year": quarter.first.year}


def currency_of():
    """The ISO code all sums are said in."""
    return Workspace.objects.values_list("currency", flat=True).first() or "EUR"


def with_value(address, **values):
    """The query of an address with some values set."""
    query = address.copy()
    for name, value in values.items():
        query[name] = value
    return query.urlencode()
