import os
import subprocess
import sys

import psycopg
import pytest

from config.stack.postgres import Postgres, memory_share
from config.stack.trouble import Trouble


@pytest.fixture
def home(tmp_path):
    """A folder whose path is long and has a space and a letter outside ASCII."""
    return tmp_path / "My CRM data é" / ("deep-" * 20)


@pytest.fixture
def server(home):
    home.mkdir(parents=True)
    server = Postgres(
        home / "postgres", log=home / "postgres.log", owner_password="owner", password="word", durable=False
    )
    yield server
    server.stop()


def ask(server, query, password="word"):
    with psycopg.connect(host=str(server.socket), user="kariz", password=password, dbname="kariz") as connection:
        return connection.execute(query).fetchone()[0]


def test_a_stale_pid_file_does_not_stop_the_next_start(server):
    server.start()
    assert ask(server, "SELECT datcollversion IS NOT NULL OR datlocale = 'C.UTF-8' FROM pg_database LIMIT 1") is True
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = 'kariz'") is False
    server.stop()

    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    for stale in ("", f"{stranger.pid}\n{server.data}\n", "nonsense"):
        (server.data / "postmaster.pid").write_text(stale)
        server.start()
        assert ask(server, "SELECT 1") == 1
        server.stop()
    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_a_lasting_server_keeps_a_share_of_the_memory_for_tables(home):
    server = Postgres(home / "postgres", log=home / "postgres.log", owner_password="owner", password="word")
    home.mkdir(parents=True)
    try:
        server.start()
        held = ask(server, "SELECT setting::bigint * 8 FROM pg_settings WHERE name = 'shared_buffers'")
        assert (held, ask(server, "SHOW io_method")) == (memory_share() // 8 * 8, "sync")
    finally:
        server.stop()


def test_the_socket_is_private_and_the_password_asked(server):
    server.start()
    assert os.stat(server.socket).st_mode & 0o777 == 0o700
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(server, "SELECT 1", password="guess")


def test_a_first_run_cut_short_is_done_again(server):
    server.data.mkdir(parents=True)
    (server.data / "half").write_text("written")
    server.start()
    assert ask(server, "SELECT 1") == 1
    assert [path.read_text() for path in server.home.glob("unfinished-*/half")] == ["written"]


def test_data_of_another_major_version_is_refused(server):
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Trouble, match="was written by PostgreSQL 17, this is 18"):
        server.start()
