from datetime import UTC, datetime

import pytest

from followups.models import LetterTemplate, Sequence
from followups.sequences.running import claim_due_runs, take_step
from tests.followups.conftest import deal, demo, kinds, lead  # noqa: F401 (fixtures)
from tests.followups.mail.conftest import hear, inbound, kari  # noqa: F401 (fixtures)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def template(db):
    return LetterTemplate.objects.create(name="Hello", subject="Hello", body="Hi {{contact.first_name}}")


@pytest.fixture
def sequence(template, kinds):  # noqa: F811 (a fixture)
    """A letter at once, a call two working days later, and another letter three after that."""
    sequence = Sequence.objects.create(name="After the fair", is_on=True)
    sequence.steps.create(position=1, template=template)
    sequence.steps.create(position=2, pause_days=2, kind=kinds["Call"], title="Call them")
    sequence.steps.create(position=3, pause_days=3, template=template)
    return sequence


def tick():
    """What the scheduler and a worker do in one turn; returns how many steps were due."""
    due = claim_due_runs()
    for pk in due:
        take_step(pk)
    return len(due)
