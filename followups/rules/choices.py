"""What an admin chooses from in a rule, each list asked for once and only if it is needed."""

from functools import cached_property

from accounts.models import CustomField, User
from accounts.rights import RIGHTS
from followups.models import FollowUpKind, LetterTemplate, Sequence, WebhookEndpoint
from followups.rules.facts import stages
from leads.models import Label, Lead
from pipeline.models import Deal
from pipeline.words import fact_name

FIELDS = {
    "deal": ("owner", "amount", "expected_close", "label", "source", "product", "probability", "title", "company"),
    "lead": ("owner", "label", "industry", "size", "source", "country", "job_title", "email", "phone", "company_name"),
}
WORKERS = RIGHTS["deal.edit"][0]


class Choices:
    """{value: name} of everything a trigger or an act can name, in the order in which lists offer it."""

    def __getitem__(self, name):
        return getattr(self, name)

    @cached_property
    def stages(self):
        return dict(stages())

    @cached_property
    def kinds(self):
        return dict(FollowUpKind.objects.filter(retired_at=None).values_list("pk", "name"))

    @cached_property
    def labels(self):
        return dict(Label.objects.filter(retired_at=None).values_list("pk", "name"))

    @cached_property
    def people(self):
        return dict(User.objects.active().filter(role__in=WORKERS).order_by("name").values_list("pk", "name"))

    @cached_property
    def everybody(self):
        return dict(User.objects.active().order_by("name").values_list("pk", "name"))

    @cached_property
    def templates(self):
        return dict(LetterTemplate.objects.filter(owner=None, retired_at=None).values_list("pk", "name"))

    @cached_property
    def sequences(self):
        return dict(Sequence.objects.filter(is_on=True).values_list("pk", "name"))

    @cached_property
    def endpoints(self):
        return dict(WebhookEndpoint.objects.values_list("pk", "name"))

    @cached_property
    def deal_fields(self):
        return {name: fact_name(name) for name in FIELDS["deal"]} | self.custom("deal")

    @cached_property
    def lead_fields(self):
        names = {name: str(Lead._meta.get_field(name).verbose_name) for name in FIELDS["lead"]}
        return {name: said[:1].upper() + said[1:] for name, said in names.items()} | self.custom("lead")

    @cached_property
    def proposals(self):
        return dict(choice for choice in Deal.Proposal.choices if choice[0])

    def custom(self, record):
        return {f"custom.{key}": name for key, name in CustomField.objects.of(record).values_list("key", "name")}
