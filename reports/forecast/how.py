"""What the terms of the forecast mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (_("Closed"), _("The value of all deals won in the period, at the rate of the day they were won.")),
    (
        _("Commit and best case"),
        _(
            "By the category of each open deal expected in the period: that of its stage, unless somebody chose "
            "another for the deal. Commit holds what is closed, best case holds commit."
        ),
    ),
    (
        _("Weighted by your history"),
        _(
            "Every open deal counts with its value times the chance to be won within the period, learned from what "
            "became of your earlier deals at the same stage and age, whatever close date it was given."
        ),
    ),
    (
        _("Weighted by stage"),
        _("The open deals expected in the period, each with the probability of its stage, or its own."),
    ),
    (
        _("Quota"),
        _(
            "The one set for the period; where none is, what its quarters ask for, and for a quarter without one what "
            "its months do. A team’s quota holds those of its people."
        ),
    ),
    (
        _("New business"),
        _("Deals that do not exist yet: value opened a day over the last 56 days, times the chance of a fresh deal."),
    ),
    (
        _("Expected, P10 and P90"),
        _(
            "Closed, weighted and new business together. In 8 of 10 drawn periods the sum lies between P10 and P90; "
            "good and bad periods move all deals together."
        ),
    ),
]
