"""The differences between two days as lines to read: what became of what, who did it, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.zones import midnight_after, workspace_zone
from kit import formats
from pipeline.models import Deal
from pipeline.queries.changes import Change, Group, Kind, Sums
from pipeline.rates import workspace_currency
from timeline.models import Event, subject_key

MOST_LINES, ALL_LINES = 12, 500
# Which entries of the log tell of which kind: those of a verb, or those that changed a fact.
TELLING = {
    Kind.NEW: ("deal.created",),
    Kind.UP: ("amount", "currency", "base_amount"),
    Kind.DOWN: ("amount", "currency", "base_amount"),
    Kind.FORWARD: ("stage",),
    Kind.BACK: ("stage",),
    Kind.ODDS: ("probability",),
    Kind.PUSHED: ("expected_close",),
    Kind.PULLED: ("expected_close",),
    Kind.PARKED: ("parked_until",),
    Kind.UNPARKED: ("parked_until",),
    Kind.WON: ("deal.won",),
    Kind.LOST: ("deal.lost",),
    Kind.REOPENED: ("status",),
    Kind.CAME: ("owner", "label", "pipeline", "amount", "expected_close"),
    Kind.GONE: ("owner", "label", "pipeline", "amount", "expected_close"),
}


@dataclass(frozen=True)
class Line:
    """One change of one deal: `words` say from what to what, `by` and `at` who did it and when, if the log knows."""

    change: Change
    words: str
    by: User | None
    at: datetime | None


@dataclass(frozen=True)
class Told:
    """A kind of change with its sums and the first of its lines."""

    kind: Kind
    effect: Sums
    count: int
    lines: list[Line]


def lines_of(difference, first, last, *, only=""):
    """Each group with its lines: a few of every kind, many of the kind `only`."""
    shown = [group for group in difference.groups if only in ("", group.kind)] or difference.groups
    most = ALL_LINES if len(shown) == 1 and only else MOST_LINES
    events = events_of(shown, most, first, last)
    return [told(group, most, events, difference.stages) for group in shown]


def events_of(groups, most, first, last):
    """What the log says happened to the deals to be shown between the two evenings, by deal, the last first."""
    zone, found = workspace_zone(), {}
    deals = {change.deal_id for group in groups for change in group.changes[:most]}
    subjects = [subject_key(Deal(pk=pk)) for pk in deals]
    between = (midnight_after(first, zone), midnight_after(last, zone))
    events = Event.objects.standing().filter(
        subject__in=subjects, happened_at__gte=between[0], happened_at__lt=between[1]
    )
    for event in events.select_related("actor").order_by("-id"):
        found.setdefault(event.subject, []).append(event)
    return found


def told(group: Group, most, events, stages):
    base = workspace_currency()
    lines = [line_of(change, events, stages, base) for change in group.changes[:most]]
    return Told(group.kind, group.effect, len(group.changes), lines)


def line_of(change, events, stages, base):
    telling = TELLING[change.kind]
    known = events.get(subject_key(Deal(pk=change.deal_id)), ())
    event = next((one for one in known if one.verb in telling or one.changes.keys() & set(telling)), None)
    return Line(change, words_of(change, stages, base), event and event.actor, event and event.happened_at)


def words_of(change, stages, base):
    """“Demo to Proposal”, “€1,000 to €2,000”, “Fri 27 Nov to Mon 7 Dec”, or the stage it happened in."""
    before, after = change.before, change.after
    match change.kind:
        case Kind.UP | Kind.DOWN:
            return pair(formats.money(before.base, base), formats.money(after.base, base))
        case Kind.FORWARD | Kind.BACK:
            return pair(name_of(before, stages), name_of(after, stages))
        case Kind.ODDS:
            return pair(formats.percent(before.odds / 100), formats.percent(after.odds / 100))
        case Kind.PUSHED | Kind.PULLED:
            return pair(formats.day(before.expected_close) or _("none"), formats.day(after.expected_close) or _("none"))
        case Kind.PARKED:
            return _("until %(day)s") % {"day": formats.day(after.parked_until)}
        case Kind.WON | Kind.LOST if before:
            return _("from %(stage)s") % {"stage": name_of(before, stages)}
        case _:
            return name_of(after or before, stages)


def pair(old, new):
    return _("%(old)s to %(new)s") % {"old": old, "new": new}


def name_of(side, stages):
    return stages[side.stage_id].name if side.stage_id in stages else ""
