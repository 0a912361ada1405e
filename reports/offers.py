"""What the palette offers of reports."""

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.rights import may
from accounts.search.offers import Command, offer, page, those_who_may
from reports.dashboards import DASHBOARDS


@offer
def pages(user, here):
    """Each report, the weekly review, and what one has built."""
    yield from those_who_may(
        user,
        ("review.hold", page(_("Weekly review"), "repeat", "reports:reviews", words=_("pipeline hygiene"))),
        ("forecast.see", page(_("Saved reports"), "trophy", "reports:saved", words=_("built your own"))),
        ("forecast.see", page(_("Experiments"), "trophy", "reports:experiments", words=_("changes you try"))),
        ("reports.send", page(_("Reports by e-mail"), "mail", "reports:mailing", words=_("scheduled sent mailing"))),
    )
    if may(user, "forecast.see"):
        yield from map(report, DASHBOARDS)


def report(dashboard):
    there = page(say("Report: %(name)s") % {"name": dashboard.title}, "trophy", "reports:report", dashboard.name)
    keys = "G R" if dashboard.name == "win-rate" else ""
    return Command(there.name, there.icon, there.address, keys)
