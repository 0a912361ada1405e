"""What the conditions of a rule can ask of a deal or a lead, as conditions of the database."""

from dataclasses import dataclass
from typing import Any

from django.db.models import DecimalField, F, Func, Q
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from leads.facts import ANSWERS, BANT, CHOICE, COMPANY, DATE, NUMBER, SIZES, YES_NO, Fact, custom_facts
from leads.facts import facts as facts_of_leads
from leads.models import Label, Lead, Qualification
from pipeline.models import Deal, Stage

DEAL = _("The deal")
LEAD = _("The lead")
NUMBERS = ("at_least", "at_most", "is")


@dataclass(frozen=True)
class Measure(Fact):
    """A number every record has; `made` is how the database works it out, where it is not a column."""

    made: Any = None

    @property
    def tests(self):
        return NUMBERS

    @property
    def known(self):
        return Q()

    @property
    def column(self):
        return F(self.path) if self.made is None else self.made


@dataclass(frozen=True)
class Given(Fact):
    """Something every record has, or has or has not."""

    always: bool = True

    @property
    def known(self):
        return Q()


def days_since(moment):
    """The whole days that have passed since a moment."""
    template = "floor(extract(epoch FROM (%(expressions)s)) / 86400)"
    return Func(Now() - moment, template=template, output_field=DecimalField())


def facts_about(about):
    """{key: Fact} of everything a rule can ask of a deal or a lead, in the order in which lists offer it."""
    return facts_of_deals() if about == "deal" else leads_with_standing()


def facts_of_deals():
    people, labels = choice(User.objects.active().order_by("name")), choice(Label.objects.filter(retired_at=None))
    standing = [
        Given("stage", _("Stage"), CHOICE, stages(), group=DEAL),
        Measure("base_amount", _("Value"), NUMBER, group=DEAL),
        Fact("label", _("Label"), CHOICE, labels, group=DEAL),
        Given("owner", _("Owner"), CHOICE, people, group=DEAL),
        Fact("owner.team", _("Team of the owner"), CHOICE, choice(Team.objects.order_by("name")), group=DEAL),
        Fact("source", _("Source"), group=DEAL),
        Fact("product", _("Product"), group=DEAL),
        Fact("expected_close", _("Expected close"), DATE, group=DEAL),
        Given("status", _("Status"), CHOICE, tuple(Deal.Status.choices), group=DEAL),
        Given("proposal", _("Proposal"), CHOICE, tuple(Deal.Proposal.choices), group=DEAL),
        Given("next_step_at.isnull", _("Has no next step"), YES_NO, group=DEAL),
        Given("parked_until.isnull", _("Is not parked"), YES_NO, group=DEAL),
        Measure("age", _("Age in days"), NUMBER, group=DEAL, made=days_since(F("opened_at"))),
        Measure("in_stage", _("Days in the stage"), NUMBER, group=DEAL, made=days_since(F("entered_stage_at"))),
        Measure("idle", _("Days without care"), NUMBER, group=DEAL, made=days_since(CARED_FOR)),
        Measure("pushes", _("Times put off"), NUMBER, group=DEAL),
        Fact("company.industry", _("Industry of the company"), group=COMPANY),
        Fact("company.size", _("Employees of the company"), CHOICE, SIZES, group=COMPANY, is_ordered=True),
        Fact("company.country", _("Country of the company"), group=COMPANY),
        *bant(),
    ]
    return {fact.key: fact for fact in (*standing, *custom_facts("deal"))}


CARED_FOR = Greatest("touched_at", "entered_stage_at")


def leads_with_standing():
    people, labels = choice(User.objects.active().order_by("name")), choice(Label.objects.filter(retired_at=None))
    standing = [
        Fact("label", _("Label"), CHOICE, labels, group=LEAD),
        Measure("score", _("Score"), NUMBER, group=LEAD),
        Given("status", _("Status"), CHOICE, tuple(Lead.Status.choices), group=LEAD),
        Fact("owner", _("Owner"), CHOICE, people, group=LEAD),
        Fact("owner.team", _("Team of the owner"), CHOICE, choice(Team.objects.order_by("name")), group=LEAD),
        Measure("age", _("Age in days"), NUMBER, group=LEAD, made=days_since(F("created_at"))),
    ]
    return {fact.key: fact for fact in standing} | facts_of_leads()


def bant():
    names = (_("Budget"), _("Authority"), _("Need"), _("Timeline"))
    for topic, name in zip(Qualification.TOPICS, names, strict=True):
        yield Fact(f"qualification.{topic}", name, CHOICE, ANSWERS, group=BANT, is_ordered=True, always=True)


def choice(records):
    return tuple((one.pk, str(one)) for one in records)


def stages():
    """Stages in use, with the name of their pipeline where there are several."""
    found = list(Stage.objects.filter(retired_at=None, pipeline__retired_at=None).select_related("pipeline"))
    found.sort(key=lambda stage: (stage.pipeline.position, stage.pipeline_id, stage.position, stage.pk))
    alone = len({stage.pipeline_id for stage in found}) < 2
    return tuple((one.pk, one.name if alone else f"{one.name} ({one.pipeline.name})") for one in found)
