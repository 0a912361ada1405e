"""Facts of a record, be they columns or custom fields (“custom.fleet”), for actions that write and tell of both."""

from accounts.fields.kinds import say
from accounts.fields.known import PREFIX, fields_named, fields_of


def is_custom(name):
    return name.startswith(PREFIX)


def key_of(name):
    return name.removeprefix(PREFIX)


def fact_of(record, name):
    """What a record has under this name; None for an empty custom field."""
    return record.custom.get(key_of(name)) if is_custom(name) else getattr(record, name)


def set_fact(record, name, value):
    """Write one fact on a record in memory; a custom field without a value loses its key."""
    if not is_custom(name):
        setattr(record, name, value)
        return
    rest = {key: kept for key, kept in record.custom.items() if key != key_of(name)}
    record.custom = rest if value is None else rest | {key_of(name): value}


def columns_of(names):
    """The columns that hold these facts, each once."""
    return list(dict.fromkeys("custom" if is_custom(name) else name for name in names))


def parted(facts):
    """The facts of a new record as its columns: what is custom in one sheet."""
    sheet = {key_of(name): value for name, value in facts.items() if is_custom(name) and value is not None}
    plain = {name: value for name, value in facts.items() if not is_custom(name)}
    return plain | ({"custom": plain.get("custom", {}) | sheet} if sheet else {})


def told(kind, record, facts):
    """{name: (the field's name, old words, new words)} of the custom facts among these, as the log freezes them."""
    wanted = {name: value for name, value in facts.items() if is_custom(name)}
    known = fields_named(kind, [key_of(name) for name in wanted])
    return {
        name: (field.name, say(field, fact_of(record, name)), say(field, value))
        for name, value in wanted.items()
        if (field := known.get(key_of(name)))
    }


def name_now(kind, name):
    """How a custom fact is called today."""
    field = fields_named(kind, [key_of(name)]).get(key_of(name))
    return field.name if field else key_of(name)


def words_now(kind, name, value):
    """A value of a custom fact in words, as its field stands today."""
    field = fields_named(kind, [key_of(name)]).get(key_of(name))
    return say(field, value) if field else str(value)


def sheet_said(kind, record):
    """[(Field, words)] of what a record has in the fields in use, for its page; an empty sheet asks nothing."""
    if not record.custom:
        return []
    return [(field, say(field, value)) for field in fields_of(kind) if (value := field.value_in(record)) is not None]
