"""The live process: plain ASGI, no Django apps, no database. It tells open pages that something changed (docs/live.md).

uvicorn config.live:app
"""

import asyncio
import contextlib
import logging
import os
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import redis.asyncio as redis

from timeline.live import valkey
from timeline.live.hub import RENEW, RESYNC, Hub, Stream
from timeline.live.token import Expired, Forged, read

START_SECONDS = 2
RETRY = b"retry: 2000\n"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Live:
    """One process: its hub, its subscription, and a few connections for the questions of new pages."""

    def __init__(self, environ=os.environ):
        self.secret = environ.get("SECRET_KEY", "")
        self.url = environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
        self.origins = origins_of(environ.get("BASE_URL", "http://127.0.0.1:8000"))
        self.hub = Hub()
        self.valkey = valkey.connect(self.url)
        self.chores = []
        if not self.secret:
            raise ValueError("SECRET_KEY is empty: the live service cannot know who is listening.")

    async def start(self):
        """Begin to listen, and give the first subscription a moment, so that no page is greeted before it stands."""
        self.chores = [asyncio.create_task(valkey.keep_listening(self.url, self.hub)), asyncio.create_task(self.tick())]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.hub.subscribed.wait(), START_SECONDS)

    async def stop(self):
        for chore in self.chores:
            chore.cancel()
        await asyncio.gather(*self.chores, return_exceptions=True)
        await self.valkey.aclose()

    async def tick(self):
        while True:
            await asyncio.sleep(1)
            self.hub.tick()


async def app(scope, receive, send):
    """Routes: /live/ (the stream), /healthz."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        await route(Request(scope, receive, send))


async def lifespan(receive, send):
    global live
    # The address of a stream holds its token, and no log may.
    logging.getLogger("uvicorn.access").disabled = True
    await receive()
    live = Live()
    await live.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await live.stop()
    await send({"type": "lifespan.shutdown.complete"})


live: Live


async def route(request):
    path = request.path.rstrip("/")
    if path == "/healthz":
        await request.answer(HTTPStatus.OK, f"ok, {len(live.hub.streams)} streams\n".encode())
    elif path != "/live":
        await request.answer(HTTPStatus.NOT_FOUND)
    elif request.method == "OPTIONS":
        await request.answer(HTTPStatus.NO_CONTENT)
    elif request.method != "GET":
        await request.answer(HTTPStatus.METHOD_NOT_ALLOWED)
    else:
        await open_stream(request)


async def open_stream(request):
    try:
        token = read(request.query("token"), live.secret)
    except Forged:
        await request.answer(HTTPStatus.FORBIDDEN, b"This token is not ours.\n")
    except Expired:
        await request.answer(HTTPStatus.OK, RENEW, STREAM_HEADERS)
    else:
        await serve(request, token)


async def serve(request, token):
    stream = Stream(token)
    live.hub.join(stream)
    leaving = asyncio.create_task(request.left())
    leaving.add_done_callback(lambda _task: stream.close())
    try:
        await request.begin(STREAM_HEADERS)
        await greet(request, stream)
        async for batch in stream.batches():
            await request.send_part(batch)
        await request.end()
    finally:
        leaving.cancel()
        live.hub.leave(stream)


async def greet(request, stream):
    """Say from where the page hears everything, and what it missed; the queue fills meanwhile, so no gap opens."""
    try:
        if await valkey.is_revoked(live.valkey, stream.token):
            stream.close(RENEW)
            return
        await request.send_part(await greeting(stream, request.last_event_id()))
    except (redis.RedisError, OSError, TimeoutError, ValueError, valkey.Missed):
        await request.send_part(hello() + RESYNC)


async def greeting(stream, last):
    if not stream.token.board:
        return hello()
    if not last:
        return hello(await valkey.newest_id(live.valkey, stream.token.board))
    frames, until = await valkey.missed_events(live.valkey, stream.token, valkey.as_pair(last))
    stream.forget(lambda frame: valkey.START < valkey.id_of(frame) <= until)
    return b"".join(frames) + hello(b"%d-%d" % until)


def hello(newest=b""):
    numbered = b"id: " + newest + b"\n" if newest else b""
    return RETRY + numbered + b"event: hello\ndata: {}\n\n"


class Request:
    """One HTTP request and its answer."""

    def __init__(self, scope, receive, send):
        self.path, self.method = scope["path"], scope["method"]
        self.headers = dict(scope["headers"])
        self.parameters = parse_qs(scope["query_string"].decode("latin-1"))
        self.receive, self._send = receive, send

    def query(self, name):
        return self.parameters.get(name, [""])[0]

    def last_event_id(self):
        return self.headers.get(b"last-event-id", b"").decode("latin-1") or self.query("last")

    async def left(self):
        """Returns when the page has gone."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def answer(self, status, body=b"", headers=()):
        await self.begin(headers, status)
        await self.send_part(body, more=False)

    async def begin(self, headers, status=HTTPStatus.OK):
        headers = [*headers, *cors(self.headers.get(b"origin", b""))]
        await self._send({"type": "http.response.start", "status": int(status), "headers": headers})

    async def send_part(self, body, more=True):
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def end(self):
        await self.send_part(b"", more=False)


def cors(origin):
    if origin.decode("latin-1") not in live.origins:
        return []
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-headers", b"last-event-id, cache-control"),
        (b"vary", b"origin"),
    ]


def origins_of(base_url):
    """Where the pages live; on one machine it is the same place by each of its names."""
    parts = urlsplit(base_url)
    port = f":{parts.port}" if parts.port else ""
    own = parts.netloc.removesuffix(port)
    names = LOOPBACK if own in LOOPBACK else (own,)
    return {f"{parts.scheme}://{name}{port}" for name in names}
