"""What a stage does for the deals that enter it: two rules that the stage's editor keeps, one plans and one writes."""

from django.db import transaction

from followups.models import Rule
from followups.rules.actions import edit_rule, switch_rule
from pipeline.models import Stage
from timeline.log import record

Face = Rule.Face
ENTERED = "stage.entered"


@transaction.atomic
def set_entry_follow_up(stage, *, kind, title, working_days, by):
    """Plan this for each deal that enters the stage from now on, for the deal's owner; returns the rule."""
    given = {"kind": kind.pk, "title": title, "working_days": working_days, "for": "owner"}
    return keep(stage, Face.ENTRY_FOLLOW_UP, {"act": "plan", "given": given}, title, by=by)


@transaction.atomic
def set_entry_letter(stage, *, template, by):
    """Send this letter about each deal that enters the stage from now on, once its undo has passed."""
    act = {"act": "letter", "given": {"template": template.pk}}
    return keep(stage, Face.ENTRY_LETTER, act, template.name, by=by)


@transaction.atomic
def drop_entry(stage, face, *, by):
    """Do nothing of this kind any more for deals that enter the stage; what was planned or sent stays."""
    rule = entry_of(lock_stage(stage), face)
    if rule:
        Rule.objects.filter(pk=rule.pk).delete()
        record("stage.entry_dropped", stage, by=by, details={"name": stage.name, "what": rule.name})


def entry_of(stage, face):
    """The rule the editor of a stage keeps, or None."""
    return Rule.objects.filter(stage=stage, face=face).first()


def keep(stage, face, act, what, *, by):
    """Write the rule behind a face, where it differs from what it was."""
    stage = lock_stage(stage)
    rule, facts = entry_of(stage, face), {"name": what[:120], "acts": [act]}
    if rule and rule.is_on and rule.acts == facts["acts"]:
        return rule
    if rule:
        rule = edit_rule(rule, by=by, **facts)
        switch_rule(rule, on=True, by=by)
    else:
        rule = Rule.objects.create(trigger=ENTERED, stage=stage, face=face, made_by=by, **facts)
    record("stage.entry_set", stage, by=by, details={"name": stage.name, "what": what})
    return rule


def lock_stage(stage):
    return Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)
