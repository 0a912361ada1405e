"""Which label a deal carried as it began and as it closed, told by the stays that the database keeps."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

from pipeline.models import DealLabelStay

# A deal that was read from a file after it closed carried at its close what it carried when it came.
MOMENTS = {"label_at_birth": F("created_at"), "label_at_close": Greatest("closed_at", "created_at")}


def covers(moment):
    """The condition that a deal's stay under a label, one of its `label_stays`, covers one of MOMENTS."""
    at = MOMENTS[moment]
    return Q(label_stays__began_at__lte=at) & (Q(label_stays__ended_at=None) | Q(label_stays__ended_at__gt=at))


def carried(moment, labels=None):
    """The condition that a deal carried one of these labels then, or any."""
    at = outer(moment)
    stays = DealLabelStay.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), deal=OuterRef("pk"), began_at__lte=at)
    return Exists(stays if labels is None else stays.filter(label__in=labels))


def outer(moment):
    if moment == "label_at_birth":
        return OuterRef("created_at")
    return Greatest(OuterRef("closed_at"), OuterRef("created_at"))
