"""What the live process asks of Valkey: one subscription, and the stream of a board for those who come back."""

import asyncio
import json
import logging

import redis.asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from timeline.live.address import board_channel, board_stream, revoked_key, user_channel, valkey_url

REPLAYED_EVENTS = 500
RETRY_SECONDS = 1
QUIET_SECONDS = 5
DEAD_SECONDS = 15
START = (0, 0)

log = logging.getLogger("kariz.live")


class Missed(Exception):
    """What happened since cannot be replayed."""


def connect(url):
    """A client with few connections and little patience, for the questions asked when a page comes."""
    pool = redis.BlockingConnectionPool.from_url(
        valkey_url(url),
        max_connections=8,
        timeout=2,
        socket_timeout=2,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0),
    )
    return redis.Redis(connection_pool=pool)


async def keep_listening(url, hub):
    """Hold one subscription for the whole process; whenever it was lost, every page is told to look again."""
    while True:
        try:
            await listen(url, hub)
        except (redis.RedisError, OSError, TimeoutError) as error:
            log.warning("The line to Valkey is lost (%s).", type(error).__name__)
        hub.subscribed.clear()
        await asyncio.sleep(RETRY_SECONDS)


async def listen(url, hub):
    client = redis.Redis.from_url(valkey_url(url), socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
    async with client, client.pubsub() as subscription:
        await subscription.psubscribe(board_channel("*"), user_channel("*"))
        quiet = 0
        while quiet < DEAD_SECONDS:
            message = await subscription.get_message(timeout=QUIET_SECONDS)
            quiet = 0 if message else quiet + QUIET_SECONDS
            if message is None:
                await subscription.ping()
            else:
                pass_on(message, hub)
    raise redis.ConnectionError("No answer")


def pass_on(message, hub):
    if message["type"] == "psubscribe" and not hub.subscribed.is_set():
        hub.subscribed.set()
        hub.resync()
    elif message["type"] == "pmessage":
        hub.hear(message["channel"], message["data"])


async def is_revoked(client, token):
    """Whether the user was signed out or given other rights after the token was issued."""
    revoked_at = await client.get(revoked_key(token.user_id))
    return revoked_at is not None and token.issued_at <= float(revoked_at)


async def newest_id(client, board):
    """The id of the last event of a board, from which a replay would start."""
    entries = await client.xrevrange(board_stream(board), count=1)
    return entries[0][0] if entries else b"0-0"


async def missed_events(client, token, last):
    """The frames after `last` that this token may hear, and the id of the last one; Missed if there are too many or the
    stream does not reach back so far."""
    stream = board_stream(token.board)
    oldest = await client.xrange(stream, count=1)
    newest = as_pair(await newest_id(client, token.board))
    if last > newest or oldest and last < as_pair(oldest[0][0]):
        raise Missed
    entries = await client.xrange(stream, f"({last[0]}-{last[1]}", "+", count=REPLAYED_EVENTS + 1)
    if len(entries) > REPLAYED_EVENTS:
        raise Missed
    frames = [framed(*entry) for entry in entries if token.sees(json.loads(entry[1][b"scope"]))]
    return frames, as_pair(entries[-1][0]) if entries else last


def framed(entry_id, fields):
    return b"id: " + entry_id + b"\n" + fields[b"body"]


def as_pair(entry_id):
    """Ids compare as (milliseconds, number), not as text."""
    text = entry_id.decode() if isinstance(entry_id, bytes) else entry_id
    milliseconds, _dash, number = text.partition("-")
    return int(milliseconds), int(number or 0)


def id_of(frame):
    """The id of a framed event, or the lowest for those that have none."""
    if not frame.startswith(b"id: "):
        return START
    return as_pair(frame[4 : frame.index(b"\n")])
