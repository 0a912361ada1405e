"""A report with all its file says around it: what was asked, over which days, by whom, in which money."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Workspace
from forecasting.common import currency_of
from kit import formats
from pipeline.models import Deal
from reports.filters import ReportFilter
from reports.keeping import report_of
from reports.panels import Report


@dataclass(frozen=True)
class Reader:
    """Whoever a report is made for where nobody opens a page: all that filters ask of a request."""

    user: object


@dataclass(frozen=True)
class Told:
    """A report as built for a reader, and what it was asked for."""

    name: str
    title: str
    chosen: ReportFilter
    report: Report
    currency: str
    made_at: datetime

    @cached_property
    def period(self):
        return self.chosen.period_asked

    @property
    def period_name(self):
        """“Last 12 months, 1 Dec 2025 – 22 Nov 2026”"""
        days = [formats.day(day) for day in (self.period.first, self.period.last) if day]
        return ", ".join([self.chosen.period_name, *([" – ".join(days)] if days else [])])

    @property
    def asked(self):
        """What the report was narrowed to: [(name, words)]."""
        self.chosen.form.is_valid()
        return [
            (str(bound.label), words_of(bound.field, self.chosen.form.cleaned_data[bound.name]))
            for bound in self.chosen.form
            if bound.name != "period" and self.chosen.form.cleaned_data.get(bound.name)
        ]

    @property
    def narrowed(self):
        """What the report was narrowed to in one line; nothing where it tells of all."""
        return " · ".join(f"{name}: {words}" for name, words in self.asked)

    @property
    def around(self):
        """The lines under the title of a file."""
        made = _("Made %(moment)s for %(name)s; amounts in %(currency)s") % {
            "moment": f"{formats.day(timezone.localtime(self.made_at))} {formats.clock(self.made_at)}",
            "name": self.chosen.request.user.name,
            "currency": self.currency,
        }
        return [line for line in (self.period_name, self.narrowed, made) if line]

    @property
    def house(self):
        return Workspace.objects.values_list("name", flat=True).first() or ""

    @property
    def file_name(self):
        return f"{self.name}-{timezone.localdate():%Y-%m-%d}"


def words_of(field, value):
    if isinstance(value, list | tuple):
        return ", ".join(words_of(field, one) for one in value)
    return str(dict(field.choices).get(value, value) if isinstance(value, str) and hasattr(field, "choices") else value)


def tell(dashboard, user, asked):
    """Build a report for a reader, with their rights, from the QueryDict of its address."""
    chosen = dashboard.filter(asked, queryset=Deal.objects.none(), request=Reader(user))
    report = report_of(dashboard, chosen)
    return Told(dashboard.name, title_of(dashboard, chosen, report), chosen, report, currency_of(), timezone.now())


def narrowed_of(dashboard, user, asked):
    """What a report is narrowed to, in a line of words; the report itself is not built."""
    chosen = dashboard.filter(asked, queryset=Deal.objects.none(), request=Reader(user))
    return Told(dashboard.name, str(dashboard.title), chosen, Report(), currency_of(), timezone.now()).narrowed


def title_of(dashboard, chosen, report):
    """A saved report goes by the name it was given, one just built by what it shows."""
    if not hasattr(chosen, "saved"):
        return str(dashboard.title)
    return chosen.saved.name if chosen.saved else str(report.panels[0].title if report.panels else dashboard.title)
