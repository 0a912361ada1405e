"""Building sequences: steps in their order, on and off; each change is one event."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.bin.actions import throw_away
from followups.models import Sequence, SequenceStep
from timeline.log import record


def add_sequence(*, by, **facts):
    """Begin a sequence, switched off; ValidationError when one of its name is there."""
    return written(Sequence(**facts), "sequence.added", by=by)


def change_sequence(sequence, *, by, **facts):
    """Change its name, its cap, or whether another stage ends it."""
    for name, value in facts.items():
        setattr(sequence, name, value)
    return written(sequence, "sequence.changed", by=by)


@transaction.atomic
def written(sequence, verb, *, by):
    try:
        with transaction.atomic():
            sequence.save()
    except IntegrityError as taken:
        raise ValidationError({"name": _("There is a sequence of that name already. Choose another one.")}) from taken
    tell(verb, sequence, by=by)
    return sequence


@transaction.atomic
def switch(sequence, *, on, by):
    """Switch it on, or off: then nothing of it goes on until it is on again."""
    sequence = lock(sequence)
    if on and not sequence.steps.filter(retired_at=None).exists():
        raise ValidationError(_("Add a step first."))
    if sequence.is_on != on:
        sequence.is_on = on
        sequence.save(update_fields=["is_on"])
        tell("sequence.switched_on" if on else "sequence.switched_off", sequence, by=by)


def drop_sequence(sequence, *, by):
    """Throw it away with its steps and whoever is on its way, and return what lies in the bin."""
    return throw_away([sequence], by=by).done


def switch_off(pks):
    """Before sequences go into the bin: they come back switched off, so that nothing leaves by surprise."""
    Sequence.objects.filter(pk__in=pks, is_on=True).update(is_on=False)


@transaction.atomic
def add_step(sequence, *, by, **facts):
    """Put a step at the end."""
    sequence = lock(sequence)
    last = sequence.steps.order_by("-position").first()
    step = SequenceStep.objects.create(sequence=sequence, position=last.position + 1 if last else 1, **facts)
    tell("sequence.changed", sequence, by=by, step=str(step))
    return step


@transaction.atomic
def change_step(step, *, by, **facts):
    """Change what a step does; who has taken it already is not asked again."""
    for name, value in facts.items():
        setattr(step, name, value)
    step.save(update_fields=list(facts))
    tell("sequence.changed", step.sequence, by=by, step=str(step))
    return step


@transaction.atomic
def move_step(step, *, up, by):
    """Put a step one place up or down among those that stand."""
    sequence = lock(step.sequence)
    steps = list(sequence.steps.filter(retired_at=None))
    place = next(index for index, one in enumerate(steps) if one.pk == step.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(steps):
        steps[place], steps[other] = steps[other], steps[place]
        for position, one in enumerate(steps, start=1):
            SequenceStep.objects.filter(pk=one.pk).update(position=position)
        tell("sequence.changed", sequence, by=by, step=str(step))


@transaction.atomic
def retire_step(step, *, by):
    """Take a step out; who has taken it keeps it in their history."""
    if SequenceStep.objects.filter(pk=step.pk, retired_at=None).update(retired_at=timezone.now()):
        tell("sequence.changed", step.sequence, by=by, step=str(step))


def lock(sequence):
    return Sequence.objects.select_for_update(no_key=True).get(pk=sequence.pk)


def tell(verb, sequence, *, by, **details):
    record(verb, sequence, by=by, details={"name": sequence.name} | details)
