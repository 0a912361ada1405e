from datetime import UTC, datetime
from uuid import uuid4

import pytest

from followups.booking.actions import Guest, make_link

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEKDAYS = {str(day): [["09:00", "12:00"]] for day in range(5)}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """It is Monday 23 November, 9:00 in London and 10:00 in Berlin."""
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def link(cast, kinds):
    """Demos of 30 minutes with Alice, on weekday mornings from 9 to 12 by the clock of Berlin."""
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    facts = {"minutes": 30, "buffer_minutes": 0, "notice_hours": 12, "days_ahead": 7, "hours": WEEKDAYS}
    return make_link(by=cast.alice, name="Demo", kind=kinds["Demo"], **facts)


@pytest.fixture
def guest():
    def made(name="Kari Solheim", email="kari@fjord.example", **more):
        return Guest(operation=uuid4(), name=name, email=email, **more)

    return made


def at(day, clock, zone=UTC):
    """A time of November 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)
