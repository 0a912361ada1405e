import pytest

from accounts.models import TeamHours
from followups.actions import set_up_kinds
from leads.models import Company, Contact, Lead, Qualification
from pipeline.models import Deal, Pipeline, Stage


@pytest.fixture
def kinds(db):
    """The default kinds by name: `kinds["Call"]`."""
    return {kind.name: kind for kind in set_up_kinds()}


@pytest.fixture
def works_every_day(workspace):
    """No day of the week holds a reminder back, so that a test passes on any of them."""
    TeamHours.objects.create(working_days=list(range(7)))


@pytest.fixture
def demo(workspace):
    """The stage Demo of a pipeline of its own."""
    pipeline = Pipeline.objects.create(name="Sales")
    return Stage.objects.create(pipeline=pipeline, name="Demo", colour=4, probability=50, position=4)


@pytest.fixture
def deal(cast, demo):
    """Reefer fleet telemetry, €48,200, Alice's."""
    return make_deal(demo, cast.alice)


@pytest.fixture
def lead(cast):
    """Mwana Kapinga, Alice's lead with a telephone."""
    return make_lead(cast.alice)


def make_deal(stage, owner, title="Reefer fleet telemetry", **facts):
    company, _made = Company.objects.get_or_create(name="Nordkyst Fisk AS")
    contact = Contact.objects.create(name="Kari Solheim", company=company, phone="+47 55 00 00 00")
    facts = {"amount": 48200, "base_amount": 48200, "company": company, "contact": contact} | facts
    return Deal.objects.create(
        pipeline=stage.pipeline,
        stage=stage,
        rank=f"a{Deal.objects.count():05}",
        title=title,
        owner=owner,
        qualification=Qualification.objects.create(),
        **facts,
    )


def make_lead(owner, name="Mwana Kapinga", **facts):
    facts = {"company_name": "Dar Freight Ltd", "phone": "+255 22 000", "score": 92} | facts
    return Lead.objects.create(name=name, owner=owner, qualification=Qualification.objects.create(), **facts)
