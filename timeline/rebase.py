"""The log in another PostgreSQL cluster.

Every cluster counts its transactions from the start. After a dump and restore the log carries numbers the new cluster
has not reached: its events would count as still running, and what is written now would sort before every listener's
position and be skipped. Listeners only need to know which events each has read, so the positions cut the log into
stretches; the stretches are numbered 1, 2, 3…, far below any number a new cluster gives, and inside a stretch events
keep the order in which they were written (their ids). Events written here since the restore, before this ran, are read
last by everybody.
"""

from django.db import connection, transaction

from timeline.log import erasing

FOREIGN = """
    SELECT EXISTS (SELECT FROM timeline_event WHERE transaction >= pg_snapshot_xmax(pg_current_snapshot()))
        OR EXISTS (SELECT FROM timeline_cursor WHERE transaction > pg_snapshot_xmax(pg_current_snapshot()))
"""
# The end of the restored log: what has a higher id was written by this cluster.
END = """
    SELECT COALESCE(max(id), 0) FROM timeline_event WHERE transaction >= pg_snapshot_xmax(pg_current_snapshot())
"""
CUTS = """
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
    SELECT transaction, event_id, row_number() OVER (ORDER BY transaction, event_id) AS number
    FROM (SELECT DISTINCT transaction, event_id FROM timeline_cursor) AS position
"""
EVENTS = """
    UPDATE timeline_event AS event SET transaction = (
        1 + (SELECT count(*) FROM cut
             WHERE event.id > %(end)s OR (cut.transaction, cut.event_id) < (event.transaction, event.id))
    )::text::xid8
"""
CURSORS = """
    UPDATE timeline_cursor AS cursor SET transaction = cut.number::text::xid8, event_id = 9223372036854775807
    FROM cut WHERE (cut.transaction, cut.event_id) = (cursor.transaction, cursor.event_id)
"""


def is_foreign():
    """Whether the log carries numbers this cluster has not given out."""
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN)
        return cursor.fetchone()[0]


@transaction.atomic
def rebase():
    """Number events and positions anew; returns how many events there are. Nobody writes or reads meanwhile."""
    with erasing(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("LOCK TABLE timeline_event, timeline_cursor IN ACCESS EXCLUSIVE MODE")
        cursor.execute(END)
        end = cursor.fetchone()[0]
        cursor.execute(CUTS)
        cursor.execute(EVENTS, {"end": end})
        renumbered = cursor.rowcount
        cursor.execute(CURSORS)
    return renumbered
