"""What the open pages are told: a few ids and ranks, framed once, and beside them who may hear it."""

import json
import time

from timeline.live.address import board_channel, board_stream, revoked_key, user_channel
from timeline.live.token import LIFE_SECONDS
from timeline.wire import breaker, valkey

KEPT_EVENTS = 2000
# The event's number exists only after XADD, and nobody may hear of an event that a reconnecting page cannot replay:
# so both happen in one step on the server.
PUBLISH = """
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'scope', ARGV[2], 'body', ARGV[3])
redis.call('PUBLISH', ARGV[1], ARGV[2] .. '\\n' .. 'id: ' .. id .. '\\n' .. ARGV[3])
return id
"""
EVERYONE = None
# Boards whose pages missed a word while Valkey was silent: told to look again with the next word that gets out.
missed = set()


def publish(board, kind, data, scopes=EVERYONE):
    """Tell the open pages of a board; `scopes` lists (owner id, team path) pairs, one of which a listener must see."""
    told = breaker(lambda: say(board, kind, data, scopes))
    if told is None:
        missed.add(board)
    elif missed:
        breaker(lambda: [say(missed.pop(), "resync", {}, EVERYONE) for _ in range(len(missed))])
    return told


def say(board, kind, data, scopes):
    if scopes is not EVERYONE:
        scopes = [list(pair) for pair in scopes]
    arguments = [board_channel(board), json.dumps(scopes), frame(kind, data), KEPT_EVENTS]
    return valkey().eval(PUBLISH, 1, board_stream(board), *arguments)


def publish_to_user(user_id, kind="notice", data=None):
    """Tell the open pages of one person, whatever board they show; nobody else hears it and it is not replayed."""
    return breaker(lambda: valkey().publish(user_channel(user_id), f"null\n{frame(kind, data or {})}"))


def newest_event(board):
    """The id of the board's last event. Read before the page's queries, nothing falls between page and stream."""
    entries = breaker(lambda: valkey().xrevrange(board_stream(board), count=1))
    return entries[0][0].decode() if entries else ""


def close_streams(user):
    """End this person's streams and the tokens given out so far: signed out, or allowed to see something else now."""
    return breaker(lambda: _close_streams(user.pk))


def _close_streams(user_id):
    valkey().set(revoked_key(user_id), time.time(), ex=LIFE_SECONDS)
    return valkey().publish(user_channel(user_id), f"null\n{frame('bye', {})}")


def frame(kind, data):
    """A server-sent event without its number."""
    return f"event: {kind}\ndata: {json.dumps(data, separators=(',', ':'), default=str)}\n\n"
