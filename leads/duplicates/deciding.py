"""Saying that two who look alike are not the same, and taking that back."""

from django.db import transaction
from django.utils import timezone

from leads.duplicates.marks import MODELS, parted
from leads.models import LikelyPair
from timeline.log import record
from timeline.models import Event

OPEN, APART = LikelyPair.State.OPEN, LikelyPair.State.APART


@transaction.atomic
def keep_apart(pair, *, by):
    """Say that two are not the same; they are not offered again. Returns the pair."""
    pair = LikelyPair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == OPEN:
        pair.state, pair.decided_by, pair.decided_at = APART, by, timezone.now()
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        tell("kept_apart", pair, by)
    return pair


@transaction.atomic
def offer_again(pair, *, by):
    """Take back that two are not the same. Returns the pair."""
    pair = LikelyPair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == APART:
        pair.state, pair.decided_by, pair.decided_at = OPEN, None, None
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        said = Event.objects.filter(verb__endswith=".kept_apart", details__pair=pair.pk, undone_by=None, undoes=None)
        tell("likely_again", pair, by, undoes=said.first())
    return pair


def tell(what, pair, by, undoes=None):
    one, other = (MODELS[kind]._base_manager.get(pk=pk) for kind, pk in map(parted, (pair.one, pair.other)))
    details = {"name": one.name, "other": other.name, "pair": pair.pk}
    verb = f"{one._meta.model_name}.{what}"
    record(verb, one, by=by, about=(other,), details=details, owner=one.owner, undoes=undoes)
