"""What buyers answer: yes, once and for all; no, with a reason; or a question first."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.places import lock_deal
from pipeline.actions.proposals import FOLLOWED, write_proposal
from pipeline.items.actions import ItemsRefused, choose_item
from pipeline.items.totals import INCLUDED
from pipeline.models import Deal
from pipeline.rates import ValueRefused
from proposals.actions.drawings import ask_for
from proposals.actions.telling import lock_version
from proposals.answering.statements import hash_of_statement, statement_of
from proposals.links.actions import CANCELLED, tell
from proposals.links.times import KEPT
from proposals.models import Answer, ExpiryReminder, Link, Paper, PaperKind, Question, Version
from proposals.reading.choosing import chosen_of

State = Version.State
log = logging.getLogger("kariz.proposals")
QUESTIONS_A_DAY = 20


class Answered(Exception):
    """Somebody has answered before; `answer` says who, when and what."""

    def __init__(self, answer):
        self.answer = answer
        super().__init__(_("This proposal was answered already."))


class NotOpen(Exception):
    """The proposal was taken back, replaced, or has expired meanwhile."""


class SomethingElse(Exception):
    """What would be signed is not what was shown; nothing was written."""


@dataclass(frozen=True)
class Where:
    """From where somebody answers, as the certificate says it."""

    language: str = ""
    time_zone: str = "UTC"
    address: str = ""
    agent: str = ""

    @property
    def facts(self):
        return {
            "language": self.language,
            "time_zone": self.time_zone,
            "address": self.address[:45],
            "agent": self.agent[:400],
        }


def accept_offer(link, keys, signatory, where, *, signing):
    """Accept a version with these lines chosen; `signing` is the hash of what was shown. Returns the Answer.

    Counts once, however many answer at the same time: Answered, NotOpen or SomethingElse for all others.
    """
    with transaction.atomic():
        deal, version = hold_open(link)
        chosen = chosen_of(version, list(version.lines.all()), keys)
        if chosen.open_choices:
            raise ValidationError(_("Choose one of “%(name)s” first.") % {"name": chosen.open_choices[0]})
        statement = statement_of(chosen, paper_of(version), link, signatory)
        if hash_of_statement(statement) != signing:
            raise SomethingElse
        answer = write_acceptance(link, chosen, signatory, where, statement)
        settle(version, State.ACCEPTED)
        Link.objects.filter(version=version).update(expires_at=Greatest("expires_at", Now() + KEPT))
        details = {"name": answer.name, "net": str(answer.net), "gross": str(answer.gross)}
        details |= {"currency": answer.currency, "answer": answer.pk, "chosen": [row.line.name for row in chosen.taken]}
        tell("proposal.accepted", link, by=None, **details)
        write_proposal(deal, Deal.Proposal.ACCEPTED, by=None, verb=FOLLOWED)
        follow_in_value(deal, chosen)
        ask_for(version, PaperKind.SIGNED, by=None, answer=answer.pk)
    return answer


def write_acceptance(link, chosen, signatory, where, statement):
    totals = chosen.totals
    return Answer.objects.create(
        version=chosen.version,
        proposal=chosen.version.proposal,
        link=link,
        kind=Answer.Kind.ACCEPTED,
        name=signatory["name"],
        title=signatory["title"],
        signed_by=signatory["way"],
        signature=signatory["signature"],
        choices=[{"line": row.line.pk, "name": row.line.name, "amount": str(row.amount)} for row in chosen.taken],
        statement=statement,
        statement_hash=hash_of_statement(statement),
        currency=chosen.version.currency,
        net=totals.net,
        tax=totals.tax,
        gross=totals.gross,
        **where.facts,
    )


def decline_offer(link, reason, where):
    """Say no to a version, with why; Answered or NotOpen where that came too late. Returns the Answer."""
    with transaction.atomic():
        deal, version = hold_open(link)
        answer = Answer.objects.create(
            version=version,
            proposal=version.proposal,
            link=link,
            kind=Answer.Kind.DECLINED,
            name=link.contact.name,
            reason=reason,
            **where.facts,
        )
        settle(version, State.DECLINED)
        tell("proposal.declined", link, by=None, name=link.contact.name, reason=reason, answer=answer.pk)
        write_proposal(deal, Deal.Proposal.DECLINED, by=None, verb=FOLLOWED)
    return answer


def hold_open(link):
    """The deal and the version of a link, locked and still open to an answer."""
    deal = lock_deal(link.version.proposal.deal)
    version = lock_version(link.version)
    if before := Answer.objects.filter(version=version).first() or acceptance_of(version.proposal):
        raise Answered(before)
    if version.state != State.SENT or not Link.objects.standing().filter(pk=link.pk).exists():
        raise NotOpen
    return deal, version


def acceptance_of(proposal):
    return Answer.objects.filter(proposal=proposal, kind=Answer.Kind.ACCEPTED).first()


def settle(version, state):
    """The version has its answer; nobody is reminded of it any more."""
    Version.objects.filter(pk=version.pk).update(state=state, settled_at=Now())
    pending = ExpiryReminder.objects.pending().filter(link__version=version)
    pending.update(state=CANCELLED, settled_at=Now(), reason="answered", lease_until=None)


def follow_in_value(deal, chosen):
    """The lines of an open deal are chosen as the buyer chose; where they make its value, that is what was accepted.

    An acceptance counts whatever becomes of the deal: lines that cannot be chosen any more stay as they are.
    """
    if deal.status != Deal.Status.OPEN:
        return
    taken = {as_offered(row.line): row.counts for row in chosen.rows if row.line.part != INCLUDED}
    try:
        with transaction.atomic():
            for item in deal.items.exclude(part=INCLUDED).order_by("pk"):
                choose_item(item, is_chosen=taken.get(as_offered(item), item.is_chosen), by=None)
    except (ItemsRefused, ValueRefused):
        log.warning("The lines of deal %s do not follow what was accepted.", deal.pk)


def as_offered(line):
    """What makes a line of the deal and a line of a proposal the same."""
    return line.name, line.part, line.group, line.quantity, line.price


def paper_of(version):
    """The PDF of a version as it was sent."""
    return Paper.objects.defer("content").filter(version=version, kind=PaperKind.PROPOSAL).first()


@transaction.atomic
def ask_question(link, text, *, operation):
    """Ask whoever sells; once for each opening of the form. ValidationError when very many were asked in a day."""
    Link.objects.select_for_update().get(pk=link.pk)
    if before := Question.objects.filter(operation=operation).first():
        return before
    lately = link.questions.filter(asked_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= QUESTIONS_A_DAY:
        raise ValidationError(_("You asked a lot today. Please write to us or call: we will gladly answer."))
    question = Question.objects.create(link=link, text=text, operation=operation)
    tell("proposal.asked", link, by=None, question=question.pk, text=text)
    return question
