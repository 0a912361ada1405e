"""The fields an admin added, as columns of files: guessed by their names, read as everywhere else in the house."""

import json
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.fields.facts import is_custom, key_of
from accounts.fields.files import head_of
from accounts.fields.kinds import read_value
from accounts.fields.known import Kind, fields_of
from leads.importing.values import MONTH_FIRST, Refused


def custom_columns(record):
    """(key, label, words, parse, is_day, hint) of each field in use of a kind of record, as a Column takes them."""
    for field in fields_of(record):
        if field.kind == Kind.PERSON:
            field.people.look_up()  # rows are read where nobody asks the database
        yield {
            "key": field.fact,
            "label": field.name,
            "words": (field.key, head_of(field)),
            "parse": partial(read_cell, field),
            "is_day": field.kind == Kind.DATE,
            "hint": field.hint,
        }


def read_cell(field, cell, hints):
    try:
        return read_value(field, cell, month_first=hints.get("days") == MONTH_FIRST)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


def sheet_of(values):
    """{key: value} of what a row says of custom fields; an empty cell says nothing."""
    return {key_of(fact): value for fact, value in values.items() if is_custom(fact) and value is not None}


def as_json(sheet):
    return json.dumps(sheet, ensure_ascii=False) if sheet else None


def custom_words(record):
    """{fact: {"name": the field's name, "names": {value: words}}}, by which the database says old and new values."""
    return {field.fact: {"name": field.name, "names": names_of(field)} for field in fields_of(record)}


def names_of(field):
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return field.option_names
        case Kind.PERSON:
            return field.people.names
        case Kind.YES_NO:
            return {"true": _("Yes"), "false": _("No")}
    return {}
