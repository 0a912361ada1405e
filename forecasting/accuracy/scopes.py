"""Of whom stored forecasts may be read by whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.queries import teams_of
from accounts.visibility import visible_owner_ids
from forecasting.ledger.queries import people_of
from forecasting.models import ForecastSnapshot
from pipeline.models import Pipeline

Kind = ForecastSnapshot.Scope


@dataclass(frozen=True)
class Stored:
    """A scope forecasts are stored of, with its name; its code is “team-3”."""

    kind: str
    key: int
    name: str

    @property
    def code(self):
        return f"{self.kind}-{self.key}"


def scopes_of(user):
    """What this user may read, the widest first; whole pipelines only where everybody's deals are seen."""
    found = []
    if visible_owner_ids(user) is None:
        found.append(Stored(Kind.HOUSE, 0, _("Everybody")))
        found += [Stored(Kind.PIPELINE, one.pk, one.name) for one in Pipeline.objects.all()]
    found += [Stored(Kind.TEAM, one.pk, one.name) for one in teams_of(user)]
    return found + [Stored(Kind.REP, one.pk, one.name) for one in people_of(user)]
