"""The real web server before the test's database, with as many processes and threads as a newcomer's."""

import os
import subprocess
import sys
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from config.stack.ports import listen

PATIENCE = 60


@pytest.fixture
def web(transactional_db, tmp_path):
    """The address of gunicorn, serving what this test wrote."""
    listener, log = listen(0), (tmp_path / "web.log").open("w")
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    bind = f"fd://{listener.fileno()}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", bind, "config.wsgi"],
        cwd=settings.ROOT,
        env=os.environ | {"DATABASE_URL": url_of_test_database()},
        pass_fds=[listener.fileno()],
        stdout=log,
        stderr=log,
    )
    with listener, log:
        urlopen(f"{address}/healthz", timeout=PATIENCE).close()
        yield address
        server.terminate()
        server.wait(PATIENCE)


def url_of_test_database():
    """DATABASE_URL with the name that pytest gave to the test's own database."""
    whole, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{whole}/{connection.settings_dict['NAME']}"
