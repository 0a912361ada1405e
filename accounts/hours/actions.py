"""Saying when a team works and which days are free."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Holiday, TeamHours, Workspace
from timeline.log import record


@transaction.atomic
def set_hours(team, *, working_days, quiet_from, quiet_until, by):
    """Give a team a week of its own, or with `team` None everybody's who has none."""
    facts = {"working_days": sorted(working_days), "quiet_from": quiet_from, "quiet_until": quiet_until}
    before = TeamHours.objects.select_for_update().filter(team=team).first()
    changes = {name: [word(getattr(before, name, None)), word(value)] for name, value in facts.items()}
    TeamHours.objects.update_or_create(team=team, defaults=facts)
    tell("hours.set", team, by, changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]})


@transaction.atomic
def drop_hours(team, *, by):
    """Let a team live by the week of the team above it again."""
    if TeamHours.objects.filter(team=team).delete()[0]:
        tell("hours.dropped", team, by)


@transaction.atomic
def add_holiday(team, *, day, name, by):
    """A day on which a team, or with `team` None nobody, works; returns the Holiday."""
    holiday, is_new = Holiday.objects.get_or_create(team=team, day=day, defaults={"name": name})
    if not is_new:
        raise ValidationError({"day": _("That day is free already: %(name)s.") % {"name": holiday.name}})
    tell("holiday.added", team, by, details={"name": name, "day": day.isoformat()})
    return holiday


@transaction.atomic
def remove_holiday(holiday, *, by):
    """They work on that day after all."""
    tell("holiday.removed", holiday.team, by, details={"name": holiday.name, "day": holiday.day.isoformat()})
    holiday.delete()


def tell(verb, team, by, *, changes=None, details=None):
    details = {"team": team.name if team else ""} | (details or {})
    record(verb, team or Workspace.objects.get(), by=by, changes=changes, details=details)


def word(value):
    return ", ".join(map(str, value)) if isinstance(value, list) else value and value.isoformat()
