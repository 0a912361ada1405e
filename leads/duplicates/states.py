"""Rows as they were, in words JSON knows, and back again."""

from datetime import date

from leads.duplicates.marks import MODELS, name_of, parted
from leads.models import Qualification

ROWS = MODELS | {"qualification": Qualification}


def state_of(record, names):
    """{field: value} of some fields of a row."""
    return {name: plain(getattr(record, record._meta.get_field(name).attname)) for name in names}


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


def restore(record, before, after):
    """Give a row back what it was; what somebody changed since stays. Returns the names of what went back."""
    names = [name for name in before if state_of(record, [name])[name] == after[name]]
    for name in names:
        field = record._meta.get_field(name)
        target = field.target_field if field.is_relation else field
        setattr(record, field.attname, target.to_python(before[name]))
    return names


def lock_named(names):
    """{name: row} of rows by their names in the log, locked in the order of the names."""
    found = {}
    for name in sorted(names):
        kind, pk = parted(name)
        found[name] = ROWS[kind]._base_manager.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    return found


def lock_both(one, other):
    """Two records as they stand now, nobody else writing them until this transaction ends."""
    locked = lock_named([name_of(one), name_of(other)])
    return locked[name_of(one)], locked[name_of(other)]
