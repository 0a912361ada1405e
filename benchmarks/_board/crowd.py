"""Many at once over HTTP: the real gunicorn and the real live process before the board, as a newcomer has them.

A house runs all day, so some moves and drops go before those that count: in the first ones every process opens its
connections, the database plans its statements for each, and Python warms up, which takes about twice as long.
"""

import asyncio
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks._board.doors import CSRF, session_of
from benchmarks._board.server import a_move

MOVERS, MOVES_EACH, MOVES_BEFORE = 8, 40, 30
BOARDS, DROPS, DROPS_BEFORE = 50, 30, 15
GATHER_SECONDS = 0.015  # as static/js/live.js waits for more to come, once to twice
EVENT = re.compile(rb"^id: ([\d-]+)\r?$", re.MULTILINE)


@contextmanager
def web_server():
    """The port of gunicorn with its usual two processes, before the database of this run."""
    from config.stack.ports import listen

    listener = listen(0)
    address = listener.getsockname()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "config/gunicorn.py",
            "--bind",
            f"fd://{listener.fileno()}",
            "config.wsgi",
        ],
        env=os.environ,
        pass_fds=[listener.fileno()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        urlopen(f"http://127.0.0.1:{address[1]}/healthz", timeout=60).close()
        yield address[1]
    finally:
        server.terminate()
        server.wait(30)
        listener.close()


class Browser:
    """One signed-in person's connection, kept open."""

    def __init__(self, port, session):
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true"}

    def ask(self, method, address, form=None):
        headers = self.headers | ({"Content-Type": "application/x-www-form-urlencoded"} if form else {})
        self.wire.request(method, address, urlencode(form) if form else None, headers)
        answer = self.wire.getresponse()
        return answer.status, answer.read().decode()


def measure_movers(board, port):
    """Eight people, each with deals of their own, move as fast as answers come; then the log is asked what it knows."""
    from django.db import connection

    from timeline.models import Event

    plans = plans_of(board)
    session, start = session_of(board.manager), threading.Barrier(MOVERS + 1)
    with ThreadPoolExecutor(MOVERS) as crowd:
        waiting = [crowd.submit(carry_out, Browser(port, session), plan, start) for plan in plans]
        start.wait(120)
        began = time.perf_counter()
        answers = [answer for one in waiting for answer in one.result()]
        seconds = time.perf_counter() - began
    told = set(Event.objects.filter(operation__in=[op for op, _status in answers]).values_list("operation", flat=True))
    lost = [op for op, status in answers if status != 200 or op not in told]
    connection.close()
    return {"movers": MOVERS, "moves_per_s": len(answers) / seconds, "movers_lost": len(lost)}


def plans_of(board):
    """For each mover a list of (deal, form); nobody has a deal of another's."""
    chance, plans, taken = Random(11), [[] for _ in range(MOVERS)], set()
    while min(len(plan) for plan in plans) < MOVES_BEFORE + MOVES_EACH:
        deal, form = a_move(board, chance, among=800)
        if deal not in taken:
            taken.add(deal)
            min(plans, key=len).append((deal, form))
    return plans


def carry_out(browser, plan, start):
    for one in plan[:MOVES_BEFORE]:
        move(browser, *one)
    start.wait(120)
    return [move(browser, *one) for one in plan[MOVES_BEFORE:]]


def move(browser, deal, form):
    return form["op"], browser.ask("POST", f"/deals/{deal}/move/", form)[0]


def measure_updates(board):
    """How many bare one-row UPDATEs a second eight connections commit: what the same database can do at all."""
    import psycopg

    def update(seed):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            for turn in range(MOVES_EACH * 5):
                place = (board.stages[3].pk, f"up{seed}x{turn}", seed + 1)
                connection.execute("UPDATE floor_deal SET stage_id = %s, rank = %s WHERE id = %s", place)

    began = time.perf_counter()
    with ThreadPoolExecutor(MOVERS) as crowd:
        list(crowd.map(update, range(MOVERS)))
    return MOVERS * MOVES_EACH * 5 / (time.perf_counter() - began)


def measure_live(board, port):
    """From the drop, sent by HTTP, to the moment each of the open boards has fetched the changed card; in ms."""
    from django.conf import settings

    from tests.timeline.live_process import live_process

    with live_process(settings.REDIS_URL, settings.SECRET_KEY, base_url=f"http://127.0.0.1:{port}") as live:
        delays = asyncio.run(watch(board, port, live.port))
    return {
        "live_p50_ms": 1000 * statistics.median(delays),
        "live_p95_ms": 1000 * statistics.quantiles(delays, n=20)[18],
    }


async def watch(board, port, live_port):
    session, chance, delays = session_of_async(board), Random(5), []
    token = json.loads(Browser(port, session).ask("GET", f"/board/{board.pipeline.pk}/token/")[1])["token"]
    streams = [await open_stream(live_port, token) for _ in range(BOARDS)]
    for _turn in range(DROPS_BEFORE + DROPS):
        deal, form = await asyncio.to_thread(a_move_apart, board, chance)
        began = time.perf_counter()
        boards = [asyncio.create_task(see(port, session, board, reader, deal)) for reader, _writer in streams]
        mover = Browser(port, session)  # one kept open is closed by gunicorn between two drops
        await asyncio.to_thread(mover.ask, "POST", f"/deals/{deal}/move/", form)
        delays += [moment - began for moment in await asyncio.gather(*boards)]
    for _reader, writer in streams:
        writer.close()
    return delays[DROPS_BEFORE * BOARDS :]


def session_of_async(board):
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(session_of, board.manager).result()


def a_move_apart(board, chance):
    from django.db import connection

    try:
        return a_move(board, chance)
    finally:
        connection.close()


async def open_stream(port, token):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/?token={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await reader.readuntil(b"event: hello")
    return reader, writer


async def see(port, session, board, stream, deal):
    """One open board: hears of the deal, waits its own moment as the page does, and asks for the card."""
    heard = await hear(stream, deal)
    await asyncio.sleep(GATHER_SECONDS * (1 + Random(id(stream)).random()))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    address = f"/board/{board.pipeline.pk}/cards/?ids={deal}&heard={heard}"
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    writer.write(f"{request}Cookie: sessionid={session}\r\nHX-Request: true\r\n\r\n".encode())
    page = await reader.read()
    writer.close()
    if f'id="deal-{deal}"'.encode() not in page:
        raise SystemExit(f"A board did not get the card: {page[:300]!r}")
    return time.perf_counter()


async def hear(stream, deal):
    """The number of the event that tells of the deal."""
    said = await stream.readuntil(f'"id":{deal},'.encode())
    return EVENT.findall(said)[-1].decode()
