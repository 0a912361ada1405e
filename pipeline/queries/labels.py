"""Which label a deal carried as it began and as it closed, told by the stays that the database keeps."""

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Greatest

from pipeline.models import DealLabelStay

# A deal that was read from a file after it closed carried at its close what it carried when it came.
MOMENTS = {"label_at_birth": F("created_at"), "label_at_close": Greatest("closed_at", "created_at")}


def with_label_at(deals, moment):
    """The deals with `label_then`, the stay under a label at one of MOMENTS."""
    covers = Q(label_stays__began_at__lte=MOMENTS[moment]) & (
        Q(label_stays__ended_at=None) | Q(label_stays__ended_at__gt=MOMENTS[moment])
    )
    return deals.annotate(label_then=FilteredRelation("label_stays", condition=covers))


def carried(moment, labels=None):
    """The condition that a deal carried one of these labels then, or any."""
    at = outer(moment)
    stays = DealLabelStay.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), deal=OuterRef("pk"), began_at__lte=at)
    return Exists(stays if labels is None else stays.filter(label__in=labels))


def outer(moment):
    if moment == "label_at_birth":
        return OuterRef("created_at")
    return Greatest(OuterRef("closed_at"), OuterRef("created_at"))
