"""What the sources may be narrowed to, and which touch of a lead counts."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from reports.filters import ReportFilter

TOUCHES = [("first", _("By first touch")), ("last", _("By last touch"))]


class SourcesFilter(ReportFilter):
    """As every report, with the touch that is credited."""

    touch = filters.ChoiceFilter(label=_("Touch"), choices=TOUCHES, empty_label=None, method="unnarrowed")
    measure = None

    @property
    def touch_asked(self):
        return self.asked("touch") or "first"
