"""How fast, how exactly and how safely files are read into the house.

    ./script/bench imports [--rows 100000] [--hostile] [--json]

A CSV of 100,000 leads with 1,200 bad rows, read by a worker of its own, which then looks for likely doubles; the same
file again; everything taken back; the worker killed in the middle and another one taking over; then files made to do
harm (benchmarks/_imports/hostile.py; with --hostile nothing but those).
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

from benchmarks._imports.files import leads_file
from benchmarks._imports.hostile import hostile
from benchmarks._imports.memory import peak_of_this_process
from benchmarks.forecast import database

BAD_SHARE = 0.012
PICTURE = """
SELECT count(*), md5(coalesce(string_agg(md5((to_jsonb(r) - 'version')::text), '' ORDER BY id), '')) FROM leads_{} r
"""


def main():
    options = arguments()
    if options.work:
        return work(options.work)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KARIZ_MODE": "sample"}
    with database():
        figures = {"hostile": hostile(house(), finished)} if options.hostile else measure(options.rows)
    return report(figures, options.json)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--hostile", action="store_true", help="only the files made to do harm")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def measure(rows):
    content, dirt = leads_file(rows, int(rows * BAD_SHARE))
    by = house()
    figures = {"rows": rows, "bad rows": len(dirt), "MB": round(len(content) / 1e6, 1)}
    before = picture()
    first, told = imported(content, by)
    figures |= {"seconds": told["seconds"], "rows a second": round(rows / told["seconds"])}
    figures |= {"processor seconds of Python": told["cpu"], "peak MB of the worker": told["peak"]}
    figures |= {"then looking for doubles, seconds": told["looking"], "likely doubles": first.doubles}
    figures |= exactness(first, dirt)
    after = picture()
    again, told = imported(content, by)
    figures |= {"again, seconds": told["seconds"], "again, changed": again.created + again.updated}
    figures["again, same table"] = picture() == after
    figures |= taken_back(first, by, before) | killed(content, by, before, after)
    return figures | {"hostile": hostile(by, finished)}


def house():
    from accounts.models import Role, User, Workspace

    Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR", time_zone="Europe/Berlin")
    return User.objects.create_user("ada@tamar.example", name="Ada Abel", role=Role.ADMIN)


def picture():
    """How many leads and sheets there are, and what is in all of them but their ids' order."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = []
        for table in ("lead", "qualification"):
            cursor.execute(PICTURE.format(table))
            found.append(cursor.fetchone())
        return found


def queued(content, by):
    from leads.importing import actions

    batch = actions.receive_file(kind="leads", name="leads.csv", content=content, by=by)
    actions.queue_import(batch, mapping=batch.mapping, options={}, by=by)
    return batch


def imported(content, by):
    """(the batch, what its worker told of seconds and of its peak memory in MB)"""
    batch = queued(content, by)
    return finished(batch)


def finished(batch):
    worker = start(batch)
    answer = json.loads(worker.communicate()[0].splitlines()[-1])
    batch.refresh_from_db()
    print(f"{batch.file_name}: {answer}", file=sys.stderr)
    return batch, answer


def start(batch):
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.imports", "--work", str(batch.pk)], stdout=subprocess.PIPE, text=True
    )


def work(pk):
    """What the worker does, in a process of its own whose memory counts."""
    import django

    django.setup()
    from leads.importing import actions, running

    begin, told = time.perf_counter(), {}
    while actions.claim_import(only=pk):
        if running.run_batch(pk):
            actions.put_back(pk)
        if not told and not is_at_it(pk):
            told = {"seconds": round(time.perf_counter() - begin, 1), "cpu": round(time.process_time(), 1)}
    looking = round(time.perf_counter() - begin - told["seconds"], 1)
    print(json.dumps(told | {"looking": looking, "peak": peak_of_this_process()}))


def is_at_it(pk):
    """Whether rows are still to be written or taken back; looking for doubles comes after that."""
    from leads.models import ImportBatch

    return ImportBatch.objects.filter(pk=pk, status__in=["queued", "running", "reverting"]).exists()


def exactness(batch, dirt):
    refused = dict(batch.rejected.values_list("line", "reason"))
    return {
        "status": batch.status,
        "made": batch.created,
        "refused": len(refused),
        "every bad row refused, no other": refused.keys() == dirt.keys(),
        "reasons": len({reason[:16] for reason in refused.values()}),
    }


def taken_back(batch, by, before):
    from leads.importing import actions

    actions.revert_import(batch, by=by)
    batch, told = finished(batch)
    return {
        "taken back, seconds": told["seconds"],
        "taken back": batch.restored,
        "table as before": picture() == before,
    }


def killed(content, by, before, after):
    """The worker is killed in the middle, twice; others take over at once."""
    from leads.models import ImportBatch, Lead

    batch, kills = queued(content, by), 0
    while kills < 2:
        worker, made = start(batch), Lead.objects.count()
        while worker.poll() is None and Lead.objects.count() <= made:
            time.sleep(0.2)
        time.sleep(0.3)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        kills += 1
        ImportBatch.objects.filter(pk=batch.pk, status="running").update(status="queued")
    batch, _told = finished(batch)
    counts = [found[0] for found in picture()] == [found[0] for found in after]
    names = Lead.objects.values("external_id").distinct().count() == Lead.objects.count()
    return {"killed": kills, "killed, nothing lost": counts, "killed, nothing twice": names}


def report(figures, as_json):
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        for key, words in value.items() if isinstance(value, dict) else [(name, value)]:
            print(f"{key}: {words}")


if __name__ == "__main__":
    main()
