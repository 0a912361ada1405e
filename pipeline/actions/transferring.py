"""A deal goes over into another pipeline: the same move, asked for by name."""

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
    return move_deal(deal, to=to, between=between, version=version, op=op, by=by, answers=answers, across=True)


def number_taken(deal, pipeline):
    """Why a pipeline cannot hold the deal beside another of the same number, in one sentence; else nothing."""
    if not deal.external_id or not Deal.objects.filter(pipeline=pipeline, external_id=deal.external_id).exists():
        return ""
    words = _("%(pipeline)s has a deal with the number %(number)s already.")
    return words % {"pipeline": pipeline.name, "number": deal.external_id}
