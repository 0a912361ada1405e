"""What somebody asks of the builder, all of it in the address."""

from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.zones import today
from forecasting.calendar import Quarter
from forecasting.periods import fiscal_start
from reports.builder.groups import groupings
from reports.builder.measures import MEASURES, MOST_MEASURES
from reports.filters import ReportFilter
from reports.models import SavedReport
from reports.periods import ALL, LAST_12, quarter_name, quarters_around

FIRST_SHOWN, FIRST_GROUP = "won_value", "rep"
PLACES = ("show", "show2", "show3")[:MOST_MEASURES]
LONGEST_KEY = 19


class BuilderFilter(ReportFilter):
    """Up to three measures (`show`, `show2`, `show3`) by one group (`by`) and perhaps a second (`across`)."""

    measure = None  # which measure it is, `show` says

    @cached_property
    def groupings(self):
        return groupings()

    @cached_property
    def measures_asked(self):
        """The measures to show; nonsense and what was asked twice is left out."""
        asked = [key for place in PLACES for key in self.data.getlist(place)]
        known = [key for key in dict.fromkeys(asked) if key in MEASURES]
        return [MEASURES[key] for key in known[:MOST_MEASURES] or [FIRST_SHOWN]]

    @property
    def by_asked(self):
        return self.groupings.get(self.data.get("by")) or self.groupings[FIRST_GROUP]

    @property
    def across_asked(self):
        """The second group, None without one."""
        found = self.groupings.get(self.data.get("across"))
        return None if found == self.by_asked else found

    @property
    def places(self):
        """The choices for measures: (name, the one chosen), "" for nothing."""
        chosen = [measure.key for measure in self.measures_asked]
        return list(zip(PLACES, [*chosen, "", ""], strict=False))

    @property
    def measures(self):
        return MEASURES.values()

    @property
    def codes(self):
        """(code, name) of the periods offered."""
        around = Quarter.read(self.code_asked) or Quarter.of(today())
        start = fiscal_start()
        quarters = [(quarter.code, quarter_name(quarter, start)) for quarter in quarters_around(around)]
        return [(LAST_12, _("Last 12 months")), (ALL, _("All")), *quarters]

    @property
    def narrowing(self):
        """The other choices there are, as fields of a form."""
        return [field for field in self.form if field.name != "period"]

    @cached_property
    def saved(self):
        """The saved report this one was opened from, None without one or where the reader finds none."""
        asked = self.data.get("saved", "")
        seen = SavedReport.objects.visible_to(self.request.user).select_related("owner")
        return seen.filter(pk=asked).first() if asked.isdecimal() and len(asked) < LONGEST_KEY else None

    @property
    def may_change(self):
        return self.saved.may_be_changed_by(self.request.user)

    @property
    def is_changed(self):
        """Whether something else is asked than what is saved."""
        return tidy(self.data.urlencode()) != self.saved.query

    @property
    def is_narrowed(self):
        return any(self.asked(field.name) for field in self.narrowing)

    @property
    def groups_asked(self):
        return [group for group in (self.by_asked, self.across_asked) if group]


ASKED = {*PLACES, "by", "across", "sort", *BuilderFilter.base_filters}


def tidy(query):
    """What a report asks, as it is kept: only what the builder knows and somebody chose, each in the order chosen."""
    asked = QueryDict(query)
    kept = [(name, value) for name, values in asked.lists() if name in ASKED for value in values if value]
    return urlencode(sorted(kept, key=lambda pair: pair[0]))
