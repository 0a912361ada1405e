"""How the database is asked for a report: with room to group and sort a million deals, and without compiling first."""

from contextlib import contextmanager

from django.db import connection, transaction

ROOM = "SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)"


@contextmanager
def with_room():
    """Statements inside may use more memory than those of a page that shows fifty rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        yield
