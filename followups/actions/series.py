"""What comes back: an occurrence done or given up makes the next one, once, and an undo takes that back.

The wall clock of a series is its owner's, wherever they live when an occurrence is made.
"""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.middleware import zone_of
from followups.actions.planning import hold, log, plan_follow_up, refresh_next_step
from followups.actions.reminders import set_reminders
from followups.models import FollowUp, Occurrence, Series
from followups.recurring import day_after, due_on, left_from, recurrence_of
from followups.times import day_of, end_of
from timeline.models import Event, subject_key


@transaction.atomic
def plan_series(*, repeat, by, **promise):
    """Promise a next action that comes back as the Recurrence `repeat` says; returns its first follow-up."""
    follow_up = plan_follow_up(by=by, **promise)
    begin_series(follow_up, repeat)
    return follow_up


def begin_series(follow_up, repeat):
    """Make a planned follow-up the first occurrence of a new series."""
    wall = follow_up.due_at.astimezone(zone_of(follow_up.owner))
    series = Series.objects.create(
        **words_of(follow_up),
        rule=repeat.rule_from(wall.date()),
        starts_on=wall.date(),
        at=None if follow_up.any_time else wall.time().replace(microsecond=0, fold=0),
        zone=str(wall.tzinfo),
    )
    Occurrence.objects.create(series=series, day=wall.date(), follow_up=follow_up)
    return series


def words_of(follow_up):
    """What the occurrences to come have of this one."""
    return {name: getattr(follow_up, name) for name in ("kind", "title", "owner", "remind_before")}


def make_next(follow_up):
    """Plan the occurrence after this one, of which days that have passed are passed over; returns it, or None."""
    occurrence = lock_series_of(follow_up)
    if not occurrence or occurrence.series.ended_at or later_ones(occurrence).exists():
        return None
    series = occurrence.series
    owner = owner_of_next(series, follow_up)
    zone = zone_of(owner)
    day = next_day(series, occurrence.day, zone)
    if day is None:
        Series.objects.filter(pk=series.pk).update(ended_at=timezone.now())
        return None
    planned = plan_follow_up(
        about=follow_up.about,
        kind=series.kind,
        title=series.title,
        due_at=due_on(series, day, zone),
        any_time=series.at is None,
        owner=owner,
        remind_before=series.remind_before,
        is_sample=follow_up.is_sample,
        by=None,
    )
    Series.objects.filter(pk=series.pk).update(zone=str(zone))
    Occurrence.objects.create(series=series, day=day, follow_up=planned)
    return planned


def lock_series_of(follow_up):
    """The Occurrence a follow-up is, its series locked; None if it is of none."""
    occurrence = Occurrence.objects.filter(follow_up=follow_up).first()
    if occurrence:
        Series.objects.select_for_update().get(pk=occurrence.series_id)
        occurrence.series = Series.objects.select_related("kind", "owner__team").get(pk=occurrence.series_id)
    return occurrence


def later_ones(occurrence):
    """The occurrences after this one that are still planned."""
    return FollowUp.objects.planned().filter(
        occurrence__series=occurrence.series_id, occurrence__day__gt=occurrence.day
    )


def owner_of_next(series, follow_up):
    """Whose the next one is: the series' owner's as long as they may see it, else whose the deal or lead is."""
    seen = FollowUp.objects.visible_to(series.owner).filter(pk=follow_up.pk).exists()
    return series.owner if seen else follow_up.about.owner or follow_up.owner


def next_day(series, day, zone):
    """The first day after this one that was not made yet and is not over."""
    made = set(series.occurrences.values_list("day", flat=True))
    now = timezone.now()
    while day := day_after(series, day):
        if day not in made and due_on(series, day, zone) > now:
            break
    return day


def take_back_next(follow_up):
    """The occurrences that came of finishing this one and nobody has touched, no longer part of the series."""
    occurrence = lock_series_of(follow_up)
    untouched = [later for later in later_ones(occurrence).order_by("pk") if is_untouched(later)] if occurrence else []
    Occurrence.objects.filter(follow_up__in=untouched).delete()
    if occurrence and not occurrence.series.occurrences.filter(day__gt=occurrence.day).exists():
        Series.objects.filter(pk=occurrence.series_id).update(ended_at=None)
    return untouched


def is_untouched(follow_up):
    return Event.objects.filter(subject=subject_key(follow_up)).count() == 1


@transaction.atomic
def make_last(follow_up, *, by):
    """Let this be the last one of its series; it stays planned."""
    follow_up = hold(follow_up)
    end_series_of(follow_up)
    return log("followup.series_ended", follow_up, by=by)


def end_series_of(follow_up):
    """Let nothing come of the series of this one any more."""
    if occurrence := lock_series_of(follow_up):
        Series.objects.filter(pk=occurrence.series_id).update(ended_at=timezone.now())


def give_series(follow_up, to):
    """Give what a series still brings to another person."""
    if occurrence := lock_series_of(follow_up):
        Series.objects.filter(pk=occurrence.series_id).update(owner=to)


def change_series(follow_up, repeat=None):
    """Let this one and all that follow be as this one is now, coming back as `repeat` says, or as before.

    What came before keeps the series it was made by, which ends the day before.
    """
    occurrence = lock_series_of(follow_up)
    if occurrence:
        old, day = occurrence.series, occurrence.day
        repeat = repeat or left_from(old, day)
        rule = replace(recurrence_of(old), until=day - timedelta(days=1), count=None).rule_from(old.starts_on)
        Series.objects.filter(pk=old.pk).update(rule=rule, ended_at=timezone.now())
        occurrence.delete()
    if repeat:
        begin_series(follow_up, repeat)


@transaction.atomic
def move_to_zone(user, before, after):
    """Keep the days and series of a person who moved from one zone to another on their clock.

    Any time of a day stays that day, and what comes back at nine comes at nine where they are now.
    """
    planned = FollowUp.objects.planned().filter(owner=user).order_by("deal_id", "pk")
    for follow_up in map(hold, planned):
        if due_at := moved(follow_up, before, after):
            follow_up.due_at = due_at
            follow_up.save(update_fields=["due_at"])
            if follow_up.deal:
                refresh_next_step(follow_up.deal)
        set_reminders(follow_up)


def moved(follow_up, before, after):
    """When a promise is due on the clock of another zone; None for an appointment, which is one instant anywhere."""
    day = day_of(follow_up.due_at, before)
    if follow_up.any_time:
        return end_of(day, after)
    occurrence = Occurrence.objects.select_related("series").filter(follow_up=follow_up, day=day).first()
    if occurrence and due_on(occurrence.series, day, before) == follow_up.due_at:
        return due_on(occurrence.series, day, after)
    return None
