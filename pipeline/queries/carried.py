"""Custom values of a lead that go along: into fields of the same key and kind, choices by their names."""

from accounts.models import CustomField

CHOICE, CHOICES = CustomField.Kind.CHOICE, CustomField.Kind.CHOICES


def custom_for(record, custom):
    """{key: value} of a lead's custom values that a kind of record (“deal”, …) has the same field for."""
    if not custom:
        return {}
    fields = CustomField.objects.filter(record__in=["lead", record], retired_at=None, key__in=custom)
    found = {(field.record, field.key): field for field in fields.prefetch_related("options")}
    pairs = [(found.get(("lead", key)), found.get((record, key)), value) for key, value in custom.items()]
    fitting = [(own, theirs, value) for own, theirs, value in pairs if own and theirs and fits(own, theirs)]
    carried = {theirs.key: translated(own, theirs, value) for own, theirs, value in fitting}
    return {key: value for key, value in carried.items() if value is not None}


def fits(own, theirs):
    return (own.kind, own.currency) == (theirs.kind, theirs.currency)


def translated(own, theirs, value):
    """The value as the other field keeps it; None where its options know no such name."""
    if not own.has_options:
        return value
    names = {option.pk: option.name.casefold() for option in own.options.all()}
    options = {option.name.casefold(): option.pk for option in theirs.options.all() if not option.retired_at}
    chosen = [options[names[pk]] for pk in (value if own.kind == CHOICES else [value]) if names.get(pk) in options]
    if own.kind == CHOICE:
        return chosen[0] if chosen else None
    return sorted(chosen) or None


def custom_words(record, custom):
    """The names of the custom fields in use that have a value."""
    if not custom:
        return []
    return list(CustomField.objects.of(record).filter(key__in=custom).values_list("name", flat=True))
