"""How right the win rate is over a real file, and how fast each dashboard is over a million deals.

    ./script/bench reports [--json] [--only maven|scale] [--size 1000000]

maven   8,800 deals of a hardware firm (../shared/data/maven) through the importer: rate, mean, cycle and velocity
        beside a plain computation with pandas, for every rep, team and quarter.
scale   Each dashboard over 10,000 and over 1,000,000 deals of five years with all their stays: for the last twelve
        months and for all, as an admin, who sees everything, and as a manager, who sees a team. Counted anew, and
        (_page) as it answers when it is opened: from what is kept, or before it has counted.
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
    from benchmarks._reports.history import fill, make_house

    board, admin = make_house()
    figures = {}
    for many in (SMALL, size):
        begun = time.perf_counter()
        fill(board, many)
        print(f"{many:>9,} deals laid out in {time.perf_counter() - begun:.0f} s", flush=True)
        figures |= say(times_of(many, {"admin": admin, "manager": board.manager}))
    return figures


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
