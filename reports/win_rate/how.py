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
        _("Half of the stays that ended in the period were shorter, to the hour."),
    ),
    (
        _("Bottleneck"),
        _(
            "Of the stages with five such stays or more: the one deals wait longest in, first of those where they "
            "wait longer than in the period compared (by a day and a tenth at least) or from where fewer go on than "
            "from the other stages (by five in a hundred at least)."
        ),
    ),
    (
        _("Won within 90 days"),
        _(
            "Of the deals opened in the period and more than 90 days ago: those won within 90 days. Deals still open "
            "count as not won, so that slow ones are not left out."
        ),
    ),
    (
        _("Compared"),
        _("A quarter with as much of the one before as has passed of it; twelve months with the twelve before."),
    ),
    (
        _("Velocity"),
        _(
            "Qualified open deals (from the first stage on that asks for BANT) × mean won value × win rate ÷ "
            "median days from opened to won. The line tells it month by month, with the deals open as each ended."
        ),
    ),
    (
        _("Cycle length"),
        _("Days from the day a deal was opened to the day it was won, of deals won in the period."),
    ),
]
