"""A private real PostgreSQL and Valkey for each test run, up before Django reads its settings.

Loaded with “-p tests.servers”. Workers of pytest-xdist inherit the addresses; each makes a database of its own.
Servers named by DATABASE_URL and REDIS_URL are used instead where they are set.
"""

import os
import shutil
import tempfile
from pathlib import Path

from config.stack.postgres import Postgres
from config.stack.valkey import Valkey

running = []
folder: Path | None = None


def start() -> None:
    global folder
    folder = Path(tempfile.mkdtemp(prefix="kariz-test-"))
    if "DATABASE_URL" not in os.environ:
        log = folder / "postgres.log"
        _start(
            Postgres(folder / "postgres", log=log, owner_password="owner", password="tests", durable=False),
            "DATABASE_URL",
        )
    if "REDIS_URL" not in os.environ:
        _start(Valkey(folder / "valkey", log=folder / "valkey.log", password="tests", durable=False), "REDIS_URL")


def _start(server, name: str) -> None:
    server.start()
    running.append(server)
    os.environ[name] = server.url


def stop() -> None:
    for server in reversed(running):
        server.stop()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_unconfigure(config) -> None:
    stop()


os.environ.setdefault("KARIZ_MODE", "sample")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "k" * 50)
if "PYTEST_XDIST_WORKER" not in os.environ:
    start()
    os.environ.setdefault("KARIZ_DATA", str(folder / "data"))
