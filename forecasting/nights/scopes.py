"""Of whom and for when a forecast is stored each night."""

from dataclasses import dataclass

from accounts.models import Team, User
from forecasting.models import ForecastSnapshot
from forecasting.periods import FiscalPeriod, fiscal_start
from pipeline.models import Pipeline

Kind = ForecastSnapshot.Scope
MONTHS_AHEAD, QUARTERS_AHEAD, YEARS_AHEAD = 3, 1, 0


@dataclass(frozen=True)
class NightScope:
    """The house, a team with its branches (`path`), a person, or a pipeline."""

    kind: str
    key: int = 0
    path: str = ""

    @property
    def whose(self):
        """As whom the ledger knows it: (pipeline, person, team)."""
        return tuple(self.key if self.kind == kind else None for kind in (Kind.PIPELINE, Kind.REP, Kind.TEAM))


def scopes():
    """Everything a forecast is stored of."""
    people = User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    return [
        NightScope(Kind.HOUSE),
        *(NightScope(Kind.TEAM, pk, path) for pk, path in Team.objects.values_list("pk", "path")),
        *(NightScope(Kind.REP, pk) for pk in people),
        *(NightScope(Kind.PIPELINE, pk) for pk in Pipeline.objects.values_list("pk", flat=True)),
    ]


def periods_of(day):
    """The month, quarter and year a day lies in, and those after it that are forecast already."""
    start, found = fiscal_start(), []
    for kind, ahead in (("month", MONTHS_AHEAD), ("quarter", QUARTERS_AHEAD), ("year", YEARS_AHEAD)):
        period = FiscalPeriod.of(kind, day, start)
        for _number in range(ahead + 1):
            found.append(period)
            period = period.after
    return found
