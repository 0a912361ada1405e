"""What the terms of the time in stage mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Stays that ended"),
        _(
            "Every stay in a stage that ended in the period, by moving on, back, winning or losing. Moves that were "
            "undone do not count, nor do stays that ended because the pipeline itself was reshaped. A deal that came "
            "back has more than one stay."
        ),
    ),
    (
        _("Median, nine in ten"),
        _(
            "Half of those stays were shorter than the median; nine in ten were shorter than the other figure. With "
            "fewer than five stays the figures stand, but no deal is called late by them."
        ),
    ),
    (
        _("Likely, with open deals"),
        _(
            "The day by which half of all deals leave, counting those still waiting up to today (Kaplan and Meier). "
            "It is longer than the median where many wait: those that left quickly are not all there is. Nothing "
            "stands here while fewer than half have left."
        ),
    ),
    (
        _("Open now"),
        _(
            "Open deals standing in the stage today, parked ones too, whatever the period: within the usual days, "
            "longer than the median, and longer than nine in ten of the stays that ended."
        ),
    ),
    (
        _("Leak"),
        _(
            "Deals lost from the stage in the period ÷ those together with the stays that ended by moving or winning. "
            "A stage is named from five lost deals on. Under 30 that left, read it with care."
        ),
    ),
    (
        _("Stale"),
        _(
            "Open deals nobody did anything for in longer than their stage allows, nothing planned, not parked. "
            "The number of days is set with each stage."
        ),
    ),
]
