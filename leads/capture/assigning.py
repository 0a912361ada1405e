"""Who gets a lead that came by itself: the first rule that fits and has somebody present decides, and says why."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from accounts.middleware import zone_of
from accounts.models import Absence, User
from accounts.rights import may
from leads.actions.editing import lock, write
from leads.conditions import matches
from leads.facts import facts
from leads.models import AssignmentRule, AssignmentTurn, Lead
from timeline.log import record

Way = AssignmentRule.Way


@dataclass(frozen=True)
class Choice:
    """Whose turn it is under a rule, and what decided: how many were present, who is away, how much they carry."""

    turn: AssignmentTurn
    present: int
    away: list = field(default_factory=list)
    open: int = 0


@transaction.atomic
def assign_by_rules(pk):
    """Give a lead that nobody has to somebody, by the rules; returns whom, or None.

    A lead somebody has taken meanwhile stays theirs.
    """
    if not Lead.objects.filter(pk=pk, owner=None, merged_into=None).working().exists():
        return None
    lead, rules = lock(Lead(pk=pk)), AssignmentRule.objects.standing()
    if lead.owner or not rules:
        return None
    for rule in fitting(lead, rules):
        if choice := choose(rule):
            return give(lead, rule, choice)
    record("lead.left_open", lead, by=None, details={"name": lead.name})
    return None


def fitting(lead, rules):
    known = facts()
    return [rule for rule in rules if matches(lead, rule.conditions, known)]


def choose(rule):
    """The next one of a rule; its turns stand still until the lead is given."""
    AssignmentRule.objects.select_for_update().get(pk=rule.pk)
    turns = turns_of(rule)
    absent = absent_among([turn.user for turn in turns])
    present = [turn for turn in turns if turn.user_id not in absent]
    away = [turn.user.name for turn in turns if turn.user_id in absent]
    if not present:
        return None
    carried = open_leads(present) if rule.way == Way.LEAST_BUSY else {}
    turn = min(present, key=lambda turn: carried.get(turn.user_id, 0))  # of equals the one who waited longest
    return Choice(turn, len(present), away, carried.get(turn.user_id, 0))


def turns_of(rule):
    """The people of a rule who still work leads, whoever waited longest first."""
    order = (F("last_given_at").asc(nulls_first=True), "position", "pk")
    turns = rule.turns.select_related("user__team").order_by(*order)
    return [turn for turn in turns if may(turn.user, "lead.edit")]


def absent_among(people):
    """The ids of those who are away on this very day, as their own calendar has it."""
    absences = Absence.objects.filter(user__in=people)
    today = {person.pk: timezone.localdate(timezone=zone_of(person)) for person in people}
    return {one.user_id for one in absences if one.first_day <= today[one.user_id] <= one.last_day}


def open_leads(turns):
    """{user id: how many leads they are working}."""
    theirs = Lead.objects.working().filter(owner__in=[turn.user_id for turn in turns], merged_into=None)
    return dict(theirs.values_list("owner").annotate(count=Count("pk")).order_by())


def give(lead, rule, choice):
    person = User.objects.select_related("team").get(pk=choice.turn.user_id)
    why = {"rule": rule.name, "way": rule.way, "present": choice.present, "away": choice.away, "open": choice.open}
    write(lead, {"owner": person}, by=None, verb="lead.routed", to=person.name, **why)
    # The clock of this process, not the transaction's: several leads of one commit take turns too.
    given = {"given": F("given") + 1, "last_given_at": timezone.now()}
    AssignmentTurn.objects.filter(pk=choice.turn.pk).update(**given)
    return person
