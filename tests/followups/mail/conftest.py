from datetime import timedelta

import pytest

from followups.models import LetterTemplate
from tests.followups.conftest import deal, demo, kinds, lead, make_deal, make_lead  # noqa: F401 (fixtures)
from timeline.listeners import catch_up

ADDRESS = "kariz+{token}@in.tamar.example"


@pytest.fixture(autouse=True)
def inbound(settings):
    """Mail may come in at ADDRESS, and the house writes as tamar.example."""
    settings.INBOUND = settings.INBOUND | {"address": ADDRESS}
    settings.DEFAULT_FROM_EMAIL = "Kariz <kariz@tamar.example>"
    return settings.INBOUND


@pytest.fixture
def kari(deal):  # noqa: F811 (a fixture)
    """The contact of the deal, with an address."""
    deal.contact.email = "kari@nordkyst.example"
    deal.contact.save()
    return deal.contact


@pytest.fixture
def make_template(db):
    """`make_template("Hello {{contact.first_name}}")`: a template of everybody."""

    def make(body="Hello {{contact.first_name}}", subject="About {{deal.title}}", name="First letter", **facts):
        return LetterTemplate.objects.create(name=name, subject=subject, body=body, **facts)

    return make


@pytest.fixture
def hear(transactional_db):
    """`hear("letters and leads")`: let a listener read on to the end of the log; it begins at the end."""
    return lambda name: catch_up([name], undo_window=timedelta(0))
