"""By what a report may be grouped: what the database tells apart, the names, and the filters that open each group."""

from dataclasses import dataclass

from django.db.models import F, Min, Value
from django.db.models.functions import Coalesce, Lower, TruncMonth, TruncQuarter
from django.utils.translation import gettext, gettext_lazy

from accounts.fields.filters import EMPTY
from accounts.fields.kinds import say
from accounts.fields.known import Kind, fields_of
from accounts.models import Team, User
from forecasting.calendar import Period, Quarter, last_of, shift
from forecasting.periods import fiscal_start
from kit import formats
from leads.models import Company, Label
from pipeline.filters import owners
from pipeline.models import LostReason, Pipeline, Stage
from reports.periods import quarter_name

MOST_MONTHS = 120
OF_FEW_VALUES = (Kind.CHOICE, Kind.YES_NO, Kind.PERSON)


@dataclass(frozen=True)
class Member:
    """One group: its name, its place among the others, and the filters of the list of deals that find its deals."""

    key: object
    name: str
    place: tuple = ()
    asks: tuple = ()  # (name, value) pairs; for a span of days it is the Period
    person: object = None
    days: Period | None = None

    def asking(self, clock):
        return dict(self.asks) | (clock.asking(self.days) if self.days else {})


@dataclass(frozen=True)
class Grouping:
    """Deals by a column of theirs: as they are now."""

    key: str
    name: str
    path: str
    nameless: str = ""
    lacking: str = ""  # how the list of deals asks for those without
    is_ordered: bool = False
    is_as_now = True  # whether a deal may have been in another group before

    def told_by(self, _clock):
        """What the database groups by."""
        return F(self.path)

    def read(self, key):
        """A key as all measures have it, whatever day they count by."""
        return key

    def names(self):
        """What else the database tells of each group, by name."""
        return {}

    def members(self, told, request):
        """{key: Member} of these groups; `told` maps each key to what `names` found."""
        return {key: self.member(key, found) for key, found in told.items()}

    def without(self, key=None):
        return Member(key, str(self.nameless), (1,), (("lacking", [self.lacking]),))


@dataclass(frozen=True)
class Related(Grouping):
    """By another record, such as the rep or the stage."""

    model: type = None
    filter: str = ""

    def members(self, told, request):
        found = self.model.objects.in_bulk([key for key in told if key is not None])
        return {key: self.of(key, found[key]) if key is not None else self.without() for key in told}

    def of(self, key, one):
        person = one if self.model is User else None
        return Member(key, name_of(one), (0, *place_of(one)), ((self.filter, [key]),), person)


def name_of(one):
    is_gone = isinstance(one, Stage) and one.retired_at
    return gettext("%(stage)s (removed)") % {"stage": one.name} if is_gone else one.name


def place_of(one):
    match one:
        case Stage():
            return one.pipeline_id, one.position, one.pk
        case Pipeline() | Label():
            return one.position, one.pk
    return one.name.casefold(), one.pk


@dataclass(frozen=True)
class OfTeam(Grouping):
    """By the team a rep belongs to, without its branches."""

    def members(self, told, request):
        teams = Team.objects.in_bulk([key for key in told if key is not None])
        people = owners(request).filter(team__in=teams).values_list("team_id", "pk")
        alone = owners(request).filter(team=None).values_list("team_id", "pk") if None in told else []
        reps = {}
        for team, person in [*people, *alone]:
            reps.setdefault(team, []).append(person)
        return {key: self.of(key, teams.get(key), reps.get(key, [])) for key in told}

    def of(self, key, team, reps):
        name = team.name if team else str(self.nameless)
        return Member(key, name, (team is None, name.casefold()), (("owner", sorted(reps)),))


@dataclass(frozen=True)
class Word(Grouping):
    """By a word people typed; the same word in other letters is the same."""

    filter: str = ""

    def told_by(self, _clock):
        return Coalesce(Lower(self.path), Value(""))

    def names(self):
        return {"name": Min(self.path)}

    def member(self, key, found):
        return Member(key, found["name"], (0, key), ((self.filter, found["name"]),)) if key else self.without(key)


@dataclass(frozen=True)
class Size(Grouping):
    """By how many people the company employs."""

    def told_by(self, _clock):
        return Coalesce(self.path, Value(""))

    def member(self, key, _found):
        if not key:
            return self.without(key)
        return Member(key, str(Company.Size(key).label), (0, Company.Size.values.index(key)), (("size", [key]),))


@dataclass(frozen=True)
class Time(Grouping):
    """By the month or quarter in which deals count, each measure by its own day."""

    trunc: type = None
    is_as_now = False

    def members(self, told, request):
        """The months that have deals, with those between them."""
        first = min((key for key in told if key), default=None)
        last = max((key for key in told if key), default=None)
        step = 3 if self.trunc is TruncQuarter else 1
        while first and first < last and len(told) < MOST_MONTHS:
            first = shift(first, step)
            told.setdefault(first, {})
        start = fiscal_start()
        return {key: self.member(key, start) for key in told}

    def told_by(self, clock):
        return clock.begun(self.trunc)

    def read(self, key):
        return key.date() if hasattr(key, "date") else key

    def member(self, first, start):
        if first is None:
            return self.without()
        days = Quarter.of(first) if self.trunc is TruncQuarter else Period(first, last_of(first))
        name = quarter_name(days, start) if self.trunc is TruncQuarter else formats.month(first)
        return Member(first, name, (0, first), days=days)


@dataclass(frozen=True)
class Own(Grouping):
    """By a field the team added to its deals."""

    field: object = None

    def member(self, key, _found):
        if key is None:
            return Member(None, str(self.nameless), (1,), ((EMPTY, [self.field.key]),))
        order = {pk: place for place, (pk, _name, _is_retired) in enumerate(self.field.options)}
        name = say(self.field, key)
        return Member(key, name, (0, order.get(key, 0), name.casefold()), ((self.field.fact, [key]),))


_ = gettext_lazy
GROUPINGS = [
    Related("rep", _("Rep"), "owner_id", model=User, filter="owner"),
    OfTeam("team", _("Team"), "owner__team_id", _("No team")),
    Related("pipeline", _("Pipeline"), "pipeline_id", is_ordered=True, model=Pipeline, filter="pipeline"),
    Related("stage", _("Stage"), "stage_id", is_ordered=True, model=Stage, filter="stage"),
    Word("source", _("Source"), "source", _("No source"), "source", filter="source"),
    Related("label", _("Label"), "label_id", _("No label"), "label", True, model=Label, filter="label"),
    Word("product", _("Product"), "product", _("No product"), "product", filter="product"),
    Related("reason", _("Lost reason"), "lost_reason_id", _("No reason given"), "reason",
            model=LostReason, filter="lost_reason"),
    Word("industry", _("Industry"), "company__industry", _("No industry"), "industry", filter="industry"),
    Size("size", _("Employees"), "company__size", _("Size unknown"), "size", True),
    Time("month", _("Month"), "", _("No close date"), "close", True, trunc=TruncMonth),
    Time("quarter", _("Quarter"), "", _("No close date"), "close", True, trunc=TruncQuarter),
]  # fmt: skip


def groupings():
    """{key: Grouping} of all there are, custom fields of few values too."""
    own = [
        Own(field.fact, field.name, f"custom__{field.key}", _("Not filled in"), is_ordered=bool(field.options),
            field=field)
        for field in fields_of("deal") if field.kind in OF_FEW_VALUES
    ]  # fmt: skip
    return {grouping.key: grouping for grouping in [*GROUPINGS, *own]}


def together(*asked):
    """Filters of the list of deals that hold all at once."""
    found = {}
    for name, value in [pair for filters in asked for pair in filters.items() if pair[1] not in (None, "", [])]:
        found[name] = both(name, found[name], value) if name in found else value
    return found


def both(name, one, other):
    """One filter that asks for what two of its values ask."""
    if name.endswith("_after"):
        return max(one, other)
    if name.endswith("_before"):
        return min(one, other)
    if isinstance(other, str):
        return other  # the same word, perhaps in other letters
    one, other = as_list(one), as_list(other)
    if name in ("lacking", EMPTY):
        return [*one, *(value for value in other if value not in one)]
    return [value for value in one if value in other]


def as_list(value):
    return list(value) if isinstance(value, list | tuple) else [value]
