"""How right the win rate is over a real file, and how fast each dashboard is over a million deals.

    ./script/bench reports [--json] [--only maven|scale] [--size 1000000]

maven   8,800 deals of a hardware firm (../shared/data/maven) through the importer: rate, mean, cycle and velocity
        beside a plain computation with pandas, for every rep, team and quarter.
scale   Each dashboard over 10,000 and over 1,000,000 deals of five years with all their stays: for the last twelve
        months and for all, as an admin, who sees everything, and as a manager, who sees a team. Counted anew, and
        (_page) as it answers when it is opened: from what is kept, or before it has counted. Then what looks back: an
        experiment with two windows of half a year, the changes of a month between two nights written down and until
        now, how good forecasts were, and the weekly review.
"""

import argparse
import json
import statistics
import time

from benchmarks._board.stack import private_stack

SMALL, ROUNDS = 10_000, 3


def main():
    options, figures = arguments(), {}
    with private_stack():
        if options.only != "scale":
            figures |= maven()
        if options.only != "maven":
            figures |= scale(options.size)
    if options.json:
        print(json.dumps(figures))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=["maven", "scale"])
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def maven():
    """In tables of its own, which are emptied afterwards."""
    from django.core.management import call_command

    from benchmarks._forecast.history import MAVEN
    from benchmarks._reports.maven import measure_maven

    if not MAVEN.exists():
        raise SystemExit(f"{MAVEN} is not here: ./script/bench reports --only scale needs no file.")
    figures = say(measure_maven())
    call_command("flush", verbosity=0, interactive=False)
    return figures


def scale(size):
    from django.core.cache import cache

    from benchmarks._reports.history import fill, make_house
    from benchmarks._reports.nights import keep_sums, write_two_nights

    board, admin = make_house()
    figures, people = {}, {"admin": admin, "manager": board.manager}
    for many in (SMALL, size):
        begun = time.perf_counter()
        fill(board, many)
        keep_sums(board)
        cache.clear()  # what was quick in a small house says nothing of this one
        print(f"{many:>9,} deals laid out in {time.perf_counter() - begun:.0f} s", flush=True)
        figures |= say(times_of(many, people))
    write_two_nights(board)
    return figures | say(looks_back(size, people))


def looks_back(many, people):
    """{page_reader_size: milliseconds} of the pages that tell one time from another."""
    from django.test import Client

    from benchmarks._reports.nights import pages

    found = {}
    for reader, user in people.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        for name, address in pages(user).items():
            found[f"{name}_{reader}_{many}"] = asked(client, address)
    return found


def times_of(many, people):
    """{dashboard_reader_period_size: milliseconds} of counting each report, and of its page before and afterwards."""
    from django.test import Client

    from reports.dashboards import DASHBOARDS

    found = {}
    for reader, user in people.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        for dashboard in DASHBOARDS:
            for period in ("last12", "all"):
                name = f"{dashboard.name}_{reader}_{period}_{many}"
                found[f"{name}_first_page"] = asked(client, f"/reports/{dashboard.name}/?period={period}", rounds=1)
                found[name] = asked(client, f"/reports/{dashboard.name}/?period={period}&anew")
                found[f"{name}_page"] = asked(client, f"/reports/{dashboard.name}/?period={period}")
    return found


def asked(client, address, rounds=ROUNDS):
    """The median milliseconds; None where the page gave up. The first of several rounds only warms up."""
    taken = []
    for _round in range(rounds + (rounds > 1)):
        begun = time.perf_counter()
        try:
            page = client.get(address)
        except Exception as error:  # noqa: BLE001 - whatever stopped it is the finding
            print(f"{address}: {type(error).__name__}", flush=True)
            return None
        if page.status_code != 200:
            return None
        taken.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(taken[-rounds:]))


def say(figures):
    for name, value in figures.items():
        print(f"{name:48} {value!s:>12}", flush=True)
    return figures


if __name__ == "__main__":
    main()
