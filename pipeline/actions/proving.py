"""Notes and calls that support the answers of a BANT sheet."""

from django.db import transaction
from django.db.models import Q

from leads.models import Qualification
from pipeline.actions.places import lock_deal
from pipeline.actions.qualifying import write_sheet
from timeline.log import record
from timeline.models import Event, subject_key
from timeline.sentences import parts, said_verbs, sentence_of

LONGEST_EVIDENCE = 2000
Answer = Qualification.Answer


def prove(deal, *, topic, event, by):
    """Let a note of the deal's timeline support a BANT answer; returns the event, or None if it did already.

    Where nothing was written as evidence, the note's own words become it; what nobody knew is partly known now.
    """
    with transaction.atomic():
        deal = lock_deal(deal)
        _proof, is_new = deal.qualification.proofs.get_or_create(topic=topic, event_id=event.pk, defaults={"by": by})
        if not is_new:
            return None
        write_sheet(deal, what_it_tells(deal.qualification, topic, event), by=by)
        return tell("deal.proved", deal, topic, event, by=by)


def disprove(deal, *, topic, event, by):
    """Take the mark back; what was written on the sheet stays. Returns the event, or None if there was no mark."""
    with transaction.atomic():
        deal = lock_deal(deal)
        gone, _rows = deal.qualification.proofs.filter(topic=topic, event_id=event.pk).delete()
        return tell("deal.unproved", deal, topic, event, by=by) if gone else None


def what_it_tells(sheet, topic, event):
    """What of the sheet the note fills in."""
    evidence, words = f"{topic}_evidence", words_in(event)
    told = {} if getattr(sheet, evidence) or not words else {evidence: words[:LONGEST_EVIDENCE]}
    return told | ({topic: Answer.PARTLY} if getattr(sheet, topic) == Answer.UNKNOWN else {})


def words_in(event):
    """What somebody wrote in an entry of the log: a note, the outcome of a call, the first lines of a letter."""
    return " ".join(str(sentence_of(event.verb).note(event)).split())


def note_of(deal, pk):
    """The note of the deal's own timeline with this id; None for what is no note, or tells of something else."""
    own = Q(subject=subject_key(deal))
    for part in parts:
        own |= Q(subject__startswith=f"{part}:", about__contains=[subject_key(deal)])
    return Event.objects.filter(own, pk=pk, verb__in=said_verbs(), undone_by=None).first()


def tell(verb, deal, topic, event, *, by):
    details = {"topic": topic, "event": event.pk}
    return record(verb, deal, by=by, about=(deal.company,), details=details, owner=deal.owner)
