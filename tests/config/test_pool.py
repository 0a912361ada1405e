"""A connection of the pool is looked at before it is used, and one whose server has gone is replaced."""

import pytest
from django.db import connection
from psycopg import OperationalError
from psycopg_pool import ConnectionPool

from config.pool import check_the_wire


@pytest.fixture
def pool(db):
    facts = connection.get_connection_params()
    kwargs = {name: facts[name] for name in ("host", "port", "user", "password", "dbname") if name in facts}
    with ConnectionPool(kwargs=kwargs | {"autocommit": True}, min_size=1, max_size=1, check=check_the_wire) as pool:
        yield pool


def last_said(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone()[0]


def end(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_quiet_connection_is_used_again_without_a_question(pool):
    with pool.connection() as first:
        pid = first.info.backend_pid
        first.execute("SELECT 'the last one'")
    with pool.connection() as again:
        assert again.info.backend_pid == pid
        assert last_said(pid) == "SELECT 'the last one'"


def test_a_connection_whose_server_has_gone_is_replaced(pool):
    with pool.connection() as first:
        pid = first.info.backend_pid
    end(pid)
    with pool.connection() as fresh:
        assert fresh.info.backend_pid != pid
        assert fresh.execute("SELECT 7").fetchone() == (7,)


def test_a_lost_connection_is_said_to_be_lost(pool):
    with pool.connection() as held:
        end(held.info.backend_pid)
        with pytest.raises(OperationalError):
            check_the_wire(held)
