"""What the palette offers of forecasts."""

from django.utils.translation import gettext_lazy as _

from accounts.search.offers import offer, page, those_who_may


@offer
def pages(user, here):
    """The forecast and what it is held against."""
    return those_who_may(
        user,
        ("forecast.see", page(_("Go to the forecast"), "pie", "forecasting:forecast", keys="G F", words=_("commit"))),
        ("forecast.see", page(_("What changed in the forecast"), "pie", "forecasting:changes", words=_("waterfall"))),
        ("forecast.see", page(_("How right the forecast was"), "pie", "forecasting:accuracy", words=_("accuracy"))),
        ("stages.edit", page(_("Fiscal year"), "pie", "forecasting:year", words=_("quarters"))),
    )
