"""A private stack for measuring: PostgreSQL and Valkey as a newcomer's, durable, with Django on top of them."""

import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

SECRET = "only-for-measuring-" + "k" * 50


@contextmanager
def private_stack():
    """Both servers up, tables and static files made, Django set up as the web service sets it up; yields a folder."""
    from config.stack.guard import Guard

    folder, guard, servers = Path(tempfile.mkdtemp(prefix="kariz-bench-")), Guard(), []
    guard.watch("folder", folder)
    try:
        servers += start_servers(folder, guard)
        set_up_django(folder)
        yield folder
    finally:
        for server in reversed(servers):
            server.stop()
        guard.dismiss()
        shutil.rmtree(folder, ignore_errors=True)


def start_servers(folder, guard):
    from config.stack.postgres import Postgres
    from config.stack.valkey import Valkey

    postgres = Postgres(folder / "postgres", log=folder / "postgres.log", owner_password="owner", password="bench")
    valkey = Valkey(folder / "valkey", log=folder / "valkey.log", password="bench")
    for server in (postgres, valkey):
        server.start()
        guard.watch("server", server.process.pid)
    guard.watch("folder", postgres.socket)
    os.environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
    return [postgres, valkey]


def set_up_django(folder):
    os.environ |= {
        "SECRET_KEY": SECRET,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KARIZ_MODE": "sample",
        "KARIZ_DATA": str(folder / "data"),
        "DB_POOL": "true",
        "LOG_LEVEL": "WARNING",
    }
    import django
    from django.core.management import call_command

    django.setup()
    keep_quiet()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    gc.collect()
    gc.freeze()  # as config/gunicorn.py does


def keep_quiet():
    """The line a request writes goes where gunicorn's go in production: into a file, here one that keeps nothing."""
    import structlog

    nowhere = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(nowhere))
