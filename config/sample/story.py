"""The life of one sample deal, told in days before now; nothing here touches the database."""

from dataclasses import dataclass, field, replace
from random import Random

from config.sample.companies import Customer
from config.sample.people import Person

DEMO, CLOSE, RETENTION = 3, 6, 7  # places of stages: the six open ones come first
DWELL = (6, 9, 14, 11, 21, 9)  # median days in each open stage for deals that go on
SKIP, BACK = 0.07, 0.05


@dataclass
class Stay:
    """One stay in a stage; both ends in days before now, `until` None while it lasts."""

    stage: int
    since: float
    until: float | None = None


@dataclass
class Story:
    """One deal from its first stay to its last; `outcome` is open, won or lost, `ended` in days before now."""

    title: str
    customer: Customer
    owner: Person
    amount: int
    label: str
    source: str
    product: str
    bant: str
    stays: list[Stay] = field(default_factory=list)
    outcome: str = "open"
    ended: float | None = None
    reason: int = 0
    due: str = ""
    step: tuple[str, str] | None = None

    @property
    def opened(self):
        return self.stays[0].since

    @property
    def stage(self):
        return self.stays[-1].stage


def stays_until(path, end, rng, pace=1.0):
    """Stays along a path of stages, the last of which ends (or began) `end` days before now."""
    stays, until = [], end
    for stage in reversed(path):
        since = until + DWELL[stage] * pace * rng.lognormvariate(0, 0.5) + 0.3
        stays.insert(0, Stay(stage, since, until))
        until = since
    return stays


def walk(last, rng: Random):
    """The stages a deal passed on its way to `last`: mostly one by one, now and then skipping or falling back."""
    path = [stage for stage in range(last) if not (stage > 0 and rng.random() < SKIP)] + [last]
    if last > 1 and rng.random() < BACK:
        path[-1:] = [last, last - 1, last]
    return path


def carried_on(stays, stage, since):
    """The same stays with one more, still open, in `stage` since so many days before now."""
    return [*stays[:-1], replace(stays[-1], until=since), Stay(stage, since)]
