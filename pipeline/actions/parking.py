"""Parking: a deal that waits for a good reason rests until a day, and wakes at its beginning where its owner lives."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from pipeline.actions.moving import MovedMeanwhile, find_move, move_of
from pipeline.actions.places import lock_deal
from pipeline.actions.standing import Status, record_standing, save_standing, standing_of
from pipeline.models import Deal

FURTHEST = timedelta(days=3 * 366)


class CannotPark(Exception):
    """Why this deal cannot be parked, in one sentence."""


def park_deal(deal, *, until, reason="", by, version=None, op=None):
    """Let an open deal rest until a coming day and return the Move; raises CannotPark or MovedMeanwhile.

    Parked again, it rests until the new day for the new reason.
    """
    if done := find_move(op, deal, by):
        return done
    with transaction.atomic():
        deal = lock_deal(deal)
        if version not in (None, deal.stage_version):
            raise MovedMeanwhile(deal)
        refuse_to_park(deal, until)
        return move_of(rest("deal.parked", deal, until, reason, by=by, op=op), deal)


def refuse_to_park(deal, until):
    if deal.status != Status.OPEN:
        raise CannotPark(_("Only open deals are parked."))
    today = timezone.localdate()
    if until <= today:
        raise CannotPark(_("Choose a day after today."))
    if until > today + FURTHEST:
        raise CannotPark(_("Choose a day within three years."))


def unpark_deal(deal, *, by, version=None, op=None):
    """Wake a parked deal before its day and return the Move; raises MovedMeanwhile if it is awake already."""
    if done := find_move(op, deal, by):
        return done
    with transaction.atomic():
        deal = lock_deal(deal)
        if not deal.is_parked or version not in (None, deal.stage_version):
            raise MovedMeanwhile(deal)
        return move_of(rest("deal.woken", deal, None, "", by=by, op=op), deal)


def wake_parked_deals():
    """Wake every deal whose day has begun where its owner lives; returns how many."""
    latest = (timezone.now() + timedelta(hours=14)).date()  # no zone is further ahead
    due = Deal.objects.parked().filter(parked_until__lte=latest).select_related("owner")
    return sum(wake_if_due(deal) for deal in due if is_due(deal))


def wake_if_due(deal):
    """Wake one deal, unless somebody woke or parked it again meanwhile."""
    with transaction.atomic():
        deal = lock_deal(deal)
        if not deal.is_parked or not is_due(deal):
            return False
        rest("deal.woken", deal, None, "", by=None)
        return True


def is_due(deal):
    return deal.parked_until <= timezone.localdate(timezone=zone_of(deal.owner))


def rest(verb, deal, until, reason, *, by, op=None):
    before = standing_of(deal)
    why = reason or deal.parked_reason
    deal.parked_until, deal.parked_reason = until, reason
    save_standing(deal)
    return record_standing(verb, deal, before, by=by, op=op, until=(until and until.isoformat()), reason=why)
