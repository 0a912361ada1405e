"""The boards of all pipelines, as the log tells them that what stands on every card has changed."""

from pipeline.models import Pipeline


def every_board():
    """What `record` takes as `live`, so that each open board draws itself anew."""
    return [{"board": pk, "kind": "board"} for pk in Pipeline.objects.order_by("pk").values_list("pk", flat=True)]
