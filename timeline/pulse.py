"""Whether worker and scheduler live: each leaves its pulse in Valkey, and whoever looks learns since when not."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from timeline.wire import breaker, valkey

WORKER, SCHEDULER = "worker", "scheduler"
BEAT_SECONDS = 10
LATE_SECONDS = 60

started = time.monotonic()
beaten = {}


@dataclass(frozen=True)
class Stopped:
    """A part that gives no sign of life; `since` is None when it never gave one that is remembered."""

    part: str
    since: datetime | None


def beat(part):
    """Leave a sign of life of this process, every few seconds at most."""
    now = time.monotonic()
    if now - beaten.get(part, -BEAT_SECONDS) >= BEAT_SECONDS:
        beaten[part] = now
        breaker(lambda: valkey().set(key_of(part), time.time()))


def stopped():
    """The parts that have not been heard of for a minute; nothing when Valkey itself does not answer."""
    parts = (WORKER, SCHEDULER)
    pulses = breaker(lambda: valkey().mget([key_of(part) for part in parts]))
    return [found for found in map(judged, parts, pulses or ()) if found]


def judged(part, pulse):
    if pulse is None:  # just begun, or never come up
        return Stopped(part, None) if time.monotonic() - started > LATE_SECONDS else None
    since = float(pulse)
    return Stopped(part, datetime.fromtimestamp(since, UTC)) if time.time() - since > LATE_SECONDS else None


def key_of(part):
    return f"kariz:pulse:{part}"
