"""What was done to the shape of a pipeline of late, in words, and what stands in the way of reverting it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pipeline.models import Surgery
from timeline.models import Event
from timeline.sentences import sentence_of, spell_out

REVERT_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Change:
    """One surgery: its sentence, and why it cannot be reverted (empty if it can)."""

    surgery: Surgery
    words: SafeString
    note: str
    icon: str
    refusal: str


def recent_changes(pipeline):
    """The surgeries of the last thirty days, newest first."""
    since = timezone.now() - REVERT_WITHIN
    of_it = Q(pipeline=pipeline) | Q(after__has_key=f"pipeline:{pipeline.pk}")
    surgeries = list(Surgery.objects.filter(of_it, made_at__gte=since).select_related("by", "reverted_by"))
    said = sentences_of(surgeries)
    return [change(one, surgeries, said) for one in surgeries]


def sentences_of(surgeries):
    events = Event.objects.filter(pk__in=[one.after.get("event") for one in surgeries]).select_related("actor")
    return {event.pk: event for event in events}


def change(surgery, surgeries, said):
    event = said.get(surgery.after.get("event"))
    sentence = sentence_of(event.verb if event else "")
    words = spell_out(event, sentence) if event else SafeString(surgery.get_kind_display())
    note = sentence.note(event) if event else ""
    refusal = "" if surgery.reverted_at else refusal_of(surgery, surgeries, said)
    return Change(surgery, words, note, sentence.icon, refusal)


def refusal_of(surgery, surgeries, said=None):
    """Why this surgery cannot be reverted now: too long ago, done already, or others built on it. Empty if it can."""
    if surgery.reverted_at:
        return _("This was reverted already.")
    if timezone.now() - surgery.made_at > REVERT_WITHIN:
        return _("This is more than 30 days ago. Change the stages by hand instead.")
    later = next((one for one in surgeries if one.pk > surgery.pk and builds_on(one, surgery)), None)
    if later is None:
        return ""
    said = said or sentences_of([later])
    event = said.get(later.after.get("event"))
    what = strip_tags(spell_out(event, sentence_of(event.verb))) if event else later.get_kind_display()
    return _("Something later rests on it. Revert that first: %(what)s.") % {"what": what}


def builds_on(later, earlier):
    """Whether a standing later surgery changed a fact the earlier did, or emptied or closed a stage of its moves."""
    if later.reverted_at:
        return False
    return bool(facts_changed(later) & facts_changed(earlier)) or bool(emptied(later) & peopled(earlier))


def facts_changed(surgery):
    """(record, fact) of everything changed; a place counts only where putting in order was the point."""
    return {
        (key, fact)
        for key, facts in records_of(surgery)
        for fact in facts
        if fact != "position" or surgery.kind == Surgery.Kind.REORDER
    }


def records_of(surgery):
    return [(key, facts) for key, facts in surgery.after.items() if ":" in key]


def emptied(surgery):
    closed = {int(key.partition(":")[2]) for key, facts in records_of(surgery) if "retired_at" in facts}
    return closed | {start for start, _target, _count in surgery.after.get("moves", [])}


def peopled(surgery):
    moves = surgery.after.get("moves", [])
    return {start for start, _target, _count in moves} | {target for _start, target, _count in moves}
