"""Two people at one thing: what each changed is merged, and only what both changed is asked about."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kit import formats
from timeline.models import Event, subject_key


class EditedMeanwhile(Exception):
    """Somebody else changed the same facts: `conflicts` maps each name to (theirs, mine), `by` and `at` say who, when.

    `mine` are all the facts the writer really changed.
    """

    def __init__(self, deal, mine, conflicts, event):
        self.deal, self.mine, self.conflicts = deal, mine, conflicts
        self.by = event.actor if event else None
        self.at = event.happened_at if event else timezone.now()
        self.who = self.by.name if self.by else _("Somebody")
        super().__init__(_("%(who)s changed this deal while you were writing.") % {"who": self.who})

    def told(self, theirs, mine=""):
        """“Bob made this €50,000, today 14:05; you wrote €52,000. Save again to put yours in its place.”"""
        words = {"who": self.who, "theirs": theirs or _("none"), "mine": mine or _("none"), "when": self.when}
        return _(
            "%(who)s made this “%(theirs)s”, %(when)s; you wrote “%(mine)s”. Save again to put yours in its place."
        ) % words  # fmt: skip

    @property
    def when(self):
        return formats.moment_within(self.at)


def merge_seen(row, facts, seen, *, deal, events):
    """Those of the `facts` that differ from what the writer had `seen`; EditedMeanwhile where somebody else changed
    them too since then, told by the last of the `events` that did.

    Whoever brings no sight of a fact means to write it, whatever it is now.
    """
    mine = {name: value for name, value in facts.items() if name not in seen or not is_same(value, seen[name])}
    conflicts = {
        name: (getattr(row, name), value)
        for name, value in mine.items()
        if name in seen and not any(is_same(getattr(row, name), known) for known in (seen[name], value))
    }
    if conflicts:
        last = events.filter(changes__has_any_keys=[*conflicts]).select_related("actor").order_by("-id").first()
        raise EditedMeanwhile(deal, mine, conflicts, last)
    return mine


def is_same(one, other):
    """Whether two values say the same; browsers send the ends of lines in their own way."""
    return plain_lines(one) == plain_lines(other)


def plain_lines(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def events_of(deal, *verbs):
    """What the log has of these verbs about a deal."""
    return Event.objects.filter(subject=subject_key(deal), verb__in=verbs)
