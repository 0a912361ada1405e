"""Every row of every table, to see what an act and its way back have left different."""

from django.apps import apps
from django.db import connection

# What the database works out anew for itself: compared by what it says, not by how its rows are numbered.
DERIVED = {
    "pipeline_tally": "SELECT stage_id, owner_id, status, is_parked, has_step, sum(count), sum(total), sum(own_total),"
    " sum(own_worth) FROM pipeline_tally GROUP BY 1, 2, 3, 4, 5 HAVING sum(count) <> 0",
    "accounts_searchentry": "SELECT to_jsonb(entry) - 'id' FROM accounts_searchentry entry",
}
# What grows with every act: the log, the search's words, and the bin itself.
GROWING = {"timeline_event", "timeline_told", "timeline_outgoing", "accounts_searchword"}


def every_row(but=()):
    """{table: its rows as sorted texts}, but for these tables and those that grow with every act."""
    return {table: rows_of(table) for table in tables() if table not in {*GROWING, *but}}


def tables():
    return sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(DERIVED.get(table, f'SELECT one::text FROM "{table}" one'))  # noqa: S608 - names of ours
        return sorted(map(repr, cursor.fetchall()))


def differences(before, after):
    """{table: (rows that are gone, rows that are new)} of the tables that are not as before."""
    return {
        table: (sorted(set(before[table]) - set(after[table])), sorted(set(after[table]) - set(before[table])))
        for table in before
        if before[table] != after[table]
    }
