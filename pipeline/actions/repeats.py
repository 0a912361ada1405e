"""An act over many deals, sent again: its events are known by what they wrote, and its id writes nothing else."""

from datetime import date

from django.utils.translation import gettext as _

from pipeline.actions.editing import said
from pipeline.models import Deal

MOVES = {"deal.moved", "deal.ranked", "deal.won", "deal.reopened"}


class ActTaken(Exception):
    """Why this act is not done under its id, in one sentence."""

    def __init__(self):
        super().__init__(_("This form was sent before, for something else. Choose once more what to do."))


def moved_to(stage, facts):
    """Into this stage, or one of the facts written with it."""
    also = edited_to(facts or {})
    return lambda event: also(event) or (event.verb in MOVES and event.details["stage"] == stage.pk)


def edited_to(facts):
    wrote = {name: said(Deal(), name, value) for name, value in facts.items()}
    return lambda event: (
        event.verb == "deal.edited"
        and all(name in wrote and new == wrote[name] for name, (_old, new) in event.changes.items())
    )


def redated_by(day_of):
    def fits(event):
        if event.verb != "deal.edited" or event.changes.keys() != {"expected_close"}:
            return False
        old, new = event.changes["expected_close"]
        return day_of(Deal(expected_close=old and date.fromisoformat(old))).isoformat() == new

    return fits


def lost_for(reason):
    return lambda event: event.verb == "deal.lost" and event.changes["lost_reason"][1] == reason.pk


def parked_until(day):
    return lambda event: event.verb == "deal.parked" and event.details["until"] == day.isoformat()


def woken(event):
    return event.verb == "deal.woken"
