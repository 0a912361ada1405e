"""The line to Valkey for words that may be lost: pokes and live updates.

What is said here is only ever a hint, found again by the clock or by a reload, so a broker that is dead or frozen costs
one short timeout and is then left alone for some seconds. Nothing here raises.
"""

import functools
import logging
import time

import redis
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu import Connection
from kombu.pools import producers
from redis.backoff import NoBackoff
from redis.retry import Retry

from timeline.live.address import valkey_url

SOCKET_SECONDS = 1  # twice when a line breaks: redis-py tries to connect anew before it gives up
REST_SECONDS = 5
POKE_MILLISECONDS = 2000

log = logging.getLogger("kariz.wire")


class Breaker:
    """Open for some seconds after a failure, so that a dead broker is not asked again by every request."""

    def __init__(self, rest_seconds=REST_SECONDS):
        self.rest_seconds = rest_seconds
        self.closed_from = 0.0

    def __call__(self, say):
        if time.monotonic() < self.closed_from:
            return None
        try:
            return say()
        except Exception as error:
            self.closed_from = time.monotonic() + self.rest_seconds
            log.warning("Valkey does not answer (%s); trying again in %s s.", type(error).__name__, self.rest_seconds)
            return None


breaker = Breaker()


@functools.cache
def valkey():
    return redis.Redis.from_url(
        valkey_url(settings.REDIS_URL),
        socket_timeout=SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def poke(task):
    """Ask a worker to run a task soon, one request waiting at a time; the schedule finds what a lost poke missed."""
    breaker(lambda: _poke(task))


def poke_on_commit(task):
    """Poke once when this transaction has committed, however often it is asked."""
    wanted = f"poke {task}"
    waiting = transaction.get_connection().run_on_commit
    if any(getattr(entry[1], "wanted", "") == wanted for entry in waiting):
        return

    def poke_now():
        poke(task)

    poke_now.wanted = wanted
    transaction.on_commit(poke_now, robust=True)


def poke_arrived(task):
    """Called as the task begins: what commits from now on needs a new poke."""
    breaker(lambda: valkey().delete(_key(task)))


def _poke(task):
    if not valkey().set(_key(task), 1, nx=True, px=POKE_MILLISECONDS):
        return
    with producers[broker()].acquire(block=True, timeout=SOCKET_SECONDS) as producer:
        current_app.send_task(task, producer=producer, retry=False, expires=60)


@functools.cache
def broker():
    """The broker with shorter patience than a worker has."""
    options = {"socket_timeout": SOCKET_SECONDS, "socket_connect_timeout": SOCKET_SECONDS, "max_retries": 0}
    return Connection(settings.CELERY_BROKER_URL, transport_options=options)


def _key(task):
    return f"kariz:poke:{task}"
