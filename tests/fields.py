"""Custom fields for tests: `make_field("deal", "Region", "choice", options=["North", "South"])`."""

import pytest

from accounts.fields.actions import add_field
from accounts.fields.known import fields_named


@pytest.fixture
def make_field(cast):
    def make(record, name, kind, **facts):
        currency = facts.pop("currency", "EUR") if kind == "money" else ""
        made = add_field(by=cast.ada, record=record, name=name, kind=kind, currency=currency, **facts)
        return fields_named(record, [made.key])[made.key]

    return make


def option_of(field, name):
    """The id of an option by its name."""
    return next(pk for pk, said, _is_retired in field.options if said == name)
