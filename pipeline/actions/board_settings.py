"""How a person likes their board. No events: it is nobody else's business."""

from django.db import transaction

from pipeline.models import BoardSettings

MOST_FOLDED = 500  # rows; whoever folds more opens the first ones again


def choose_card(user, *, facts, is_compact):
    """Remember what the person's cards show (None for the usual facts) and how dense they stand."""
    return BoardSettings.objects.update_or_create(user=user, defaults={"facts": facts, "is_compact": is_compact})[0]


@transaction.atomic
def fold_stage(user, stage, *, is_folded):
    """Fold a stage away on this person's board, or open it again; returns their settings."""
    BoardSettings.objects.get_or_create(user=user)
    settings = BoardSettings.objects.select_for_update().get(user=user)
    others = [pk for pk in settings.collapsed if pk != stage.pk]
    settings.collapsed = [*others, stage.pk] if is_folded else others
    settings.save(update_fields=["collapsed"])
    return settings


@transaction.atomic
def fold_lane(user, name, *, is_folded):
    """Fold a row of this person's grouped boards ("label:7") away, or open it again; returns their settings."""
    BoardSettings.objects.get_or_create(user=user)
    settings = BoardSettings.objects.select_for_update().get(user=user)
    others = [lane for lane in settings.folded_lanes if lane != name]
    settings.folded_lanes = [*others, name][-MOST_FOLDED:] if is_folded else others
    settings.save(update_fields=["folded_lanes"])
    return settings
