"""A private real PostgreSQL and Valkey for each test run, up before Django reads its settings.

Loaded with “-p tests.servers”. Each worker of pytest-xdist has servers of its own: a transaction that one test holds
open holds back the listeners of the whole PostgreSQL, and emptying a cache empties the whole Valkey. Servers named by
DATABASE_URL and REDIS_URL are used instead where they are set.
"""

import os
import shutil
import tempfile
from pathlib import Path

from config.stack.guard import Guard
from config.stack.postgres import Postgres
from config.stack.valkey import Valkey

OURS = "KARIZ_TEST_SERVERS"
running = []
folder: Path | None = None
guard: Guard | None = None


def start() -> None:
    global folder, guard
    folder = Path(tempfile.mkdtemp(prefix="kariz-test-"))
    guard = Guard()  # A run that is killed leaves nothing behind either.
    guard.watch("folder", folder)
    if is_wanted("DATABASE_URL"):
        log = folder / "postgres.log"
        _start(
            Postgres(folder / "postgres", log=log, owner_password="owner", password="tests", durable=False),
            "DATABASE_URL",
        )
        guard.watch("folder", running[-1].socket)
    if is_wanted("REDIS_URL"):
        _start(Valkey(folder / "valkey", log=folder / "valkey.log", password="tests", durable=False), "REDIS_URL")


def is_wanted(name: str) -> bool:
    """Whether nobody named a server; those of the process that started this one are its own."""
    return name not in os.environ or name in os.environ.get(OURS, "")


def _start(server, name: str) -> None:
    server.start()
    running.append(server)
    guard.watch("server", server.process.pid)
    os.environ[name] = server.url
    os.environ[OURS] = f"{os.environ.get(OURS, '')} {name}"


def stop() -> None:
    for server in reversed(running):
        server.stop()
    if guard:
        guard.dismiss()
        shutil.rmtree(folder, ignore_errors=True)


def pytest_unconfigure(config) -> None:
    stop()


os.environ.setdefault("KARIZ_MODE", "sample")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "k" * 50)
start()
os.environ.setdefault("KARIZ_DATA", str(folder / "data"))
