"""How the database is asked for a report: with room to group and sort a million deals, and without compiling first."""

from contextlib import contextmanager

from django.db import connection, transaction

from pipeline.queries.then import ROOM_TO_SORT


@contextmanager
def with_room():
    """Statements inside may use more memory than those of a page that shows fifty rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM_TO_SORT)
        yield
