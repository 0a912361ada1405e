"""Sending a version: it is frozen, drawn by a worker, and leaves with its paper kept, all of that or none of it."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pipeline.actions.places import lock_deal
from pipeline.actions.proposals import FOLLOWED, write_proposal
from pipeline.models import Deal
from proposals.actions.drawings import ask_for
from proposals.actions.editing import refuse_sent
from proposals.actions.telling import lock_version, tell
from proposals.gaps import words_now
from proposals.letters import put_on_their_way
from proposals.models import Paper, PaperKind, Version
from timeline.models import Event, subject_key

State = Version.State


@transaction.atomic
def send_version(version, *, by):
    """Freeze a draft and ask for its paper; it leaves when that is drawn. Returns the Drawing."""
    version = lock_version(version)
    refuse_sent(version)
    refuse_unready(version)
    keep_words(version)
    version.state = State.SENDING
    version.save(update_fields=["state"])
    return ask_for(version, PaperKind.PROPOSAL, by=by)


def keep_words(version):
    """What fills the gaps of its texts stays, whoever is renamed later: page, paper and reminders say the same."""
    with translation.override(version.language):
        for sent in version.sent_to.select_related("contact__company"):
            sent.words = words_now(version, sent.contact)
            sent.save(update_fields=["words"])


def refuse_unready(version):
    if not any(person.email for person in version.recipients.all()):
        raise ValidationError(_("Choose at least one person with an email address to send it to."))
    if version.valid_until < timezone.localdate():
        raise ValidationError(_("It is valid to a day that has passed. Choose a later one."))


@transaction.atomic
def finish_sending(drawing, content, pages):
    """Keep the paper, say that the version was sent, replace the one before, and put the mails on their way."""
    deal = lock_deal(drawing.version.proposal.deal)
    version = lock_version(drawing.version)
    if version.state == State.SENDING and lay_in_bin(deal, since=drawing.asked_at):
        give_up_sending(drawing, _("“%(name)s” was thrown away before it left.") % {"name": deal.title})
    elif version.state != State.DRAFT:
        keep_paper(version, PaperKind.PROPOSAL, content, pages)
        if version.state == State.SENDING:  # else it came into the house as sent, and lacked its paper
            leave(version, deal, by=drawing.asked_by, pages=pages)


def leave(version, deal, *, by, pages):
    replaced = replace_former(version)
    version.state, version.sent_at, version.sent_by = State.SENT, timezone.now(), by
    version.save(update_fields=["state", "sent_at", "sent_by"])
    people = [person for person in version.recipients.all() if person.email]
    names = ", ".join(person.name for person in people)
    event = tell("proposal.sent", version, by=by, contacts=people, to=names, pages=pages, replaces=replaced)
    write_proposal(deal, Deal.Proposal.SENT, by=by, verb=FOLLOWED)
    put_on_their_way(version, people, by=by, event=event)


def lay_in_bin(deal, *, since):
    """Whether a deal was thrown away and restored meanwhile: nothing of it leaves by itself then."""
    return Event.objects.filter(subject=subject_key(deal), verb="deal.restored", happened_at__gt=since).exists()


def keep_paper(version, kind, content, pages):
    """Keep a PDF with its fingerprint; nobody can change it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Paper.objects.create(version=version, kind=kind, content=content, sha256=sha256, pages=pages)


def replace_former(version):
    """What was sent before under the same number is replaced; returns the number of that version, if any."""
    former = version.proposal.versions.filter(state__in=[State.SENT, State.DECLINED, State.EXPIRED]).first()
    version.proposal.versions.filter(state=State.SENT).update(state=State.REPLACED, settled_at=Now())
    return former and former.number


@transaction.atomic
def give_up_sending(drawing, problem):
    """There is no paper: the version is a draft again, and whoever sent it reads why."""
    version = lock_version(drawing.version)
    if version.state == State.SENDING:
        version.state = State.DRAFT
        version.save(update_fields=["state"])
        asked_by = drawing.asked_by
        tell("proposal.not_sent", version, by=asked_by, problem=problem, sender=asked_by and asked_by.pk)
