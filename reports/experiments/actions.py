"""Mark a change of how people sell, edit what is said of it, end it, or forget it."""

from django.db import transaction

from accounts.bin.actions import throw_away
from accounts.rights import require
from accounts.zones import today
from reports.models import Experiment
from timeline.log import record

FACTS = ("name", "change", "began_on", "ended_on", "pipeline", "team")


@transaction.atomic
def mark_change(*, by, **facts):
    """Write down that something changed on a day, so that deals before and after it are compared."""
    require(by, "experiments.edit")
    experiment = Experiment.objects.create(by=by, **facts)
    record("experiment.marked", experiment, by=by, details=told(experiment))
    return experiment


@transaction.atomic
def edit_experiment(experiment, *, by, **facts):
    """Say something else of a change; returns it as it is now."""
    require(by, "experiments.edit")
    changes = {name: [str(getattr(experiment, name) or ""), str(new or "")] for name, new in facts.items()}
    changes = {name: ends for name, ends in changes.items() if ends[0] != ends[1]}
    if changes:
        for name, value in facts.items():
            setattr(experiment, name, value)
        experiment.save()
        record("experiment.changed", experiment, by=by, changes=changes, details=told(experiment))
    return experiment


@transaction.atomic
def end_experiment(experiment, *, by):
    """Let a change end today: deals opened later are not compared. One not begun, or ended, stays as it is."""
    require(by, "experiments.edit")
    this_day = today()
    if experiment.ended_on is None and experiment.began_on <= this_day:
        experiment.ended_on = this_day
        experiment.save(update_fields=["ended_on"])
        record("experiment.ended", experiment, by=by, details=told(experiment))
    return experiment


def delete_experiment(experiment, *, by):
    """Throw a change away and return what lies in the bin; the deals stay as they are."""
    require(by, "experiments.edit")
    return throw_away([experiment], by=by).done


def told(experiment):
    """What the log freezes of a change."""
    return {name: str(getattr(experiment, name) or "") for name in FACTS}
