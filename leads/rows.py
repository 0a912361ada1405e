"""The rows of the inbox: what makes the score, when somebody last turned to a lead, and whom it may be the same as."""

from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit import formats
from leads.duplicates.pairs import open_pairs
from leads.duplicates.shown import shown_pairs
from leads.models import Lead
from leads.queries import PLANNED
from leads.scoring.reasons import reasons_of
from timeline.models import Event, subject_key

REASONS_SHOWN = 3
SPOKEN = {
    "lead.call": ("phone", gettext_lazy("Call")),
    "lead.email": ("mail", gettext_lazy("Email")),
    "lead.meeting": ("meet", gettext_lazy("Meeting")),
    "lead.answered": ("mail", gettext_lazy("Their answer")),
}


@dataclass(frozen=True)
class Touch:
    """How a lead stands with us: `sign` is one of overdue, later, none; with an icon and words."""

    sign: str
    icon: str
    words: str


@dataclass
class Row:
    """One lead with what its row says beside it."""

    lead: Lead
    touch: Touch
    reasons: list = field(default_factory=list)
    pairs: list = field(default_factory=list)


def rows_of(ids, reader, *, without=("custom",)):
    """The rows of these leads in their order, as this reader sees them; so many questions whatever their number."""
    found = (
        Lead.objects.select_related("label", "owner", "qualification")
        .defer(*without)
        .annotate(
            next_due_at=Min("follow_ups__due_at", filter=PLANNED),
            next_kinds=ArrayAgg("follow_ups__kind__name", filter=PLANNED, order_by="follow_ups__due_at"),
        )
        .in_bulk(ids)
    )
    leads = [found[pk] for pk in ids if pk in found]
    reasons, touches, pairs = reasons_of(ids), touches_of(leads), pairs_of(leads, reader)
    return [
        Row(lead, touch_of(lead, touches), strongest(reasons.get(lead.pk, [])), pairs.get(lead.pk, []))
        for lead in leads
    ]


def strongest(reasons):
    return sorted(reasons, key=lambda reason: -abs(reason.points))[:REASONS_SHOWN]


# ── the last touch ──
def touches_of(leads):
    """{lead in the log: the verb of the last time somebody spoke with it}."""
    names = [subject_key(lead) for lead in leads if lead.last_touch_at]
    spoken = Event.objects.filter(subject__in=names, verb__in=SPOKEN, undone_by=None)
    return dict(spoken.order_by("subject", "-id").distinct("subject").values_list("subject", "verb"))


def touch_of(lead, touches):
    """What is late, else when somebody last spoke with the lead, else that nobody has yet."""
    if lead.next_due_at and lead.next_due_at < timezone.now():
        return Touch("overdue", "overdue", late_words(lead.next_kinds[0], lead.next_due_at))
    if not lead.last_touch_at:
        return Touch("none", "none", _("Not called yet"))
    icon, name = SPOKEN.get(touches.get(subject_key(lead)), ("later", ""))
    when = day_words(lead.last_touch_at)
    return Touch("later", icon, f"{name}, {when}" if name else when[:1].upper() + when[1:])


def late_words(kind, due_at):
    days = (timezone.localdate() - formats.local(due_at).date()).days
    if days <= 0:
        return _("%(kind)s due today") % {"kind": kind}
    words = ngettext("%(kind)s due %(days)s d ago", "%(kind)s due %(days)s d ago", days)
    return words % {"kind": kind, "days": formats.number(days)}


def day_words(moment):
    distance = (timezone.localdate() - formats.local(moment).date()).days
    return {0: _("today"), 1: _("yesterday")}.get(distance) or formats.day(moment)


# ── likely the same ──
def pairs_of(leads, reader):
    """{lead id: the open pairs it is one of}, the likeliest first; a pair of two on the page stands below the first."""
    names = [subject_key(lead) for lead in leads]
    found = {}
    for likely in shown_pairs(open_pairs(names), reader, names):
        found.setdefault(likely.one.pk, []).append(likely)
    return found
