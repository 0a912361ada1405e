"""The win-rate page: its pictures, the tables beside them, and the periods it can be read for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.zones import workspace_zone
from forecasting.calendar import Quarter, quarter_name, today
from forecasting.filters import ALL, LAST_12
from forecasting.pages.common import currency_of, with_value
from forecasting.pictures import win_rate as pictures
from forecasting.rates import VALUE
from kit.charts import Chart

TIMES, QUARTERS_OFFERED = "times", 8
MOST_GROUPS, MOST_PERIODS = 12, 20
WIDTHS = (420, 890, 1360)  # one, two and three thirds of the page
SORTS = {
    "name": lambda group: group.name.casefold(),
    "won": lambda group: group.rate.won,
    "closed": lambda group: group.rate.closed,
    "rate": lambda group: group.rate.by_count,
    "value_rate": lambda group: group.rate.by_value,
    "amount": lambda group: group.rate.won_amount,
    "mean": lambda group: group.rate.mean_won,
}
COLUMNS = [
    ("name", gettext_lazy("Rep")),
    ("won", gettext_lazy("Won")),
    ("closed", gettext_lazy("Closed")),
    ("rate", gettext_lazy("Win rate")),
    ("value_rate", gettext_lazy("Win rate by value")),
    ("amount", gettext_lazy("Won value")),
    ("mean", gettext_lazy("Mean won value")),
]


@dataclass(frozen=True)
class Breakdown:
    """Rates by one thing: the picture, and the same rows for the table below it."""

    title: str
    chart: Chart
    groups: list
    nameless: str
    thirds: int  # of the page it takes
    hidden: int  # groups only the table holds


@dataclass(frozen=True)
class RateRow:
    """A group with its likely range and its rate leaning on the whole."""

    group: object
    low: float
    high: float
    leaning: float


def win_rate_page(found, chosen, address):
    """The context of the win-rate page."""
    currency, measure = currency_of(), chosen.measure_asked
    order = address.get("sort", "")
    return {
        "found": found,
        "filter": chosen,
        "currency": currency,
        "measure": measure,
        "rate": found.rate.of(measure),
        "interval": found.rate.interval(measure),
        "by_value": measure == VALUE,
        "funnel": pictures.funnel_chart(found) if found.funnel else None,
        "breakdowns": breakdowns(found, measure),
        "reps": [rate_row(group, found) for group in sort_groups(found.by_rep, order)],
        "columns": [column(address, order, key, name) for key, name in COLUMNS],
        "cycle": pictures.cycle_chart(found.cycle) if found.cycle.count else None,
        "reasons": pictures.reasons_chart(found, currency) if found.reasons else None,
        "periods": periods(chosen, address),
    }


def breakdowns(found, measure):
    parts = [
        ("reps", _("By rep"), found.by_rep, ""),
        ("sources", _("By source"), found.by_source, _("No source")),
        ("labels", _("By label"), found.by_label, _("No label")),
        *labels_then(found),
        ("products", _("By product"), found.by_product, _("No product")),
        *own_fields(found),
        (TIMES, _("By period"), found.by_time, ""),
    ]
    named = [part for part in parts if any(group.name for group in part[2])]
    return [breakdown(*part, rest_of_row(part, named), found, measure) for part in named]


def own_fields(found):
    return [
        (f"own-{place}", _("By %(field)s") % {"field": name}, groups, _("Not filled in"))
        for place, (name, groups) in enumerate(found.by_field.items())
    ]


def labels_then(found):
    """The labels as deals began and as they closed, where some deal carried another one on its way."""
    if rates_by_name(found.by_label_at_birth) == rates_by_name(found.by_label_at_close):
        return []
    return [
        ("labels-born", _("By label as they began"), found.by_label_at_birth, _("No label")),
        ("labels-closed", _("By label as they closed"), found.by_label_at_close, _("No label")),
    ]


def rates_by_name(groups):
    return {group.name: group.rate for group in groups}


def rest_of_row(part, named):
    """How many thirds of the page a part takes: the periods come last and fill their row."""
    return 3 - (len(named) - 1) % 3 if part[0] == TIMES else 1


def breakdown(name, title, groups, nameless, thirds, found, measure):
    shown = groups[-MOST_PERIODS:] if name == TIMES else groups[:MOST_GROUPS]
    chart = pictures.rates_chart(name, shown, found, measure, nameless, WIDTHS[thirds - 1])
    return Breakdown(title, chart, groups, nameless, thirds, len(groups) - len(shown))


def rate_row(group, found):
    return RateRow(group, *group.rate.interval("count"), group.rate.leaning(found.rate))


def sort_groups(groups, order):
    """By one of SORTS, a leading “-” from the high end; without one as they come."""
    key = SORTS.get(order.removeprefix("-"))
    return sorted(groups, key=key, reverse=order.startswith("-")) if key else groups


def column(address, order, key, name):
    """A head of the table by rep: a link that sorts by it, or turns the order round."""
    sort = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    falls = order == key if sort else key != "name"
    return {"name": name, "sort": sort, "query": with_value(address, sort=f"-{key}" if falls else key)}


def periods(chosen, address):
    """What the page can be read for: (name, query, is it shown now)."""
    first = quarter_chosen(chosen) or Quarter.of(today(workspace_zone()))
    offered = [(LAST_12, _("Last 12 months")), (ALL, _("All"))]
    offered += [(quarter.code, quarter_name(quarter)) for quarter in quarters_around(first)]
    return [(name, with_value(address, period=code), code == chosen.code_asked) for code, name in offered]


def quarter_chosen(chosen):
    return Quarter.read(chosen.code_asked)


def quarters_around(chosen):
    """The quarter asked for with those before it, and the two after while they have begun."""
    newest, this_quarter = chosen, Quarter.of(today(workspace_zone()))
    for _step in range(2):
        newest = newest.after if newest.after.first <= this_quarter.first else newest
    found = [newest]
    while len(found) < QUARTERS_OFFERED:
        found.append(found[-1].before)
    return found
