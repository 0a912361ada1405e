"""How the database is asked for a report: with room to group and sort a million deals, and without compiling first."""

from contextlib import contextmanager

from django.db import connection, transaction

# The planner takes the start of processes that share the work for dearer than it is.
ROOM = """SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
    set_config('parallel_setup_cost', '0', true)"""


@contextmanager
def with_room():
    """Statements inside may use more memory than those of a page that shows fifty rows, and every processor."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        yield
