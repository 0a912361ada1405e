"""What the terms of the sources mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Leads"),
        _(
            "Leads that came in the period and have not been merged into another one. All further columns follow "
            "these same leads up to today, so a young period has had less time to win."
        ),
    ),
    (
        _("First and last touch"),
        _(
            "Where a lead came from the first time it came by itself, or the last time. A lead that never came by "
            "itself counts with the source and campaign written on it."
        ),
    ),
    (_("Qualified"), _("Leads that are qualified now or have become a deal.")),
    (
        _("Deals"),
        _(
            "Deals made of these leads that you may see, in the pipeline chosen. Converted is the share of the leads "
            "that became a deal; lead to won is won deals ÷ leads."
        ),
    ),
    (
        _("Win rate"),
        _(
            "Of these deals, won ÷ won or lost; open ones are not in it. The interval is Wilson’s at 95%. Under 30 the "
            "dot is hollow: read it with care."
        ),
    ),
    (
        _("First response"),
        _(
            "The median hours from the moment a lead came until a person first turned to it, of those somebody turned "
            "to. Who still waits is not in it, but counted beside it, while open."
        ),
    ),
    (
        _("Labels"),
        _(
            "Deals closed in the period by the label they bore when they were created and when they were closed: a "
            "label given late to what was as good as won flatters itself in the second picture."
        ),
    ),
]
