"""Custom fields as columns of files: what an export writes, and what the importer may fill."""

from functools import partial

from accounts.fields.kinds import cell
from accounts.fields.known import fields_of


def file_columns(kind):
    """[(head, read)] of every field in use; `read(record)` gives a cell that `read_value` takes back unchanged."""
    return [(head_of(field), partial(cell_of, field)) for field in fields_of(kind)]


def head_of(field):
    """The name, with the currency of money, which the cells do not say."""
    return f"{field.name} ({field.currency})" if field.currency else field.name


def cell_of(field, record):
    return cell(field, field.value_in(record))
