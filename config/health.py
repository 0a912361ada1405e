"""/healthz: this process lives. /readyz: it can do its work. Answered before hosts, sessions and sign-in are looked at,
since those who ask are machines that know no name of ours."""

import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

TICK = "config.scheduler-tick"
LATE_SECONDS = 60


def middleware(get_response):
    answers = {"/healthz": healthz, "/readyz": readyz}
    return lambda request: answers.get(request.path_info, get_response)(request)


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def readyz(request):
    """503 while the database, the broker or a migration is missing; a late scheduler is told, yet pages still serve."""
    needed = {"database": database(), "broker": broker(), "migrations": migrations()}
    ready = set(needed.values()) == {"ok"}
    return JsonResponse({"ready": ready, **needed, "scheduler": scheduler()}, status=200 if ready else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def broker() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return "does not answer"
    return "ok"


def migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return "unknown"
    return f"{missing} not applied" if missing else "ok"


def scheduler() -> str:
    """When the scheduler last ticked through a worker: “ok”, or for how many seconds nothing came."""
    try:
        ticked = cache.get(TICK)
    except redis.RedisError:
        return "unknown"
    if ticked is None:
        return "has not ticked yet"
    age = time.time() - ticked
    return "ok" if age <= LATE_SECONDS else f"last tick {age:.0f} s ago"


def note_tick() -> None:
    cache.set(TICK, time.time(), None)
