"""From what was found to what a page shows."""

from forecasting.pages.forecast import forecast_page
from forecasting.pages.win_rate import win_rate_page

__all__ = ["forecast_page", "win_rate_page"]
