"""The board on the real stack against a floor in the same process: server time, growth, crowds, weight, a browser.

    ./script/bench board [--json] [--only server|crowd|live|browser] [--rounds 1.0]

A private PostgreSQL (durable, as a newcomer's) and Valkey; twenty reps, their manager signed in, who sees them all.

server   Requests go straight into Django's WSGI handler: all middleware, session, pool of connections, commit; garbage
         is collected as in production. In turns with them goes the floor, by a handler without middleware and a table
         of its own with two indexes: (a) a view that renders 8 columns of 50 cards with 8 values from one `values()`
         query, (b) a view that runs one indexed UPDATE through the ORM, commit included. Ratios are those of the
         medians on the clock to this bare floor; beside them stand those to the same two views behind the middleware
         of the house, for somebody signed in, and those of the processor time of this process. A move is a POST to
         another column between two cards, with everything it answers: card, heads, sums, undo. Growth is the ratio at
         100,000 open deals to that at 10,000, each beside its own floor, so that a busier minute of the machine does
         not count.
crowd    8 people move deals of their own over HTTP through gunicorn with two processes; a move is lost when it was not
         answered by 200 or its operation is not in the log. Beside it what eight bare connections UPDATE a second.
live     50 open streams of the real live process; from the drop by HTTP until each board has heard of it, waited its
         moment, and been answered by gunicorn with the changed card. 2,000 idle boards: see `./script/bench live`.
browser  Chromium at 8 × 200 cards. The page is gzipped at level 9; scripts and styles count as the server sends them.
"""

import argparse
import json

from benchmarks._board.stack import private_stack

SMALL, LARGE = 10_000, 100_000
TARGETS = {
    "board_ratio": "≤ 2",
    "board_growth_10k_to_100k": "≤ 1.3",
    "move_ratio": "≤ 9",
    "move_growth_10k_to_100k": "≤ 1.3",
    "queries_board": "≤ 12",
    "moves_per_s": "≥ 80",
    "movers_lost": "0",
    "live_p50_ms": "≤ 150",
    "live_p95_ms": "≤ 500",
    "live_idle_mb_2000": "≤ 100",
    "drag_worst_ms_8x200": "< 100",
    "inp_ms_8x200_4x": "≤ 200",
    "frames_p95_ms": "≤ 17",
    "html_kb_gz": "≤ 15",
    "js_kb_gz": "≤ 30",
    "css_kb_gz": "≤ 30",
}


def main():
    options = arguments()
    with private_stack():
        from benchmarks._board.deals import fill, make_board

        board = make_board()
        fill(board, 10)
        figures = {}
        for part in PARTS:
            if options.only in (None, part):
                figures |= report(PARTS[part](board, options.rounds))
    if options.json:
        print(json.dumps(figures))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument("--rounds", type=float, default=1.0, help="how often, as a part of the usual")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def server(board, rounds):
    """Board and move at 10, 10,000 and 100,000 open deals."""
    from benchmarks._board import doors
    from benchmarks._board.deals import fill
    from benchmarks._board.server import Doors, count_queries, measure_size

    house = doors.open_house(board.manager)
    ways = Doors(house, doors.bare_floor(), doors.guarded_floor(board.manager))
    address = f"/board/{board.pipeline.pk}/"
    queries = [count_queries(house, address)]
    fill(board, SMALL)
    small = measure_size(board, ways, rounds)
    queries.append(count_queries(house, address))
    fill(board, LARGE)
    large = measure_size(board, ways, rounds)
    queries.append(count_queries(house, address))
    return {
        **{name: small[name] for name in small if name != "bytes"},
        **{f"{name}_100k": large[name] for name in large if name != "bytes"},
        "board_growth_10k_to_100k": large["board_ratio"] / small["board_ratio"],
        "move_growth_10k_to_100k": large["move_ratio"] / small["move_ratio"],
        "queries_board": max(queries),
        "queries_at_10_10k_100k": queries,
        "bytes_board": small["bytes"],
    }


def crowd(board, _rounds):
    """Eight movers at once, and what the database can do at all."""
    from benchmarks._board.crowd import measure_movers, measure_updates, web_server

    grow(board)
    with web_server() as port:
        moved = measure_movers(board, port)
    updates = measure_updates(board)
    return moved | {"updates_per_s": updates, "moves_to_updates": moved["moves_per_s"] / updates}


def live(board, _rounds):
    """Fifty open boards and a drop; two thousand idle ones."""
    import asyncio

    from django.conf import settings

    from benchmarks import live as streams
    from benchmarks._board.crowd import measure_live, web_server
    from tests.timeline.live_process import live_process

    grow(board)
    with web_server() as port:
        figures = measure_live(board, port)
    streams.SECRET = settings.SECRET_KEY
    with live_process(settings.REDIS_URL, settings.SECRET_KEY) as process:
        idle = asyncio.run(streams.measure_process(process, argparse.Namespace(streams=2000, viewers=50)))
    return figures | {"live_idle_mb_2000": idle["held_mb"], "live_threads": idle["threads"]}


def browser(board, _rounds):
    """What a browser feels, and what it has to fetch."""
    import os

    from django.conf import settings

    from benchmarks._board.browser import measure_browser, weigh
    from benchmarks._board.crowd import web_server
    from tests.timeline.live_process import listen, live_process

    grow(board)
    listening = listen()
    os.environ["LIVE_URL"] = f"http://127.0.0.1:{listening.getsockname()[1]}/live/"
    with web_server() as port:
        address = f"http://127.0.0.1:{port}"
        with live_process(settings.REDIS_URL, settings.SECRET_KEY, base_url=address, listening=listening):
            return weigh(board, port) | measure_browser(board, port)


def grow(board):
    """Ten thousand open deals at least."""
    from benchmarks._board.deals import fill
    from pipeline.models import Deal

    if Deal.objects.open().count() < SMALL:
        fill(board, SMALL)


PARTS = {"server": server, "crowd": crowd, "live": live, "browser": browser}


def tidy(value):
    return round(value, 2) if isinstance(value, float) else value


def report(figures):
    """The figures of one part, said as soon as they are known."""
    tidied = {name: tidy(value) for name, value in figures.items()}
    for name, value in tidied.items():
        print(f"{name:28} {value!s:>14}   {TARGETS.get(name, '')}", flush=True)
    return tidied


if __name__ == "__main__":
    main()
