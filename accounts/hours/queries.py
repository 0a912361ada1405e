"""When a person works: the week and the holidays of their team, their own quiet hours, and when they are away."""

import json
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from accounts.models import Holiday, TeamHours
from kit.prepared import ask

DAY_OFF, AWAY = "day off", "away"
MONDAY_TO_FRIDAY = frozenset(range(5))
FURTHEST = 800  # days ahead that are looked at for one on which somebody works


@dataclass(frozen=True)
class Hours:
    """The working time of one person; `quiet` is (from, until) or None, `absences` are first and last days."""

    working_days: frozenset = MONDAY_TO_FRIDAY
    holidays: dict = field(default_factory=dict)
    absences: tuple = ()
    quiet: tuple | None = None

    def why_off(self, day):
        """DAY_OFF, AWAY, or nothing when they work."""
        if any(first <= day <= last for first, last in self.absences):
            return AWAY
        return DAY_OFF if day.weekday() not in self.working_days or day in self.holidays else ""

    def work_on(self, day):
        return not self.why_off(day)

    def next_working_day(self, day):
        """This day or the first after it on which they work; the day itself where none is in sight."""
        ahead = (day + timedelta(days=count) for count in range(FURTHEST))
        return next(filter(self.work_on, ahead), day)


USUAL = Hours()

# The nearest week above a team, the holidays of all teams above it, and the absences: one question for all.
HOURS = """
SELECT (SELECT jsonb_build_array(working_days, quiet_from, quiet_until) FROM accounts_teamhours
        WHERE team_id = ANY(%(teams)s::bigint[]) OR team_id IS NULL
        ORDER BY array_position(%(teams)s::bigint[], team_id) DESC NULLS LAST LIMIT 1),
    (SELECT jsonb_object_agg(day, name) FROM accounts_holiday
     WHERE team_id = ANY(%(teams)s::bigint[]) OR team_id IS NULL),
    (SELECT jsonb_agg(jsonb_build_array(first_day, last_day)) FROM accounts_absence WHERE user_id = %(user)s::bigint)
"""


def hours_of(user):
    """The Hours of this person as they stand now; one query."""
    own_quiet = (user.quiet_from, user.quiet_until) if user.quiet_from is not None else None
    if user.pk is None:
        return Hours(quiet=own_quiet)
    found = ask(HOURS, {"teams": line_of(user.team_path), "user": user.pk})
    week, holidays, absences = (json.loads(answer or "null") for answer in found)  # Django reads jsonb as text
    days, *quiet = week or (MONDAY_TO_FRIDAY, None, None)
    return Hours(
        working_days=frozenset(days),
        holidays={date.fromisoformat(day): name for day, name in (holidays or {}).items()},
        absences=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in absences or ()),
        quiet=own_quiet or (tuple(map(time.fromisoformat, quiet)) if quiet[0] else None),
    )


def line_of(path):
    """The ids of a team and of those above it, the root first."""
    return [int(pk) for pk in path.split(".") if pk]


def weeks_known():
    """{team id, or None for everybody: its TeamHours} of those that somebody wrote down."""
    return {week.team_id: week for week in TeamHours.objects.all()}


def week_of(team, known):
    """(the TeamHours a team lives by, whether they are its own); unsaved usual ones where nobody wrote any."""
    for pk in [*reversed(line_of(team.path) if team else []), None]:
        if pk in known:
            return known[pk], pk == (team and team.pk)
    return TeamHours(), False


def holidays_of(team, since):
    """The holidays a team has from a day on, its own and those of the teams above it; each knows whose it is."""
    line = line_of(team.path) if team else []
    theirs = Holiday.objects.filter(team__in=line) | Holiday.objects.filter(team=None)
    return theirs.filter(day__gte=since).select_related("team")
