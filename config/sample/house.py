"""The workspace, its teams, its people and its exchange rates."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Team, User, Workspace
from config.sample.calendar import Calendar
from config.sample.customers import Account, set_up_customers
from config.sample.people import CAST, CURRENCY, RATES, TEAMS, TIME_ZONE, WORKSPACE
from config.sample.products import set_up_products
from config.sample.story import DEMO
from followups.actions import set_up_kinds
from followups.models import FollowUpKind, Rule
from leads.models import Label
from pipeline.actions.setup import set_up_pipeline
from pipeline.models import Competitor, ExchangeRate, LostReason, Pipeline, Stage

RIVALS = ("Fleetly", "Northtrack", "Their own spreadsheet")
AFTER_DEMO = "Send the recap of the demo"
FULL_COLUMN = 12  # the soft limit of the first stage; one column stands over it


@dataclass(frozen=True)
class House:
    """Everything the rows of the sample refer to; labels and kinds by their icon."""

    people: dict[str, User]
    pipeline: Pipeline
    stages: list[Stage]
    reasons: list[LostReason]
    rivals: list[Competitor]
    labels: dict[str, Label]
    kinds: dict[str, FollowUpKind]
    accounts: dict[str, Account]
    worth: "Worth"
    calendar: Calendar


def set_up_house(passwords, calendar):
    """The workspace with its people, its pipeline and its customers."""
    set_up_workspace()
    pipeline = set_up_pipeline()
    stages = list(pipeline.stages.standing())
    Stage.objects.filter(pk=stages[0].pk).update(soft_limit=FULL_COLUMN)
    kinds = {kind.icon: kind for kind in set_up_kinds()}
    set_up_products()
    set_up_entry(stages[DEMO], kinds["mail"])
    return House(
        people=set_up_people(passwords),
        pipeline=pipeline,
        stages=stages,
        reasons=list(LostReason.objects.all()),
        rivals=set_up_rivals(),
        labels={label.icon: label for label in Label.objects.all()},
        kinds=kinds,
        accounts=set_up_customers(),
        worth=set_up_rates(calendar),
        calendar=calendar,
    )


def set_up_rivals():
    names = enumerate(RIVALS)
    return Competitor.objects.bulk_create(Competitor(name=name, position=place) for place, name in names)


def set_up_workspace():
    workspace = Workspace.objects.first() or Workspace()
    workspace.name, workspace.currency, workspace.time_zone = WORKSPACE, CURRENCY, TIME_ZONE
    workspace.has_sample_data = True
    workspace.save()
    return workspace


def set_up_people(passwords):
    """Teams and cast; `passwords` by e-mail, a random one where it names none. Returns the users by key."""
    teams = set_up_teams()
    hashes = {password: make_password(password) for password in set(passwords.values())}
    users = User.objects.bulk_create(
        User(
            email=person.email,
            name=person.name,
            role=person.role,
            team=teams[person.team],
            time_zone=TIME_ZONE,
            is_sample=True,
            password=hashes.get(passwords.get(person.email)) or make_password(secrets.token_urlsafe(18)),
        )
        for person in CAST
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users
    )
    return {person.key: user for person, user in zip(CAST, users, strict=True)}


def set_up_teams():
    teams = {}
    for name, above in TEAMS.items():
        parent = teams.get(above)
        teams[name] = team = Team.objects.create(name=name, parent=parent)
        team.path = f"{parent.path if parent else ''}{team.pk}."
        team.save(update_fields=["path"])
    return teams


def set_up_rates(calendar):
    """Two rates for each currency, so that deals closed early count at the rate of their day."""
    days = (calendar.today - timedelta(days=760), calendar.today - timedelta(days=150))
    ExchangeRate.objects.bulk_create(
        (
            ExchangeRate(currency=currency, since=since, rate=rate)
            for currency, rates in RATES.items()
            for since, rate in zip(days, rates, strict=True)
        ),
        ignore_conflicts=True,
    )
    return Worth(calendar.today - timedelta(days=150))


class Worth:
    """Amounts in the workspace's currency, by the same two rates, without asking the database again."""

    def __init__(self, turn):
        self.turn = turn

    def __call__(self, amount, currency, on):
        if currency == CURRENCY:
            return amount
        before, after = RATES[currency]
        return round(amount * (before if on < self.turn else after), 2)


def set_up_entry(stage, kind):
    """What the sample plans for each deal that enters its Demo."""
    given = {"kind": kind.pk, "title": AFTER_DEMO, "working_days": 1, "for": "owner"}
    facts = {"trigger": "stage.entered", "face": Rule.Face.ENTRY_FOLLOW_UP, "is_sample": True}
    Rule.objects.create(name=AFTER_DEMO, stage=stage, acts=[{"act": "plan", "given": given}], **facts)
