import pytest

from leads.models import Label, LabelSet
from tests.world import make_lead
from timeline.models import Event


@pytest.fixture
def hot(db):
    return Label.objects.create(set=LabelSet.objects.create(name="Temperature"), name="Hot", hue=40, icon="hot")


@pytest.fixture
def lead(cast):
    """Alice's lead."""
    return make_lead("Mwana Kapinga", cast.alice, email="mwana@dar.example", company_name="Dar Freight", source="Fair")


@pytest.fixture
def verbs():
    """The verbs in the log, oldest first."""
    return lambda: list(Event.objects.order_by("pk").values_list("verb", flat=True))
