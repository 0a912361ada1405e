"""What the sample's manager looks at again and again: two reports for everybody, and a change to learn from."""

from datetime import timedelta

from django.utils.translation import gettext as _

from reports.models import Experiment, SavedReport

KEPT = [
    (_("Won value by month and rep"), "across=rep&by=month&period=last12&show=won_value"),
    (_("Where deals come from"), "by=source&period=last12&show=rate&show=won_value&show=cycle"),
]
BEGAN = timedelta(days=120)


def keep_reports(house, calendar):
    """Saved reports, and a new discovery script that began four months ago."""
    manager = house.people["samira"]
    for name, query in KEPT:
        SavedReport.objects.create(owner=manager, name=name, query=query, is_shared=True)
    Experiment.objects.create(
        name=_("New discovery script"),
        change=_("Ask for the budget and the day of decision in the first call."),
        began_on=calendar.today - BEGAN,
        by=manager,
    )
