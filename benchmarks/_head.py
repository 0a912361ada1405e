"""How a benchmark begins and ends: its options, a database of its own, and its figures as a table or as JSON."""

import argparse
import json
import os

from benchmarks.forecast import database


def run(said, numbers, measure):
    """Measure with `--json` and numbers as options, {name: (what it is if nobody says, what for)}, and tell it."""
    options = arguments(said, numbers)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KARIZ_MODE": "sample"}
    with database():
        figures = measure(options)
    report(figures, options.json)


def arguments(said, numbers):
    parser = argparse.ArgumentParser(description=said.partition("\n")[0])
    for name, (number, why) in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=number, help=why)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def report(figures, as_json):
    if as_json:
        print(json.dumps(figures, indent=1, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{name:34} {said_of(value)}")


def said_of(value):
    if isinstance(value, dict):
        return "  ".join(f"{key} {number:>7,}" for key, number in value.items())
    return f"{value:>12,}"
