"""What the terms of the activity mean and leave out."""

from django.utils.translation import gettext_lazy as _

HOW = [
    (
        _("What people did"),
        _(
            "Calls and meetings written down, notes, letters sent, follow-ups done, and deals moved, won or "
            "lost. What was undone does not count, nor what a rule did, nor one act over many deals at once. Much "
            "done is not much sold: compare it with what came of it. A pipeline, a source or a label narrows the deals "
            "beside it, not what was done."
        ),
    ),
    (_("Weekday and hour"), _("Counted in the time of the workspace, over all people shown.")),
    (
        _("Calls and meetings in all"),
        _("Those written down and the follow-ups done whose kind bears the sign of a telephone or of a meeting."),
    ),
    (
        _("Overdue, no next step, stale"),
        _(
            "How things stand now, whatever the period. No next step: open deals nobody has promised anything for, "
            "without the parked ones. Stale: nothing was done for longer than the stage allows. Overdue follow-ups "
            "leave out those about lost and parked deals."
        ),
    ),
    (
        _("Win rate, leaning"),
        _(
            "Won ÷ won or lost, of deals closed in the period. Leaning: pulled towards everybody’s rate by ten deals, "
            "so that few deals neither shine nor shame."
        ),
    ),
    (
        _("Who could use a hand"),
        _(
            "Three plain rules: from ten closed deals on, the whole 95% interval of the win rate lies below what "
            "everybody wins; from six open deals on, more than a third have no next step; from three overdue "
            "follow-ups on, they are more than twice the median of all. They say where to look, not why: holidays, "
            "hard markets and handed-over deals look the same from here."
        ),
    ),
]
