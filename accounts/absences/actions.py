"""Writing down that somebody is away, and taking it back."""

from django.db import transaction

from accounts.models import Absence
from timeline.log import record


@transaction.atomic
def add_absence(*, user, first_day, last_day, note, by):
    """Somebody is away from one day to another, both included; returns the Absence."""
    absence = Absence.objects.create(user=user, first_day=first_day, last_day=last_day, note=note)
    tell("person.away", absence, by)
    return absence


@transaction.atomic
def remove_absence(absence, *, by):
    """They are here after all."""
    tell("person.not_away", absence, by)
    absence.delete()


def tell(verb, absence, by):
    days = {"first": absence.first_day.isoformat(), "last": absence.last_day.isoformat()}
    record(verb, absence.user, by=by, details=days | {"name": absence.user.name})
