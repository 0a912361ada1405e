"""What ends a sequence: an answer, a letter that came back, another stage, the end of the sale."""

from followups.models import SequenceRun
from followups.sequences.actions import Reason, stop_sequence
from timeline.listeners import listen

AT_ONCE = {
    "letter.received": Reason.REPLY,
    "lead.answered": Reason.REPLY,
    "letter.bounced": Reason.BOUNCE,
    "letter.opted_out": Reason.OPT_OUT,
}
IN_THE_END = {
    "deal.moved": Reason.STAGE,
    "deal.won": Reason.CLOSED,
    "deal.lost": Reason.LOST,
    "lead.disqualified": Reason.LOST,
    "lead.recycled": Reason.LOST,
    "lead.converted": Reason.CLOSED,
}


@listen("sequences and letters", verbs=list(AT_ONCE))
def stop_for_letters(events):
    """Whoever answered, or cannot be reached, gets no more."""
    for event in events:
        stop_for(event, AT_ONCE.get(event.verb))


@listen("sequences and stages", verbs=list(IN_THE_END), respects_undo=True)
def stop_for_moves(events):
    """Where a sale goes on or ends otherwise, the sequence of before is over."""
    for event in events:
        stop_for(event, IN_THE_END.get(event.verb))


def stop_for(event, reason):
    kind, _colon, pk = event.subject.partition(":")
    if reason is None or kind not in ("deal", "lead") or "surgery" in event.details:
        return
    runs = SequenceRun.objects.running().filter(**{kind: pk}).select_related("sequence").order_by("pk")
    for run in runs:
        if reason != Reason.STAGE or run.sequence.stops_on_stage_change:
            stop_sequence(run, reason=reason, by=None)
