"""The lines of a timeline."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit import formats
from kit.markdown import safe_html
from timeline.causes import rule_of
from timeline.models import Event
from timeline.sentences import actor_of, sentence_of, spell_out

EDITABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; `happened_at` is local to the reader, `undone` says who took it back, or what
    became of it instead.

    `about` names the records it tells of; `of` is the one to be named beside it, as (what it is called, its page). What
    somebody wrote may have been edited, pinned or taken away since, and answered to.
    """

    event_id: int
    happened_at: datetime
    actor: str
    verb: str
    icon: str
    kind: str
    sentence: SafeString
    note: str
    undone: str
    about: tuple = ()
    of: tuple | None = None
    rule: str = ""
    actor_id: int | None = None
    is_written: bool = False
    signed_by: str = ""
    edited_at: datetime | None = None
    is_pinned: bool = False
    is_taken: bool = False
    replies: tuple = ()
    details: dict | None = None

    @property
    def day(self) -> date:
        return self.happened_at.date()

    @property
    def day_words(self) -> str:
        distance = (self.day - timezone.localdate()).days
        return {0: _("Today"), -1: _("Yesterday")}.get(distance) or formats.day(self.happened_at)

    @property
    def note_html(self) -> SafeString:
        """What somebody wrote, in its form."""
        return safe_html(self.note)

    @property
    def is_fresh(self) -> bool:
        """Whether its writer may still change it."""
        return timezone.now() - self.happened_at < EDITABLE_FOR

    @property
    def place(self) -> str:
        return Place.of(self).token


@dataclass(frozen=True)
class Place:
    """Where one has read to: behind the event of this moment and id."""

    happened_at: datetime
    event_id: int

    @classmethod
    def of(cls, entry):
        return cls(entry.happened_at, entry.event_id)

    @classmethod
    def read(cls, token):
        """The place a token of an address names, or None."""
        moment, _dash, event_id = token.partition("-")
        if not (moment.isascii() and moment.isdecimal() and event_id.isascii() and event_id.isdecimal()):
            return None
        if len(moment) > 17 or len(event_id) > 18:
            return None
        return cls(EPOCH + timedelta(microseconds=int(moment)), int(event_id))

    @property
    def token(self):
        return f"{(self.happened_at - EPOCH) // timedelta(microseconds=1)}-{self.event_id}"


EPOCH = datetime(1970, 1, 1, tzinfo=timezone.get_fixed_timezone(0))


def as_entry(event: Event) -> Entry:
    """An event as a line, with what became of it since; its actor, undoing and state must have been read with it."""
    sentence, state, undoing = sentence_of(event.verb), getattr(event, "state", None), event.undone_by
    return Entry(
        event_id=event.pk,
        happened_at=timezone.localtime(event.happened_at),
        actor=str(actor_of(event)),
        verb=event.verb,
        icon=sentence.icon,
        kind=sentence.kind,
        sentence=spell_out(event, sentence),
        note=words_of(event, sentence, state),
        undone=undoing_said(undoing) if undoing else "",
        about=(event.subject, *event.about),
        rule=rule_of(event),
        actor_id=event.actor_id,
        is_written=sentence.is_written,
        signed_by=str(actor_of(event)) if sentence.is_signed else "",
        edited_at=state and state.edited_at,
        is_pinned=bool(state and state.pinned_at),
        is_taken=bool(state and state.taken_at),
        details=event.details,
    )


def undoing_said(undoing):
    """Who took it back; what nobody took back has a sentence of its own, such as that a letter did not leave."""
    if undoing.actor:
        return _("Taken back by %(name)s") % {"name": undoing.actor.name}
    return spell_out(undoing, sentence_of(undoing.verb))


def words_of(event, sentence, state):
    """What it says now; nothing once it was taken away."""
    if state and state.taken_at:
        return ""
    return state.text if state and state.text is not None else str(sentence.note(event))
