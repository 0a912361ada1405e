"""What rules hear: the log at once and after undo has passed, and the clock.

Rules that only plan hear at once, so that the next step is there when the deal's page is opened, and what they planned
goes with the undo of its cause. All others hear ten seconds late, and never of what was undone.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from followups.models import FollowUp, Rule, RuleRun
from followups.rules.acts import is_at_once
from followups.rules.engine import Facts, hold, run, running_rules
from followups.rules.planning import take_back_planned
from followups.rules.triggers import is_set_off, record_in, registry

log = logging.getLogger("kariz.rules")
REMEMBERED = timedelta(days=30)


def hear_at_once(events):
    """Run the rules that only plan, and take back what was planned by events undone since, whichever is heard first."""
    known, undone = Facts(), [event for event in events if event.undoes_id]
    turns = turns_of(events, at_once=True)
    makers = makers_among({event.undoes_id for event in undone}) | {event.pk for _rule, event in turns}
    undone = [event for event in undone if event.undoes_id in makers]
    hold_for(turns, undone)
    for event in events:
        if event in undone:
            take_back_planned(event.undoes_id, by=event.actor)
        for rule, _event in [turn for turn in turns if turn[1] is event]:
            run_for(rule, event, known)


def hear_late(events):
    """Run the rules that do more than plan."""
    known, turns = Facts(), turns_of(events, at_once=False)
    hold_for(turns)
    for rule, event in turns:
        run_for(rule, event, known)


def turns_of(events, *, at_once):
    """[(rule, event)] of the rules that these events set off, the events in their order and the rules in theirs."""
    verbs = {event.verb for event in events}
    keys = [key for key, trigger in registry.items() if verbs & set(trigger.verbs)]
    rules = [rule for rule in running_rules(keys) if is_at_once(rule) == at_once]
    return [(rule, event) for event in events for rule in rules if is_set_off(rule, event)]


def makers_among(ids):
    return set(FollowUp.objects.filter(made_by__in=ids).values_list("made_by", flat=True)) if ids else set()


def hold_for(turns, undone=()):
    pairs = [(rule, record_in(event, rule.about)) for rule, event in turns]
    hold(pairs, deals={pk for event in undone if (pk := record_in(event, "deal"))})


def run_for(rule, event, known):
    pk = record_in(event, rule.about)
    return run(rule, pk, cause=f"event:{event.pk}", moment=event.happened_at, event=event, known=known)


def hear_the_clock():
    """Run the rules whose moment has come since they were last asked, each rule in a transaction of its own."""
    keys = [key for key, trigger in registry.items() if trigger.is_by_clock]
    return sum(ask_patiently(rule) for rule in running_rules(keys))


def ask_patiently(rule):
    """A rule that fails keeps the others from nothing; it is asked for the same moments again."""
    try:
        return ask_the_clock(rule.pk)
    except Exception:
        log.exception("Rule %s failed by the clock.", rule.pk)
        return 0


@transaction.atomic
def ask_the_clock(pk):
    """Run one rule for every moment since it was last asked; returns how many there were. Two at once do no harm."""
    rule = Rule.objects.running().select_for_update(of=["self"], skip_locked=True).filter(pk=pk).first()
    if rule is None:
        return 0
    now = Rule.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=pk)
    moments, known = registry[rule.trigger].due(rule, rule.watched_until, now), Facts()
    hold([(rule, record) for record, *_rest in moments])
    for record, moment, cause in moments:
        run(rule, record, cause=cause, moment=moment, known=known)
    Rule.objects.filter(pk=pk).update(watched_until=now)
    return len(moments)


def forget_what_passed():
    """What did not apply is told for 30 days; what was done stays."""
    old = RuleRun.objects.filter(outcome=RuleRun.Outcome.PASSED, ran_at__lt=Now() - REMEMBERED)
    old._raw_delete(old.db)
