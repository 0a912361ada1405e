"""How an experiment is compared, and what that leaves out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("Before and after"),
        _(
            "Deals opened since the change against deals opened in as many days right before it. Each side is judged "
            "as it stood equally long after its last day, so that older deals have no head start: what was won or lost "
            "later counts as open there."
        ),
    ),
    (
        _("Win rate"),
        _(
            "Deals won ÷ deals won or lost, with Wilson’s 95% interval; the difference with Newcombe’s hybrid score "
            "interval (1998, method 10). Where it holds zero, chance alone may explain the difference."
        ),
    ),
    (
        _("Too early to tell"),
        _("Under 20 deals won or lost on either side nothing is said of a difference."),
    ),
    (
        _("Days until decided"),
        _(
            "The day by which half of the deals are won or lost, those still open counted as waiting (Kaplan and "
            "Meier), with the interval of Brookmeyer and Crowley. A dash means that too few are decided yet."
        ),
    ),
    (
        _("Cycle of won deals"),
        _(
            "The median of days from opened to won, between two of the deals in order. Slow deals are won later, so it "
            "grows while deals are open: on both sides alike."
        ),
    ),
    (
        _("Mean won value"),
        _(
            "With Student’s interval, the difference by Welch. A single large deal moves it much; under five won "
            "deals there is no interval."
        ),
    ),
    (
        _("From stage to stage"),
        _(
            "Of the deals that came to a stage and went on or were lost there, the share that went on. Those that "
            "still wait there are not in it. Among many stages one may differ by chance."
        ),
    ),
]
