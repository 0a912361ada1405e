"""What was forecast so many days before the end of each period, against what came."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Func, IntegerField, Value
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from forecasting.models import ForecastSnapshot

PERIODS_KEPT = 8
NEAR = 7  # days a night may lie beside the moment asked for
DAYS = {"30d": 30, "60d": 60, "90d": 90}
SHARES = {"0": 0, "25": 25, "50": 50, "75": 75}
MOMENTS = [
    ("0", _("As the period began")),
    ("25", _("A quarter of it gone")),
    ("50", _("Half of it gone")),
    ("75", _("Three quarters gone")),
    ("30d", _("30 days before its end")),
    ("60d", _("60 days before its end")),
    ("90d", _("90 days before its end")),
]
FORECASTERS = [
    ("model", _("By your history")),
    ("by_stage", _("By stage")),
    ("commit_case", _("Closed and commit")),
    ("submission", _("What reps submitted")),
    ("adjustment", _("What managers said")),
]


@dataclass(frozen=True)
class Miss:
    """One forecaster over the periods it spoke of: what it said and what came, as pairs."""

    name: str
    pairs: list

    @property
    def count(self):
        return len(self.pairs)

    @property
    def came(self):
        return sum((actual for _said, actual in self.pairs), Decimal(0))

    @property
    def wape(self):
        """All misses against all that came, None where nothing came."""
        missed = sum((abs(actual - said) for said, actual in self.pairs), Decimal(0))
        return float(missed / self.came) if self.came else None

    @property
    def bias(self):
        """How much more was said than came, all in all."""
        more = sum((said - actual for said, actual in self.pairs), Decimal(0))
        return float(more / self.came) if self.came else None


@dataclass(frozen=True)
class Accuracy:
    """Each period with the night that forecast it, oldest first, and how each forecaster did over them."""

    nights: list
    misses: list

    @property
    def inside(self):
        """How many periods ended inside of their range."""
        return sum(night.low <= night.actual <= night.high for night in self.nights)

    @property
    def coverage(self):
        return self.inside / len(self.nights) if self.nights else None


def accuracy_of(stored, kind, moment, currency):
    """The last periods of a kind that have ended, as they were forecast at a moment of MOMENTS."""
    rows = ForecastSnapshot.objects.filter(
        scope=stored.kind, scope_id=stored.key, period=kind, currency=currency, actual__isnull=False
    )
    asked = rows.annotate(off=Abs(F("horizon") - horizon_at(moment))).filter(off__lte=NEAR)
    nights = asked.order_by("-first", "off", "day").distinct("first")[:PERIODS_KEPT]
    nights = [with_sums(night) for night in reversed(nights)]
    return Accuracy(nights, [Miss(str(name), pairs(nights, key)) for key, name in FORECASTERS])


def horizon_at(moment):
    """How many days are left then, as an expression over the period's own length."""
    return Value(DAYS[moment]) if moment in DAYS else DaysLeft(F("last"), F("first"), gone=SHARES[moment])


class DaysLeft(Func):
    """Days of a period that are left when `gone` percent of it are over."""

    template = "((%(expressions)s + 1) * (100 - %(gone)s) / 100)"
    arg_joiner = " - "
    output_field = IntegerField()


def with_sums(night):
    night.by_stage = night.won + night.weighted
    night.commit_case = night.won + night.commit
    return night


def pairs(nights, key):
    return [(getattr(night, key), night.actual) for night in nights if getattr(night, key) is not None]
