"""The BANT sheet of a deal, answered."""

from django.db import transaction
from django.utils import timezone

from pipeline.actions.merging import events_of, is_same, merge_seen
from pipeline.actions.places import lock_deal
from pipeline.actions.standing import live_word
from timeline.log import record


def qualify_deal(deal, *, by, seen=None, **answers):
    """Answer BANT topics of a deal: each topic 0 to 2, `<topic>_evidence` in words; returns the event, if any.

    `seen` are the answers the writer had before them: EditedMeanwhile where somebody else changed the same.
    """
    with transaction.atomic():
        deal = lock_deal(deal)
        events = events_of(deal, "deal.qualified")
        mine = merge_seen(deal.qualification, answers, seen or {}, deal=deal, events=events)
        return write_sheet(deal, mine, by=by)


def write_sheet(deal, answers, *, by):
    """Write what changed on the BANT sheet, dated today, as one event; returns it, or None if nothing changed."""
    sheet = deal.qualification
    changes = {
        name: [getattr(sheet, name), value]
        for name, value in answers.items()
        if not is_same(getattr(sheet, name), value)
    }
    if not changes:
        return None
    for name, (_old, new) in changes.items():
        setattr(sheet, name, new)
        setattr(sheet, f"{name.removesuffix('_evidence')}_on", timezone.localdate())
    sheet.save()
    return record(
        "deal.qualified",
        deal,
        by=by,
        about=(deal.company, deal.lead),
        changes=changes,
        owner=deal.owner,
        live=live_word(deal, deal.stage_id, None),
    )
