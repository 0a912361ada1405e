"""Which period the letters of a report are about: one that moves on with the time, or one that stays."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from forecasting.common import with_value
from pipeline.models import Deal
from reports.files.told import Reader
from reports.periods import LAST_12

CURRENT = "now"  # no period by its name: the forecast is of the quarter one is in


def periods_of(dashboard, reader, asked):
    """What the letters can be about: [(code, name)], what moves on first."""
    chosen = dashboard.filter(asked, queryset=Deal.objects.none(), request=Reader(reader))
    found = [(QueryDict(query)["period"], name) for name, query, _is_shown in chosen.periods(asked)]
    return found if LAST_12 in dict(found) else [(CURRENT, _("The current quarter")), *found]


def period_in(asked, periods):
    """The code of a query among those offered; what moves on where it names none."""
    code = asked.get("period") or asked.get("quarter", "")
    return code if code in dict(periods) else periods[0][0]


def with_period(asked, code):
    """The query of the same report about another period."""
    named = asked.copy()
    named.pop("quarter", None)
    return with_value(named, period=code)
