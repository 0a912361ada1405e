"""What a gate asked for, answered on the deal: every kind saves what it asked."""

from django.db import transaction

from pipeline.actions.places import lock_deal
from pipeline.gates import KINDS


def answer_gate(deal, *, answers, by):
    """Give a deal what a gate asks for without moving it; `answers` are cleaned values of the gate's form."""
    with transaction.atomic():
        deal = lock_deal(deal)
        give_answers(deal, answers, by=by)
    return deal


def give_answers(deal, answers, *, by):
    """Save cleaned values of a gate's form on a locked deal, in the caller's transaction."""
    for kind in KINDS.values():
        values = {name: value for name, value in answers.items() if kind.owns(name)}
        if values:
            kind.answer(deal, values, by=by)
