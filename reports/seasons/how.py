"""What the terms of the seasons mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Won by month"),
        _(
            "Deals won, by the day they were closed in the time of the workspace; by value, in its currency at the "
            "rate of the day. All years count, whatever period is chosen. This month is not over yet."
        ),
    ),
    (
        _("Share of a year"),
        _(
            "What a month won ÷ what its year won, on average over the years that are over and known from January "
            "on. Without seasons each month would make 8.3%. Under three years a single large deal makes a season: "
            "read it with care."
        ),
    ),
    (_("Change"), _("What a month won beside the same month of the year before, as a share of that one.")),
]
