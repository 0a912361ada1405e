"""How the log says the facts of a record: in words JSON knows, so that what was read and written compare as equal."""

from accounts.fields.facts import fact_of, is_custom, name_now, told

UNSPOKEN = {"label_is_by_hand"}


def said(record, name, *value):
    """The value of a field (or another value for it) as the log keeps it: ids for records, text for the rest."""
    value = value[0] if value else fact_of(record, name)
    if is_custom(name):
        return value
    if record._meta.get_field(name).is_relation:
        return value and value.pk
    return value if isinstance(value, bool | int | None) else str(value)


def changes_of(record, facts):
    """{name: [old, new]} of the facts that differ."""
    return {
        name: [said(record, name), said(record, name, value)]
        for name, value in facts.items()
        if said(record, name) != said(record, name, value)
    }


def spoken(record, facts):
    """{field as people call it: [old, new]} in words for the timeline."""
    custom = told(record._meta.model_name, record, facts)
    return {
        str(record._meta.get_field(name).verbose_name): [
            words(record, name, getattr(record, name)),
            words(record, name, value),
        ]
        for name, value in facts.items()
        if name not in UNSPOKEN and not is_custom(name)
    } | {field: [old, new] for field, old, new in custom.values()}


def called(record, name):
    """A fact as people call it."""
    if is_custom(name):
        return name_now(record._meta.model_name, name)
    return str(record._meta.get_field(name).verbose_name)


def words(record, name, value):
    choices = dict(record._meta.get_field(name).flatchoices)
    return "" if value is None else str(choices.get(value, value))
