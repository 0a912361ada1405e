"""How long a search waits among a million records, for rare and common words, typing errors, any language, any viewer.

    ./script/bench search [--size 1000000] [--asked 40] [--json]

Leads, companies, contacts, deals and notes in five languages; each sort of words asked as an admin, a manager who sees
a tenth of it, and a rep alone who sees a handful. What is measured is all of `search`: the questions, and loading what
was found as that person may see it.
"""

import argparse
import json
import os
import random
import statistics
import time

from benchmarks.forecast import database

LIMIT = 100  # milliseconds, of 95 in a hundred searches


def main():
    options = arguments()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KARIZ_MODE": "sample"}
    with database():
        figures = measure(options)
    report(figures, options.json)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=1_000_000, help="how many records")
    parser.add_argument("--asked", type=int, default=40, help="how many searches of each sort by each person")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(options):
    from benchmarks._search.filling import fill

    began = time.perf_counter()
    people = fill(options.size)
    figures = {"records": options.size, "writing them, s": round(time.perf_counter() - began, 1)}
    return figures | ask(people, options.asked)


def ask(people, count):
    """The times of all searches, by sort and by person."""
    from benchmarks._search.asking import sorts

    dice, times = random.Random(5), {}
    for name, texts in sorts(dice, count).items():
        for who, person in people.items():
            times[f"{name}, {who}"] = [timed(text, person.pk) for text in texts]
    every = [one for some in times.values() for one in some]
    figures = {name: summed(some) for name, some in times.items() if len(some) > 1}
    return figures | {"all": summed(every), "searches": len(every), "of those under 100 ms, %": share_below(every)}


def timed(text, pk):
    from accounts.models import User
    from accounts.search.queries import search

    person = User.objects.select_related("team").get(pk=pk)
    began = time.perf_counter()
    search(text, person)
    return 1000 * (time.perf_counter() - began)


def summed(times):
    cuts = statistics.quantiles(times, n=100)
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "max": round(max(times), 1)}


def share_below(times):
    return round(100 * sum(one <= LIMIT for one in times) / len(times), 1)


def report(figures, as_json):
    if as_json:
        print(json.dumps(figures, indent=1, ensure_ascii=False))
        return
    for name, value in figures.items():
        said = (
            "  ".join(f"{key} {time:>7,}" for key, time in value.items()) if isinstance(value, dict) else f"{value:,}"
        )
        print(f"{name:32} {said}")


if __name__ == "__main__":
    main()
