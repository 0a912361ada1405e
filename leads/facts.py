"""What can be asked of a lead in a rule: its columns, its company's, its BANT answers and the fields an admin added."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields.filters import column_of
from accounts.models import HAS_CUSTOM, CustomField, CustomOption, User
from leads.models import Company, Qualification

TEXT, CHOICE, NUMBER, DATE, YES_NO = "text", "choice", "number", "date", "yes_no"
CUSTOM = "custom."
TESTS = {
    TEXT: ("one_of", "contains", "is", "is_set", "is_empty"),
    CHOICE: ("one_of", "is", "is_set", "is_empty"),
    NUMBER: ("at_least", "at_most", "is", "is_set", "is_empty"),
    DATE: ("at_least", "at_most", "is", "is_set", "is_empty"),
    YES_NO: ("is", "is_set", "is_empty"),
}
BY_ORDER = ("at_least", "at_most", "one_of", "is")
KINDS = {
    CustomField.Kind.NUMBER: NUMBER,
    CustomField.Kind.MONEY: NUMBER,
    CustomField.Kind.DATE: DATE,
    CustomField.Kind.CHOICE: CHOICE,
    CustomField.Kind.CHOICES: CHOICE,
    CustomField.Kind.PERSON: CHOICE,
    CustomField.Kind.YES_NO: YES_NO,
}
ORDERED = {NUMBER: CustomField.Kind.NUMBER, DATE: CustomField.Kind.DATE}


@dataclass(frozen=True)
class Fact:
    """One thing a rule can ask: `key` as rules keep it, `choices` as (value, name) in their order, `group` in lists.

    With `is_ordered` its choices rise, so that “at least” can be asked; `always` says that it has a value at all times.
    """

    key: str
    name: object
    kind: str = TEXT
    choices: tuple = ()
    group: object = _("The lead")
    is_ordered: bool = False
    always: bool = False

    @property
    def tests(self):
        """What can be asked of it."""
        if self.is_ordered:
            return BY_ORDER if self.always else (*BY_ORDER, "is_set", "is_empty")
        return TESTS[self.kind][:1] if self.always else TESTS[self.kind]

    @property
    def is_custom(self):
        return self.key.startswith(CUSTOM)

    @property
    def path(self):
        """The same key as lookups say it: “company.industry” as “company__industry”."""
        return self.key.replace(".", "__")

    def of(self, lead):
        """The value of a lead, None where it has none."""
        first, _dot, rest = self.key.partition(".")
        if self.is_custom:
            return lead.custom.get(rest)
        thing = getattr(lead, first)
        value = getattr(thing, rest, None) if rest else thing
        return None if value == "" else value

    @property
    def column(self):
        """The value as the database sees it, and as the index of a custom field has it."""
        if not self.is_custom:
            return F(self.path)
        return column_of(self.key.removeprefix(CUSTOM), ORDERED.get(self.kind, CustomField.Kind.TEXT))

    @property
    def known(self):
        """The condition that there is a value."""
        if self.is_custom:
            return HAS_CUSTOM & Q(custom__has_key=self.key.removeprefix(CUSTOM))
        is_known = Q(**{f"{self.path}__isnull": False})
        return is_known & ~Q(**{self.path: ""}) if self.kind == TEXT or self.key.endswith("size") else is_known

    def read(self, value):
        """A kept value as the kind of thing that is compared; days as they are written compare as days."""
        return Decimal(value) if self.kind == NUMBER else value


BANT = _("BANT")
COMPANY = _("The company")
SIZES = tuple(Company.Size.choices)
ANSWERS = tuple(Qualification.Answer.choices)
STANDING = (
    Fact("industry", _("Industry")),
    Fact("size", _("Employees"), CHOICE, SIZES, is_ordered=True),
    Fact("country", _("Country")),
    Fact("job_title", _("Job title")),
    Fact("decides", _("Decision maker"), YES_NO, always=True),
    Fact("source", _("Source")),
    Fact("channel", _("Channel")),
    Fact("campaign", _("Campaign")),
    Fact("company_name", _("Company")),
    Fact("email", _("Email")),
    Fact("phone", _("Phone")),
    Fact("notes", _("Notes")),
    Fact("company.industry", _("Industry of the company"), group=COMPANY),
    Fact("company.size", _("Employees of the company"), CHOICE, SIZES, group=COMPANY, is_ordered=True),
    Fact("company.country", _("Country of the company"), group=COMPANY),
    *(
        Fact(f"qualification.{topic}", name, CHOICE, ANSWERS, group=BANT, is_ordered=True, always=True)
        for topic, name in zip(
            Qualification.TOPICS, (_("Budget"), _("Authority"), _("Need"), _("Timeline")), strict=True
        )
    ),
)


def facts():
    """{key: Fact} of everything a rule can ask of a lead, in the order in which lists offer it."""
    return {fact.key: fact for fact in (*STANDING, *custom_facts())}


def custom_facts(record="lead"):
    """The fields an admin added to this kind of record."""
    fields = list(CustomField.objects.of(record))
    options = options_of([field for field in fields if field.has_options])
    people = people_if_asked(fields)
    return [custom_fact(field, options.get(field.pk, people)) for field in fields]


def custom_fact(field, choices):
    kind = KINDS.get(field.kind, TEXT)
    return Fact(
        f"{CUSTOM}{field.key}", field.name, kind, tuple(choices) if kind == CHOICE else (), group=_("Your own fields")
    )


def options_of(fields):
    if not fields:
        return {}
    found = {field.pk: [] for field in fields}
    for option in CustomOption.objects.filter(field__in=fields).order_by("position", "pk"):
        found[option.field_id].append((option.pk, option.name))
    return found


def people_if_asked(fields):
    asked = any(field.kind == CustomField.Kind.PERSON for field in fields)
    return list(User.objects.active().values_list("pk", "name")) if asked else []
