"""How long learning and asking takes, and what a million deals cost the page."""

import statistics
import time
from functools import partial

from benchmarks._board.deals import DEALS, VISITS, WEIGHTS, facts_of, make_board

SMALL, LARGE = 10_000, 1_000_000
BULK = 50_000
SPREAD_DEALS = DEALS.replace("now() - random() * '30 days'", "now() - random() * '200 days'").replace(
    "now() - '60 days'", "now() - random() * '300 days'"
)
ROUNDS = 15


def measure_learning(pipeline, now, rounds=7):
    """A refit of the 28,821 stays with all tables, and a million chances asked and summed."""
    import numpy as np

    from benchmarks._forecast.backtest import open_at, reading_at

    refits = [timed(lambda: reading_at(pipeline, now)) for _ in range(rounds)]
    reading, deals = reading_at(pipeline, now), open_at(pipeline, now)
    many, ages = np.resize(deals.stages, LARGE), np.resize(deals.ages, LARGE)
    amounts = np.resize(deals.amounts, LARGE)
    asks = [timed(lambda: (reading.chance(many, ages, 0, 30) * amounts).sum()) for _ in range(rounds)]
    return {"refit_ms_30k": statistics.median(refits), "rescore_ms_1m": statistics.median(asks)}


def measure_pages(sizes=(SMALL, LARGE)):
    """The forecast page of a pipeline of few deals and of one of many, asked in turns, and how fresh it can be."""
    from django.conf import settings
    from django.test import Client

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    board, client = make_board(), Client(SERVER_NAME="localhost")
    client.force_login(board.manager)
    pipelines = [board.pipeline, another_like(board.pipeline)]
    for pipeline, size in zip(pipelines, sizes, strict=True):
        filled = timed(partial(fill, pipeline, size)) / 1000
        written = timed(partial(keep, pipeline)) / 1000
        print(
            f"{size:>9,} deals laid out in {filled:.0f} s; all chances and sums written anew in {written:.1f} s",
            flush=True,
        )
    few, many = in_turns(client, pipelines)
    return {
        "page_ms_10k": few,
        "page_ms_1m": many,
        "page_ratio_1m": many / few,
        "fresh_s_1m": change_one(pipelines[1], board.manager),
    }


def another_like(pipeline):
    """A second pipeline of the same stages."""
    from pipeline.models import Pipeline, Stage

    other = Pipeline.objects.create(name=f"{pipeline.name} 2", currency=pipeline.currency)
    for stage in pipeline.stages.standing():
        facts = {"name": stage.name, "position": stage.position, "probability": stage.probability, "kind": stage.kind}
        Stage.objects.create(pipeline=other, colour=stage.colour, **facts)
    return other


def in_turns(client, pipelines):
    """The median milliseconds of each pipeline's page; a busier minute of the machine meets both."""
    addresses = [f"/forecast/?pipeline={pipeline.pk}" for pipeline in pipelines]
    rounds = [[timed(partial(open_page, client, address)) for address in addresses] for _ in range(ROUNDS + 2)]
    return [statistics.median(times) for times in zip(*rounds[2:], strict=True)]


def fill(pipeline, size):
    """Open deals of twenty reps until there are so many, and a tenth as many closed ones."""
    from django.db import connection

    from pipeline.models import Deal

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        while (missing := size - Deal.objects.open().filter(pipeline=pipeline).count()) > size // 100:
            for place, stage in enumerate(pipeline.stages.standing(), start=1):
                share = WEIGHTS[place] if stage.is_open else 5
                cursor.execute(SPREAD_DEALS, facts_of(stage, min(missing, BULK) * share // 100))
        cursor.execute(VISITS + "AND deal.pipeline_id = %s", [pipeline.pk])
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("RESET statement_timeout")


def keep(pipeline):
    from django.db import connection

    from forecasting.actions import recompute_everything

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        recompute_everything(pipeline)
        cursor.execute("VACUUM (ANALYZE)")  # as the database does by itself within its next minute


def open_page(client, address):
    page = client.get(address)
    if page.status_code != 200:
        raise SystemExit(f"The forecast answered {page.status_code}.")


def change_one(pipeline, by):
    """Seconds from a changed deal to the changed forecast, once the listener hears of it."""
    from forecasting.listeners import keep_the_forecast
    from pipeline.models import Deal
    from timeline.log import record

    deal = Deal.objects.open().filter(pipeline=pipeline).select_related("owner").first()
    Deal.objects.filter(pk=deal.pk).update(base_amount=deal.base_amount + 1000)
    event = record("deal.edited", deal, by=by, owner=deal.owner)
    return statistics.median(timed(lambda: keep_the_forecast([event])) / 1000 for _ in range(3))


def timed(work):
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
