"""What the terms of the win rate mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Win rate"),
        _(
            "Deals won ÷ deals won or lost, by the day they were closed. Open deals are not in it. By value: "
            "the same with the deals’ values in the workspace’s currency at the rate of the day."
        ),
    ),
    (
        _("95% interval"),
        _(
            "Wilson’s interval: where the rate lies if these deals were a sample of all you might have had. "
            "By value it rests on as many deals of equal size as would tell as much. Under 30 closed deals "
            "the dot is hollow: read it with care."
        ),
    ),
    (
        _("From first contact to won"),
        _(
            "For each stage: deals that entered it in the period. A deal went on if it was won or later "
            "entered a stage further down. Deals still open that have waited less than nine in ten do there "
            "are not judged yet. Moves that were undone do not count."
        ),
    ),
    (
        _("Median days"),
        _(
            "Half of the stays that ended in the period were shorter. The stage where deals wait longest is "
            "named from five such stays on."
        ),
    ),
    (
        _("Velocity"),
        _(
            "Qualified open deals (from the first stage on that asks for BANT) × mean won value × win rate ÷ "
            "median days from opened to won."
        ),
    ),
    (
        _("Cycle length"),
        _("Days from the day a deal was opened to the day it was won, of deals won in the period."),
    ),
]
