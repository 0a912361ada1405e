"""What the terms of the lost deals mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Lost deals"),
        _(
            "Deals closed as lost in the period, by the day they were closed. A deal that was lost and opened again "
            "is not among them. Values are in the workspace’s currency, at the rate of the day."
        ),
    ),
    (
        _("Period before"),
        _("The same days a year earlier; of a quarter, as much of the quarter before as has passed of this one."),
    ),
    (_("Stage"), _("Where the deal stood when it was lost. Lost deals stay in their stage.")),
    (_("How old"), _("Whole days from the day a deal was opened to the day it was lost.")),
    (
        _("Few deals"),
        _("Under 30 lost deals a share moves by more than three points with each deal: read it with care."),
    ),
    (
        _("Worth another call"),
        _(
            "The largest deals lost three months to a year ago: long enough for things to have changed, short enough "
            "to be remembered. Nothing else is weighed; whoever knows them decides."
        ),
    ),
]
