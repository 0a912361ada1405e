"""How well and how fast the forecast learns on real history: the BPI Challenge 2012, a bank's 13,087 applications.

    ./.venv/bin/python -m benchmarks.forecast

reads ../shared/data/bpi2012/stage_spells.csv.gz, loads it into a private PostgreSQL, learns as of day 100 and says what
the next 30 days would bring, beside the golden number of the method (4,542,780) and what then came (4,410,402).
"""

import csv
import gzip
import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

SPELLS = Path(__file__).resolve().parents[2] / "shared/data/bpi2012/stage_spells.csv.gz"
STAGES = (("submitted", 10), ("pre-accepted", 25), ("offer-sent", 50), ("offer-returned", 70))
DAY_ZERO, HORIZON = datetime(2011, 10, 1, tzinfo=UTC), 30
AS_OF = DAY_ZERO + timedelta(days=100)
GOLDEN, CAME = 4_542_780, 4_410_402


def main():
    if not SPELLS.exists():
        raise SystemExit(f"{SPELLS} is not here: nothing to measure.")
    with database():
        report(load(read()))


@contextmanager
def database():
    """A private PostgreSQL with all tables, gone at the end."""
    import django
    from django.core.management import call_command

    from tests import servers  # starts it

    django.setup()
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        servers.stop()


def read():
    with gzip.open(SPELLS, "rt") as lines:
        return [
            (row["id"], row["amount"], row["stage"], moment(row["entered_at"]), moment(row["left_at"]), row["exit_to"])
            for row in csv.DictReader(lines)
        ]


def moment(text):
    return datetime.fromisoformat(text) if text else None


def load(spells):
    """Write the stays as deals of one pipeline; returns it."""
    from accounts.models import User, Workspace
    from leads.models import Qualification
    from pipeline.models import Deal, Pipeline, Stage, StageVisit

    Workspace.objects.create(name="Bank", currency="EUR")
    owner = User.objects.create_user("bank@bank.example", name="Bank")
    pipeline = Pipeline.objects.create(name="Loans", currency="EUR")
    stages = {
        name: Stage.objects.create(pipeline=pipeline, name=name, position=place, probability=percent)
        for place, (name, percent) in enumerate(STAGES)
    }
    amounts = {key: amount for key, amount, *_ in spells}
    sheets = Qualification.objects.bulk_create([Qualification() for _ in amounts], batch_size=5000)
    deals = {
        key: Deal(
            pipeline=pipeline, stage=stages["submitted"], owner=owner, title=key, rank=f"{number:06d}",
            amount=amount, base_amount=amount, qualification=sheet,
        )
        for number, ((key, amount), sheet) in enumerate(zip(amounts.items(), sheets, strict=True))
    }  # fmt: skip
    Deal.objects.bulk_create(deals.values(), batch_size=2000)
    StageVisit.objects.bulk_create(
        [
            StageVisit(
                deal=deals[key], stage=stages[stage], entered_at=entered, left_at=left,
                exit=exit if exit in ("won", "lost") else "moved" if exit else "", exit_to=stages.get(exit),
            )
            for key, _amount, stage, entered, left, exit in spells
        ],
        batch_size=2000,
    )  # fmt: skip
    return pipeline


def report(pipeline):
    import numpy as np
    from django.db.models import Q

    from forecasting.band import band
    from forecasting.odds import chance, shrink, win_table
    from forecasting.queries.history import exposure_and_exits, open_stages
    from pipeline.models import StageVisit

    stages = [stage.pk for stage in open_stages(pipeline.pk)]
    aggregate, (exposure, exits) = timed(lambda: exposure_and_exits(pipeline.pk, stages, AS_OF, 180.0))
    learning, table = timed(lambda: win_table(shrink(exposure, exits, [percent / 100 for _, percent in STAGES])))
    open_then = StageVisit.objects.filter(entered_at__lt=AS_OF).filter(Q(left_at=None) | Q(left_at__gt=AS_OF))
    rows = open_then.values_list("stage_id", "entered_at", "deal__base_amount")
    place = np.array([stages.index(stage) for stage, *_ in rows])
    age = np.array([(AS_OF - entered) // timedelta(days=1) for _, entered, _ in rows])
    amount = np.array([float(amount) for *_, amount in rows])
    odds = chance(table, place, age, np.full(len(amount), HORIZON))
    found = (amount * odds).sum()
    drawing, shaken = timed(lambda: band(pool_of(odds, amount), singly=False))
    many, _ = timed(lambda: (chance(table, np.resize(place, 10**6), np.resize(age, 10**6), np.full(10**6, 30))).sum())
    print(f"open deals          {len(amount):>12,}   (831)")
    print(f"pipeline            {amount.sum():>12,.0f}   (13,063,179)")
    print(f"expected wins       {odds.sum():>12,.1f}   (277.4)")
    print(f"forecast, 30 days   {found:>12,.0f}   ({GOLDEN:,}; {abs(found - GOLDEN) / GOLDEN:.1e} away)")
    print(f"what came           {CAME:>12,}   ({(found - CAME) / CAME:+.1%})")
    print(f"range P10 P50 P90   {shaken.low:,.0f}  {shaken.middle:,.0f}  {shaken.high:,.0f}   (3.46 4.48 5.54 m)")
    print(
        f"aggregate {aggregate:.3f} s, learning {learning:.3f} s, range {drawing:.3f} s, a million chances {many:.3f} s"
    )


def pool_of(odds, amount, buckets=100):
    """Deals of like chance together, as the forecast page asks PostgreSQL for them."""
    import numpy as np

    from forecasting.band import Pool

    parts = np.array_split(np.argsort(odds), buckets)
    return Pool(
        chance=np.array([odds[part].mean() for part in parts]),
        amount=np.array([amount[part].sum() for part in parts]),
        squares=np.array([(amount[part] ** 2).sum() for part in parts]),
    )


def timed(work):
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
