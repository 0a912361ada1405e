"""What changed between two days: the differences of all open deals, by kinds that add up from total to total.

Two ends are compared, so what was done and taken back between them does not show. A deal that was opened and closed in
between counts once in and once out.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.zones import midnight_after, workspace_zone
from pipeline.models import Deal
from pipeline.queries.board import NOTHING
from pipeline.queries.past import filter_parameters, moment_parameters, state
from pipeline.queries.shape_then import shape_then
from pipeline.queries.then import run

OPEN, WON, LOST = (str(status) for status in (Deal.Status.OPEN, Deal.Status.WON, Deal.Status.LOST))
PARTS = ("stage_id", "place", "status", "passes", "title", "base", "odds", "owner_id", "expected_close", "parked_until")

TOTAL = "SELECT count(*) AS count, coalesce(sum(base), 0) AS total, coalesce(sum(base * odds / 100), 0) AS weighted"
BETWEEN = f"""
WITH {state("a_")}, {state("b_")},
a_total AS ({TOTAL} FROM a_state WHERE passes AND status = 'open'),
b_total AS ({TOTAL} FROM b_state WHERE passes AND status = 'open'),
difference AS (
    SELECT coalesce(a.id, b.id) AS id, {", ".join(f"a.{part} AS a_{part}, b.{part} AS b_{part}" for part in PARTS)}
    FROM a_state a FULL JOIN b_state b ON a.id = b.id
    WHERE (a.passes OR b.passes) AND (a.status = 'open' OR b.status = 'open' OR a.status IS DISTINCT FROM b.status)
      AND (a.stage_id, a.status, a.passes, a.base, a.odds, a.expected_close, a.parked_until)
          IS DISTINCT FROM (b.stage_id, b.status, b.passes, b.base, b.odds, b.expected_close, b.parked_until)
)
SELECT a_total.count AS a_count, a_total.total AS a_total, a_total.weighted AS a_weighted,
       b_total.count AS b_count, b_total.total AS b_total, b_total.weighted AS b_weighted, difference.*
FROM a_total CROSS JOIN b_total LEFT JOIN difference ON true
ORDER BY greatest(a_base, b_base) DESC, id
"""  # noqa: S608 - made of our own words alone


class Kind(TextChoices):
    """What can have happened to a deal, in the order in which it is told."""

    NEW = "new", _("New")
    REOPENED = "reopened", _("Opened again")
    CAME = "came", _("Came into this view")
    UP = "up", _("Value up")
    DOWN = "down", _("Value down")
    FORWARD = "forward", _("Moved forward")
    BACK = "back", _("Moved back")
    ODDS = "odds", _("Probability changed")
    PUSHED = "pushed", _("Close date put off")
    PULLED = "pulled", _("Close date pulled in")
    PARKED = "parked", _("Parked")
    UNPARKED = "unparked", _("No longer parked")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    GONE = "gone", _("Left this view")


@dataclass(frozen=True)
class Sums:
    """How many open deals, what they are worth, and weighted; of a day, or of what one kind of change did to it."""

    count: int = 0
    total: Decimal = NOTHING
    weighted: Decimal = NOTHING

    def __add__(self, other):
        return Sums(self.count + other.count, self.total + other.total, self.weighted + other.weighted)


@dataclass(frozen=True)
class Side:
    """A deal at one of the two moments."""

    stage_id: int
    place: int | None
    status: str
    passes: bool
    title: str
    base: Decimal
    odds: Decimal | None
    owner_id: int
    expected_close: object
    parked_until: object

    @property
    def counts(self):
        return self.passes and self.status == OPEN


@dataclass(frozen=True)
class Change:
    """One thing that differs for one deal between the moments, and what it does to the sums."""

    kind: Kind
    deal_id: int
    before: Side | None
    after: Side | None
    effect: Sums = Sums()

    @property
    def title(self):
        return (self.after or self.before).title

    @property
    def worth(self):
        return self.effect.total or (self.after or self.before).base


@dataclass
class Group:
    """All changes of one kind, and what they do together."""

    kind: Kind
    changes: list = field(default_factory=list)

    @cached_property
    def effect(self):
        effects = [change.effect for change in self.changes]
        return Sums(
            sum(effect.count for effect in effects),
            sum((effect.total for effect in effects), NOTHING),
            sum((effect.weighted for effect in effects), NOTHING),
        )


@dataclass(frozen=True)
class Difference:
    """The sums at both ends, and between them the groups that lead from one to the other."""

    before: Sums
    after: Sums
    groups: list
    stages: dict


def changes_between(pipeline, first, last, viewer, asked):
    """What changed from the end of the day `first` to the end of the day `last`, in what the viewer may see today."""
    zone = workspace_zone()
    ends = {"a_": first, "b_": last}
    shapes = {name: shape_then(pipeline, midnight_after(day, zone)) for name, day in ends.items()}
    given = filter_parameters(asked)
    for name, day in ends.items():
        given |= moment_parameters(name, midnight_after(day, zone), day, shapes[name])
    rows = run(BETWEEN, given, viewer)
    groups = defaultdict(list)
    for row in rows:
        for change in changes_of(row) if row.id else ():
            groups[change.kind].append(change)
    return Difference(
        before=Sums(rows[0].a_count, rows[0].a_total, rows[0].a_weighted),
        after=Sums(rows[0].b_count, rows[0].b_total, rows[0].b_weighted),
        groups=[Group(kind, groups[kind]) for kind in Kind if groups[kind]],
        stages={stage.pk: stage for name in ends for stage in shapes[name]},
    )


def changes_of(row):
    """The changes of one deal; their effects add up to the difference between its two sides."""
    before, after = side("a_", row), side("b_", row)
    was, is_ = bool(before and before.counts), bool(after and after.counts)
    if was and is_:
        yield from goings_on(row.id, before, after)
    elif was:
        yield from goings_out(row.id, before, after)
    else:
        yield from comings_in(row.id, before, after)


def side(name, row):
    if getattr(row, f"{name}stage_id") is None:
        return None
    return Side(*(getattr(row, name + part) for part in PARTS))


def goings_on(deal_id, before, after):
    """Open at both ends: worth, then odds, then dates."""
    if after.base != before.base:
        yield revalued(deal_id, before, after, after.odds)
    shift = Sums(weighted=before.base * (after.odds - before.odds) / 100)
    if after.stage_id != before.stage_id:
        yield Change(way(before, after), deal_id, before, after, shift)
    elif after.odds != before.odds:
        yield Change(Kind.ODDS, deal_id, before, after, shift)
    if after.expected_close != before.expected_close:
        yield Change(redating(before, after), deal_id, before, after)
    if bool(after.parked_until) != bool(before.parked_until):
        yield Change(Kind.PARKED if after.parked_until else Kind.UNPARKED, deal_id, before, after)


def revalued(deal_id, before, after, odds):
    by = after.base - before.base
    return Change(Kind.UP if by > 0 else Kind.DOWN, deal_id, before, after, Sums(0, by, by * odds / 100))


def way(before, after):
    return Kind.FORWARD if after.place > before.place else Kind.BACK


def redating(before, after):
    """A close date that is taken away is put off; one that is newly given is pulled in."""
    if after.expected_close is None:
        return Kind.PUSHED
    later = before.expected_close is not None and after.expected_close > before.expected_close
    return Kind.PUSHED if later else Kind.PULLED


def goings_out(deal_id, before, after):
    """Open before and not any more: closed at its worth of the second day, or no longer in view."""
    if not (after and after.passes):
        yield Change(Kind.GONE, deal_id, before, after, minus(before.base, before.odds))
        return
    if after.base != before.base:
        yield revalued(deal_id, before, after, before.odds)
    yield Change(closing(after), deal_id, before, after, minus(after.base, before.odds))


def comings_in(deal_id, before, after):
    """Not open before: open now, or come and closed in between."""
    if not after.passes:
        return
    kind = Kind.NEW if before is None else Kind.CAME if not before.passes else Kind.REOPENED
    if after.status == OPEN:
        yield Change(kind, deal_id, before, after, plus(after.base, after.odds))
    elif kind in (Kind.NEW, Kind.REOPENED):
        odds = after.odds or NOTHING
        yield Change(kind, deal_id, before, after, plus(after.base, odds))
        yield Change(closing(after), deal_id, before, after, minus(after.base, odds))


def closing(side):
    return Kind.WON if side.status == WON else Kind.LOST


def plus(base, odds):
    return Sums(1, base, base * odds / 100)


def minus(base, odds):
    return Sums(-1, -base, -base * odds / 100)
