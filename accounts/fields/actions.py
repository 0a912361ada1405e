"""Adding and changing fields and the options of choices; order, retiring and reverting are those of every list."""

import re

from django.db import transaction
from django.utils.text import slugify

from accounts.lists.actions import add_entry, edit_entry
from accounts.lists.kept import registry
from accounts.models import CustomField

FIELDS, OPTIONS = "fields", "field-options"
LONGEST_KEY = 34


@transaction.atomic
def add_field(*, by, record, name, kind, options=(), **facts):
    """Add a field at the end of its kind of record, with the options of a choice by name; returns it."""
    field = add_entry(registry[FIELDS], by=by, record=record, name=name, kind=kind, key=free_key(record, name), **facts)
    for option in options:
        add_option(field, by=by, name=option)
    return field


def edit_field(field, *, by, name, hint, is_required):
    """Change how a field is called, its hint, and whether forms insist on it; returns it."""
    return edit_entry(field, by=by, name=name, hint=hint, is_required=is_required)


def add_option(field, *, by, name):
    """Add an option at the end of a choice and return it."""
    return add_entry(registry[OPTIONS], by=by, field=field, name=name)


def edit_option(option, *, by, name):
    """Call an option something else; records keep it, timelines the old name."""
    return edit_entry(option, by=by, name=name)


def free_key(record, name):
    """A key made of the name that no field of this kind of record ever had."""
    start = re.sub(r"[^a-z0-9]+", "_", slugify(name))[:LONGEST_KEY].strip("_")
    start = start if start[:1].isalpha() else f"field_{start}".strip("_")
    taken = set(CustomField.objects.filter(record=record, key__startswith=start).values_list("key", flat=True))
    return next(key for key in keys_from(start) if key not in taken)


def keys_from(start):
    yield start
    number = 2
    while True:
        yield f"{start}_{number}"
        number += 1
