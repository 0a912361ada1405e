"""An open deal that a later file calls won or lost is closed on the file's day."""

from pipeline.actions.places import TOP
from pipeline.actions.standing import (
    Exit,
    Status,
    change_visits,
    close_won,
    record_standing,
    save_standing,
    standing_of,
)
from pipeline.ranks import rank_at


def close_by_file(deal, meaning, closed_at, writer):
    """Close a locked deal if it is open here and closed in the file; returns the event, or None."""
    if deal.status != Status.OPEN or meaning not in (Status.WON, Status.LOST):
        return None
    closed_at = max(closed_at, deal.entered_stage_at)
    return win(deal, closed_at, writer) if meaning == Status.WON else lose(deal, closed_at, writer)


def win(deal, closed_at, writer):
    before, start, odds = standing_of(deal), deal.stage, deal.odds
    deal.stage, deal.rank = writer.won_stage, rank_at(TOP, writer.won_stage, deal)
    deal.entered_stage_at = closed_at
    close_won(deal)
    deal.base_amount = writer.worth.of(deal.amount, deal.currency, closed_at.date())
    save_standing(deal)
    visits = change_visits(deal, exit=Exit.WON, by=writer.by)
    return record_standing(
        "deal.won",
        deal,
        before,
        start=start,
        by=writer.by,
        odds=[float(odds), float(deal.odds)],
        visits=visits,
        direction="forward",
        skipped=stages_between(start, deal.stage, writer.stages.values()),
    )


def stages_between(start, end, stages):
    return sum(start.position < stage.position < end.position for stage in stages)


def lose(deal, closed_at, writer):
    before = standing_of(deal)
    deal.status, deal.closed_at = Status.LOST, closed_at
    save_standing(deal)
    visits = change_visits(deal, exit=Exit.LOST, by=writer.by, enters=False)
    return record_standing("deal.lost", deal, before, by=writer.by, visits=visits, reason="", note="")
