"""How long a search waits among a million records, for rare and common words, typing errors, any language, any viewer.

    ./script/bench search [--size 1000000] [--asked 40] [--json]

Leads, companies, contacts, deals and notes in five languages; each sort of words asked as an admin, a manager who sees
a tenth of it, and a rep alone who sees a handful. What is measured is all of `search`: the questions, and loading what
was found as that person may see it.
"""

import random
import statistics
import time

from benchmarks._head import run

LIMIT = 100  # milliseconds, of 95 in a hundred searches
NUMBERS = {"size": (1_000_000, "how many records"), "asked": (40, "how many searches of each sort by each person")}


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


if __name__ == "__main__":
    run(__doc__, NUMBERS, measure)
