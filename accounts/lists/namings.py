"""Rows that name entries of a list by their ids within JSON: how many there are, and how a merge renames them."""

from copy import deepcopy

from accounts.lists.kept import namings, namings_of
from accounts.lists.surgery import state_of


def said_namings(entry):
    """[(how many rows name this entry, in words, with the address that opens them)] of every kind that has any."""
    counted = [(naming, len(naming.of(entry))) for naming in namings_of(entry)]
    return [(naming.words(count), naming.link(entry)) for naming, count in counted if count]


def rename_in_rows(entry, into, before, after):
    """Let the rows that name an entry name another; `before` and `after` are completed with their fields."""
    for naming in namings_of(entry):
        list(naming.model.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        rows = naming.of(entry)
        before.update(deepcopy(state_of(rows, naming.fields)))
        for row in rows:
            naming.rename(row, entry.pk, into.pk)
        naming.model.objects.bulk_update(rows, naming.fields)
        after.update(state_of(rows, naming.fields))


def models_that_name():
    """The models whose rows somebody else may have changed since, and then keeps."""
    return {naming.model for those in namings.values() for naming in those}
