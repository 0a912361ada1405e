"""A deal goes over into another pipeline: the same move, asked for by name."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from pipeline.actions.moving import StageClosed, move_deal
from pipeline.actions.places import TOP
from pipeline.models import Deal


def transfer_deal(deal, *, to, by, between=TOP, version=None, op=None, answers=None):
    """Move a deal into a stage of another pipeline, past the gates up to there, and return the Move.

    Raises as `move_deal` does, and StageClosed when that pipeline is retired or holds a deal of the same number.
    """
    if to.pipeline.retired_at:
        raise StageClosed(_("%(pipeline)s is not in use any more.") % {"pipeline": to.pipeline.name})
    if refusal := number_taken(deal, to.pipeline):
        raise StageClosed(refusal)
    try:
        return move_deal(deal, to=to, between=between, version=version, op=op, by=by, answers=answers, across=True)
    except IntegrityError as error:
        raise late_refusal(deal, to.pipeline, StageClosed) or error from error


def late_refusal(deal, pipeline, refused):
    """The refusal, if the number was taken while this was on its way."""
    refusal = number_taken(deal, pipeline)
    return refused(refusal) if refusal else None


def number_taken(deal, pipeline):
    """Why a pipeline cannot hold the deal beside another of the same number, in one sentence; else nothing."""
    twins = Deal.objects.filter(pipeline=pipeline, external_id=deal.external_id).exclude(pk=deal.pk)
    if not deal.external_id or not twins.exists():
        return ""
    words = _("%(pipeline)s has a deal with the number %(number)s already.")
    return words % {"pipeline": pipeline.name, "number": deal.external_id}
