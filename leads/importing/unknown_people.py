"""People a file named and nobody knew: added for it, and gone again with it unless something else names them."""

from django.db import connection

from accounts.models import User
from leads.models import ImportChange

RECORD = "user"
Fate = ImportChange.Fate

# (table, column) of what the house works out by itself from whose records are whose, named by the floors above
worked_out = set()

UNNAMED = """
SELECT u.id FROM accounts_user u WHERE u.id = ANY(%(ids)s) AND NOT u.is_active AND u.last_login IS NULL
    AND NOT EXISTS (SELECT 1 FROM timeline_event e WHERE e.subject = 'user:' || u.id) {unnamed}
"""


def is_worked_out(model, column):
    """Say that rows of a model follow from the records of a person, and so do not keep that person here."""
    worked_out.add((model._meta.db_table, column))


def note_made(batch, record, made, rows):
    """Remember what was made for these rows beside their records, so that it goes when the batch is taken back."""
    ImportChange.objects.bulk_create(
        ImportChange(batch=batch, record=record, record_id=one.pk, line=rows[0].row.line) for one in made
    )


def take_people_back(batch, most):
    """Remove up to so many of the people a batch added, as far as nothing names them; returns how many were looked at.

    Somebody an admin has opened the door to, and whoever owns, wrote or is told of in anything else, stays.
    """
    changes = ImportChange.objects.filter(batch=batch, record=RECORD, fate=Fate.STANDING).order_by("-id")[:most]
    changes = {change.record_id: change for change in changes}
    known = dict(User.objects.filter(pk__in=changes).order_by("pk").select_for_update().values_list("pk", "name"))
    gone = unnamed(list(known))
    User.objects.filter(pk__in=gone).delete()
    for pk, change in changes.items():
        change.fate = Fate.KEPT if pk in known and pk not in gone else Fate.RESTORED
    ImportChange.objects.bulk_update(changes.values(), ["fate"])
    forget_names(batch, [known[pk] for pk in gone])
    return len(changes)


def unnamed(ids):
    """Those of these people whom nothing in the house names; nobody can begin to while this transaction lasts."""
    nowhere = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = u.id)"  # noqa: S608 - names of ours
        for table, column in sorted(places_of_people() - worked_out)
    )
    with connection.cursor() as cursor:
        cursor.execute(UNNAMED.format(unnamed=nowhere), {"ids": ids})
        return {pk for (pk,) in cursor.fetchall()}


def places_of_people():
    """(table, column) of everything in the database that may name a person."""
    relations = [field for field in User._meta.get_fields(include_hidden=True) if field.auto_created]
    fields = [relation.field for relation in relations if not relation.concrete and not relation.many_to_many]
    return {(field.model._meta.db_table, field.column) for field in fields}


def forget_names(batch, names):
    """The page of the batch names no longer whom it took away."""
    notes = batch.options.get("notes", {})
    if "people" in notes:
        notes["people"] = [name for name in notes["people"] if name not in names]
