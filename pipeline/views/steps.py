"""One step up or down in a column, for hands that do not drag."""

from pipeline.actions import BOTTOM, TOP, Place


def step_place(deal, deals, step):
    """The place one card further up or down among the deals this viewer sees."""
    column = deals.filter(stage=deal.stage_id).exclude(pk=deal.pk)
    if step == "up":
        above = list(column.filter(rank__lt=deal.rank).order_by("-rank").values_list("pk", "rank")[:2])
        return between(*reversed(above)) if len(above) == 2 else TOP
    below = list(column.filter(rank__gt=deal.rank).order_by("rank").values_list("pk", "rank")[:2])
    return between(*below) if len(below) == 2 else BOTTOM


def between(upper, lower):
    return Place("between", prev=upper[0], prev_rank=upper[1], next=lower[0], next_rank=lower[1])
