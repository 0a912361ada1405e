"""How long a worker takes to draw proposals of many lines, the room being open already and not yet.

    ./script/bench proposals [--lines 200] [--times 10] [--json]

A proposal in English and one in Persian, each with a text, that many lines with descriptions and discounts, totals,
terms and signatures; drawn apart as a worker draws it, with the HTML it writes first.
"""

import argparse
import os
import time
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from benchmarks._head import report

TARGET_SECONDS = 2
ABOUT = "Three probes, door switch, five-year battery; fitted at your depot, evenings and Saturdays"


def main():
    options = arguments()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "KARIZ_MODE": "sample", "SECRET_KEY": "bench"}
    import django

    django.setup()
    figures = {"lines": options.lines, "opening the room and drawing, s": timed(lambda: drawn("en", options.lines))}
    for language in ("en", "fa"):
        times = [timed(lambda language=language: drawn(language, options.lines)) for _time in range(options.times)]
        figures |= {f"{language}: median, s": round(median(times), 2), f"{language}: slowest, s": max(times)}
    figures["within the target"] = all(value <= TARGET_SECONDS for name, value in figures.items() if "slowest" in name)
    report(figures, options.json)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def timed(act):
    began = time.perf_counter()
    act()
    return round(time.perf_counter() - began, 2)


def drawn(language, count):
    """Write the HTML of a proposal and draw it, as the worker does."""
    from django.template.loader import render_to_string
    from django.utils import translation

    from kit.apart import draw_apart
    from proposals.paper import pictures_of

    with translation.override(language):
        version, sheet = offer(language, count)
        html = render_to_string("proposals/paper.html", {"version": version, "sheet": sheet})
    return draw_apart(html, pictures_of(version))


def offer(language, count):
    """A version with its sheet; nothing of it is kept."""
    from accounts.models import User
    from pipeline.models import Deal
    from proposals.models import Proposal, Version, VersionLine
    from proposals.showing import sheet_of
    from proposals.totals import keep_totals

    version = Version(
        proposal=Proposal(number="P-2026-118", deal=Deal(title="Reefer fleet")),
        number=2,
        title="Reefer fleet telemetry for 220 trucks",
        language=language,
        currency="NOK",
        house="Tamar Fleet Systems",
        valid_until=date.today() + timedelta(days=30),
        prepared_by=User(name="Leila Haddadi"),
        sections=[
            {"key": kind, "kind": kind, "heading": "", "text": f"{ABOUT}. " * 5}
            for kind in ("text", "items", "terms", "signature")
        ],
    )
    lines = [line_of(VersionLine, place) for place in range(count)]
    keep_totals(version, lines)
    return version, sheet_of(version, lines=lines, milestones=[], people=[])


def line_of(model, place):
    price = Decimal(90 + place * 7) + Decimal("0.50")
    facts = {"quantity": Decimal(place % 9 + 1), "price": price, "discount": place % 3 * 5, "tax_rate": 25}
    return model(position=place, name=f"Reefer sensor kit {place}", description=ABOUT, **facts)


if __name__ == "__main__":
    main()
