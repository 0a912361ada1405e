"""What the forecast as a report may be narrowed to: as its page."""

from forecasting.common import with_value
from forecasting.filters import ForecastFilter


class ForecastReportFilter(ForecastFilter):
    """The filter of the forecast, with what is asked of the filter of every report."""

    @property
    def code_asked(self):
        return self.period_asked.code

    @property
    def period_name(self):
        return self.period_asked.name

    def periods(self, address):
        """What it can be read for: (name, query, is it shown now)."""
        asked = self.period_asked
        around = (asked.before.before, asked.before, asked, asked.after, asked.after.after)
        return [(period.name, with_value(address, period=period.code), period == asked) for period in around]
