"""Files made to do harm: made in one process, taken in through the page in another, read by the worker in a third.

Each of the three has its own memory, so that the peak told is that of reading, not of making.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path

from benchmarks._imports.memory import peak_of_this_process

ERROR = re.compile(r'<p class="error"[^>]*>(?:<span[^>]*></span>)?(.*?)</p>')


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--make", metavar="FOLDER")
    parser.add_argument("--upload", nargs=2, metavar=("FILE", "USER"))
    options = parser.parse_args()
    print(json.dumps(make(Path(options.make)) if options.make else upload(Path(options.upload[0]), options.upload[1])))


def hostile(by, finished):
    """{file: what is said of it, in how many seconds, with which peaks}; `finished` lets a worker read a batch."""
    with tempfile.TemporaryDirectory() as folder:
        names = in_a_process("--make", folder)
        said = {what: told_of(Path(folder) / name, by, finished) for what, name in names.items()}
    peaks = [peak for _words, *both in said.values() for peak in both]
    return {what: words for what, (words, *_peaks) in said.items()} | {
        "highest peak of reading, MB": max(peaks),
        "peak of a page of the same process without a file, MB": in_a_process("--upload", os.devnull, by.pk)["peak"],
    }


def in_a_process(*arguments):
    command = [sys.executable, "-m", "benchmarks._imports.hostile", *map(str, arguments)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own program
    return json.loads(answer.stdout.splitlines()[-1])


def make(folder):
    """Write the files; returns {what it is: its name}."""
    from benchmarks._imports.files import hostile_files

    names = {}
    for what, (name, content) in hostile_files().items():
        (folder / name).write_bytes(content)
        names[what] = name
    return names


def told_of(file, by, finished):
    """(words, peak MB of the web process, peak MB of the worker or 0) of one file."""
    from leads.importing import actions
    from leads.models import ImportBatch

    begin = time.perf_counter()
    page = in_a_process("--upload", file, by.pk)
    words, worker = f"{page['status']}: {page['sentence']}", 0
    if page["batch"]:
        batch = ImportBatch.objects.get(pk=page["batch"])
        actions.queue_import(batch, mapping=batch.mapping, options={}, by=by)
        batch, told = finished(batch)
        worker = told["peak"]
        words = f"{batch.status}: {batch.created} made, {batch.rejected.count()} refused. {batch.error}"
    seconds = time.perf_counter() - begin
    return f"{words} ({seconds:.1f} s; page {page['peak']} MB, worker {worker} MB)", page["peak"], worker


def upload(file, user):
    """Put a file on the page of imports and look at its columns, as a browser does; returns what the page answers."""
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"  # none collected
    )
    django.setup()
    from django.test import Client

    from accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=user))
    if not file.is_file():
        client.get("/imports/new/")
        return {"peak": peak_of_this_process()}
    with file.open("rb") as content:
        answer = client.post("/imports/new/", {"kind": "leads", "file": content})
    went_on = answer.status_code == 302
    page = client.get(answer.headers["Location"]) if went_on else answer
    errors = [] if went_on else ERROR.findall(page.text)
    return {
        "status": page.status_code,
        "sentence": unescape(" ".join(errors)),
        "batch": int(answer.headers["Location"].split("/")[-2]) if went_on else None,
        "peak": peak_of_this_process(),
    }


if __name__ == "__main__":
    main()
