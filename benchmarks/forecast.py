"""How right, how sure and how fast the forecast is: week by week through real histories, and over a million deals.

    ./script/bench forecast [--json] [--only bank|maven|small|scale]

bank    The BPI Challenge 2012 (../shared/data/bpi2012), a bank's 13,087 applications with their whole stage history:
        weekly from day 44, what the open ones bring within 7, 14 and 28 days, and first the golden number of the
        method (day 100, 30 days: 831 open, 4,542,780; what came: 4,410,402).
maven   8,800 deals of a hardware firm (../shared/data/maven), with dates and prices, loaded as imported ones: 30 and 90
        days. Its history begins with its first close; open deals are worth list price times the ratio learned.
small   Teams of at most forty cases of the bank, each learned from alone while it has closed at most ten.
scale   Refit, a million chances, the forecast page over 10,000 and over 1,000,000 deals.

At each date the product's own SQL, NumPy and range answer as of that date; what happened later is never looked at.
"""

import argparse
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

DAY_ZERO = datetime(2011, 10, 1, tzinfo=UTC)
BANK_STORED, MAVEN_STORED = DAY_ZERO + timedelta(days=16), datetime(2017, 3, 6, tzinfo=UTC)  # the first forecasts kept
BANK_FIRST, BANK_ENDS = DAY_ZERO + timedelta(days=44), datetime(2012, 3, 14, 23, tzinfo=UTC)
MAVEN_FIRST, MAVEN_ENDS = datetime(2017, 6, 5, tzinfo=UTC), datetime(2017, 12, 31, 23, tzinfo=UTC)
GOLDEN_DAY, GOLDEN_DAYS, GOLDEN, CAME = DAY_ZERO + timedelta(days=100), 30, 4_542_780, 4_410_402
BANK_DAYS, MAVEN_DAYS = (7, 14, 28), (30, 90)
TARGETS = {
    "wape_7": "≤ .14", "wape_14": "≤ .09", "wape_28": "≤ .08", "logloss_7": "≤ .28", "logloss_14": "≤ .44",
    "logloss_28": "≤ .525", "ece_28": "≤ .035", "coverage_mean": ".70 to .90", "logloss_small": "≤ .56",
    "golden_open": "831", "golden_f": "4,542,780", "refit_ms_30k": "≤ 200", "rescore_ms_1m": "≤ 1000",
    "page_ratio_1m": "≤ 1.3", "fresh_s_1m": "≤ 5",
}  # fmt: skip


def main():
    options, figures = arguments(), {}
    wanted = [options.only] if options.only else list(PARTS)
    needed(wanted)
    with database():
        for part in wanted:
            figures |= report(PARTS[part]())
    coverages = [value for name, value in figures.items() if name.startswith("coverage_")]
    if coverages:
        figures |= report({"coverage_mean": sum(coverages) / len(coverages)})
    if options.json:
        print(json.dumps(figures))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def needed(parts):
    """Say clearly which data is not here."""
    from benchmarks._forecast.history import MAVEN, SPELLS

    for part, path in (("bank", SPELLS), ("small", SPELLS), ("scale", SPELLS), ("maven", MAVEN / "sales_pipeline.csv")):
        if part in parts and not path.exists():
            raise SystemExit(f"{path} is not here: without it there is nothing to measure “{part}” on.")


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


def bank():
    """The bank, week by week, and the golden number."""
    from benchmarks._forecast.backtest import look_back
    from benchmarks._forecast.small import weeks

    pipeline = bank_pipeline()
    days = weeks(BANK_STORED, BANK_ENDS, BANK_DAYS[0])
    scores = look_back(pipeline, days, BANK_DAYS, BANK_ENDS, first=BANK_FIRST)
    return golden(pipeline) | figures_of(scores, "")


def golden(pipeline):
    from benchmarks._forecast.backtest import open_at, reading_at
    from forecasting.band import Pool, band

    deals = open_at(pipeline, GOLDEN_DAY)
    chances = reading_at(pipeline, GOLDEN_DAY).chance(deals.stages, deals.ages, 0, GOLDEN_DAYS)
    pool = Pool.of_deals(chances, deals.amounts)
    shaken = band(pool, singly=False)
    print(f"day 100: {len(deals)} open, {deals.amounts.sum():,.0f} in the pipeline, {chances.sum():.1f} wins expected,")
    print(f"         P10 P50 P90 {shaken.low:,.0f} {shaken.middle:,.0f} {shaken.high:,.0f}; what came {CAME:,}")
    return {"golden_open": len(deals), "golden_f": round(pool.forecast), "golden_off": pool.forecast / GOLDEN - 1}


def maven():
    """The hardware firm, week by week."""
    from benchmarks._forecast.backtest import look_back
    from benchmarks._forecast.history import SIMPLE_STAGES, maven_stays, write
    from benchmarks._forecast.small import weeks

    stays, listed, brought = maven_stays()
    pipeline = write("Hardware", SIMPLE_STAGES, stays, listed, imported=True)
    days = weeks(MAVEN_STORED, MAVEN_ENDS, MAVEN_DAYS[0])
    scores = look_back(pipeline, days, MAVEN_DAYS, MAVEN_ENDS, first=MAVEN_FIRST, brought=brought)
    return figures_of(scores, "maven_")


def small():
    """Teams that have closed ten deals at most."""
    from benchmarks._forecast.history import BANK_STAGES, bank_stays
    from benchmarks._forecast.small import measure_small, weeks

    stays, amounts = bank_stays()
    return measure_small(bank_pipeline(), stays, amounts, BANK_STAGES, weeks(BANK_FIRST, BANK_ENDS, BANK_DAYS[1]))


def scale():
    """Times."""
    from benchmarks._forecast.scale import measure_learning, measure_pages

    learning = report(measure_learning(bank_pipeline(), BANK_ENDS))
    return learning | measure_pages()


def bank_pipeline():
    """The bank's deals, written once."""
    from benchmarks._forecast.history import BANK_STAGES, bank_stays, write
    from pipeline.models import Pipeline

    return Pipeline.objects.filter(name="Loans").first() or write("Loans", BANK_STAGES, *bank_stays())


PARTS = {"bank": bank, "maven": maven, "small": small, "scale": scale}


def figures_of(scores, prefix):
    """The figures of each horizon by name; the leaning is on top of `wape_bare_…`, as the product says it."""
    found = {}
    for days, score in scores.items():
        found |= {
            f"wape_{prefix}{days}": score.wape,
            f"wape_bare_{prefix}{days}": score.wape_bare,
            f"logloss_{prefix}{days}": score.logloss,
            f"ece_{prefix}{days}": score.ece,
            f"coverage_{prefix}{days}": score.coverage,
            f"windows_{prefix}{days}": len(score.said),
        }
    return found


def report(figures):
    """The figures of one part, said as soon as they are known."""
    tidied = {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
    for name, value in tidied.items():
        print(f"{name:24} {value!s:>14}   {TARGETS.get(name, '')}", flush=True)
    return tidied


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
