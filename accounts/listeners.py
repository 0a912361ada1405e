"""What follows from changes of the house."""

from timeline import wire
from timeline.listeners import listen

ENSURE_INDEXES = "accounts.tasks.ensure_indexes"


@listen("field-indexes", verbs=["field."])
def index_the_fields(_events):
    """A field that came or went has its index made or dropped, outside any transaction."""
    wire.poke_on_commit(ENSURE_INDEXES)
