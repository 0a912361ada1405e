import pytest

from timeline.models import Outgoing


@pytest.fixture
def outbox(db):
    """What waits to leave the house, oldest first: `outbox()[0]["text"]`."""
    return lambda: [row.payload for row in Outgoing.objects.order_by("pk")]
