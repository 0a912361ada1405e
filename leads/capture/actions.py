"""Taking what was sent: once, and all of it in one commit: the lead, where it came from, the event, the answer."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Func
from django.db.models.fields.json import KT
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.actions.answering import count_answer
from leads.capture.addresses import hash_of
from leads.capture.counting import SentBefore, hold, refuse_too_many
from leads.capture.letters import ask_to_confirm, reply
from leads.capture.origin import MARKS
from leads.capture.questions import CUSTOM
from leads.duplicates.finding import the_same_lead
from leads.duplicates.marks import marks_of_person
from leads.folding import email_key
from leads.models import Arrival, Lead, Qualification, Submission
from leads.phones import key_the_phone
from timeline.log import record

State, Status = Submission.State, Lead.Status
CONFIRM_DAYS = timedelta(days=7)
MOST_WAITING = 3  # letters that ask one address to confirm, until one of them is answered


@dataclass(frozen=True)
class Sent:
    """What came in: `answers` as {fact: value}, `spoken` as people read them, `origin` as an Arrival knows it."""

    operation: UUID
    answers: dict
    spoken: list = field(default_factory=list)
    origin: dict = field(default_factory=dict)
    consent: str = ""
    address_hash: str = ""


@transaction.atomic
def hand_in(form, sent):
    """Take what somebody sent by a form; returns the Submission, the first one if this was sent before.

    Raises TooMany and SentBefore.
    """
    if before := sent_before(sent):
        return before
    refuse_too_many(form, sent.address_hash)
    submission = as_submission(sent, form=form)
    if form.asks_twice:
        return wait_for_confirmation(submission, sent)
    return take(submission, sent)


@transaction.atomic
def hand_in_by_key(api_key, sent):
    """Take what a program handed in; returns the Submission, and whether it is new."""
    if before := sent_before(sent):
        return before, False
    return take(as_submission(sent, api_key=api_key), sent), True


def sent_before(sent):
    hold(sent.operation)
    before = Submission.objects.select_related("lead").filter(operation=sent.operation).first()
    if before and before.answers != sent.answers:
        raise SentBefore(_("This was sent already. To send it again with your changes, press the button once more."))
    return before


def as_submission(sent, **by):
    return Submission(
        operation=sent.operation,
        answers=sent.answers,
        origin=sent.origin | ({"spoken": sent.spoken} if sent.spoken else {}),
        consent_text=sent.consent,
        consented_at=timezone.now() if sent.consent else None,
        address_hash=sent.address_hash,
        **by,
    )


def wait_for_confirmation(submission, sent):
    """Keep it aside and ask by mail; whoever is asked too often without an answer is not asked again."""
    token, address = secrets.token_urlsafe(24), sent.answers["email"]
    hold(f"confirm:{submission.form_id}:{email_key(address)}")
    submission.state, submission.confirm_hash = State.WAITING, hash_of(token)
    asked = letters_waiting(submission.form, address)
    submission.save(force_insert=True)
    if asked < MOST_WAITING:
        ask_to_confirm(submission, token)
    return submission


def letters_waiting(form, address):
    """How often this mailbox was asked and has not answered, however its address was spelt."""
    mailbox = Func(KT("answers__email"), function="kariz_email", output_field=CharField())
    return waiting().filter(form=form).alias(mailbox=mailbox).filter(mailbox=email_key(address)).count()


def waiting():
    """What may still be confirmed."""
    return Submission.objects.filter(state=State.WAITING, sent_at__gt=Now() - CONFIRM_DAYS)


@transaction.atomic
def confirm(token):
    """Take what somebody confirmed by the link in their mail; returns the Submission, or None if there is none."""
    found = Submission.objects.filter(confirm_hash=hash_of(token)).exclude(confirm_hash="")
    submission = found.select_for_update(of=("self",)).select_related("form").first()
    if submission is None or submission.state == State.TAKEN:
        return submission
    if not waiting().filter(pk=submission.pk).exists():
        return None
    submission.confirmed_at = timezone.now()
    spoken = submission.origin.get("spoken", [])
    return take(submission, Sent(submission.operation, submission.answers, spoken, submission.origin))


@transaction.atomic
def forget_unconfirmed():
    """Remove what nobody confirmed in time; returns how many."""
    old = Submission.objects.filter(state=State.WAITING, sent_at__lte=Now() - CONFIRM_DAYS)
    return old.delete()[0]


def take(submission, sent):
    """Make a lead of what was sent, or add it to the one who comes again."""
    known = find_known(sent.answers)
    lead = known or new_lead(submission, sent)
    submission.lead, submission.state = lead, State.TAKEN
    submission.save()
    arrive(lead, submission, sent)
    event = tell(lead, submission, sent, came_again=bool(known))
    if submission.form:
        reply(submission, event)
    return submission


def find_known(answers):
    """The lead who surely is this person, locked; who is only likely the same becomes a lead and a likely pair."""
    marks = marks_in(answers)
    for mailbox_or_phone in filter(None, (marks.email, marks.phone)):
        hold(mailbox_or_phone)
    while found := the_same_lead(marks):
        Lead.objects.select_for_update().only("pk").get(pk=found.pk)
        if the_same_lead(marks) == found:
            return Lead.objects.select_related("owner__team").get(pk=found.pk)
    return None


def marks_in(answers):
    """What somebody is recognised by; a name made up of a mailbox is none, and does not speak against anybody."""
    facts = {fact: answers.get(fact, "") for fact in ("name", "email", "phone", "country")}
    facts["name"] = facts["name"] or ("" if facts["email"] else name_of(answers))
    return marks_of_person(company=answers.get("company_name", ""), **facts)


def new_lead(submission, sent):
    facts = facts_of(submission, sent)
    lead = Lead(qualification=Qualification.objects.create(), first_contact_on=timezone.localdate(), **facts)
    lead.label = submission.form and submission.form.label
    key_the_phone(lead, facts)
    lead.save(force_insert=True)
    return lead


def facts_of(submission, sent):
    """The columns of the lead: where the campaign says nothing, the form's own source holds."""
    plain = {fact: value for fact, value in sent.answers.items() if not fact.startswith(CUSTOM)}
    custom = {fact.removeprefix(CUSTOM): value for fact, value in sent.answers.items() if fact.startswith(CUSTOM)}
    source = {part: came_by(submission, sent, part) for part in ("source", "channel", "campaign")}
    return plain | source | {"name": name_of(plain), "custom": custom}


def came_by(submission, sent, part):
    """What the address said, else what was written into the answers, else what the form says of itself."""
    mark = next(mark for mark, column in MARKS.items() if column == part)
    own = getattr(submission.form, part) if submission.form else ""
    limit = Lead._meta.get_field(part).max_length
    return (sent.origin.get(mark) or sent.answers.get(part) or own)[:limit]


def name_of(facts):
    """A lead has a name: theirs, else their company’s, else what their address begins with."""
    name = facts.get("name") or facts.get("company_name") or facts.get("email", "").partition("@")[0]
    return name or facts.get("phone") or _("Somebody without a name")


def arrive(lead, submission, sent):
    """Write down where they came from this time; the first time is never rewritten."""
    marks = {column: sent.origin.get(mark, "") for mark, column in MARKS.items()}
    own = {part: came_by(submission, sent, part) for part in ("source", "channel", "campaign")}
    pages = {part: sent.origin.get(part, "") for part in ("page", "referrer")}
    arrival = Arrival.objects.create(lead=lead, submission=submission, **(marks | own | pages))
    lead.first_arrival = lead.first_arrival or arrival
    lead.last_arrival = arrival
    lead.save(update_fields=["first_arrival", "last_arrival"])


def tell(lead, submission, sent, *, came_again):
    """The event; somebody who comes again has answered, and who rested is at work again."""
    changes = hear(lead) if came_again else {}
    by = submission.form or submission.api_key
    details = {"name": lead.name, "form": by.name, "source": lead.source, "answers": sent.spoken}
    verb = "lead.came_again" if came_again else "lead.captured"
    return record(verb, lead, by=None, changes=changes, details=details, owner=lead.owner)


def hear(lead):
    count_answer(lead)
    if lead.status != Status.RECYCLED:
        return {}
    changes = {"status": [lead.status, Status.WORKING], "returns_on": [str(lead.returns_on), None]}
    lead.status, lead.returns_on = Status.WORKING, None
    lead.version += 1
    lead.save(update_fields=["status", "returns_on", "version"])
    return changes
