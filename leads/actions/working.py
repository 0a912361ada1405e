"""Working a lead: taking it, answering BANT, talking to it, letting it go and bringing it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from leads.actions.answering import count_touch, log_answer
from leads.actions.editing import lock, write
from leads.actions.words import changes_of, spoken
from leads.models import Lead, Qualification
from timeline.log import record

Status = Lead.Status
TOUCHES = ("call", "email", "meeting")


@transaction.atomic
def take_lead(lead, *, by):
    """Become the owner of a lead nobody has; refused when somebody was faster."""
    lead = lock(lead)
    if lead.owner and lead.owner != by:
        raise ValidationError(_("%(name)s took this lead first.") % {"name": lead.owner.name})
    write(lead, {"owner": by}, by=by, verb="lead.taken")
    return lead


@transaction.atomic
def assign_lead(lead, *, owner, by):
    """Give a lead to somebody, or back to everybody with owner=None."""
    lead = lock(lead)
    write(lead, {"owner": owner}, by=by, verb="lead.assigned", to=owner.name if owner else "")
    return lead


@transaction.atomic
def qualify(lead, *, by, **answers):
    """Write BANT answers with their evidence and dates; four confirmed answers make the lead qualified."""
    lead = working(lock(lead))
    sheet = Qualification.objects.select_for_update().get(pk=lead.qualification_id)
    changes = changes_of(sheet, answers)
    if not changes:
        return lead
    in_words = spoken(sheet, {name: answers[name] for name in changes})
    for name in changes:
        setattr(sheet, name, answers[name])
    sheet.save(update_fields=list(changes))
    lead.qualification, status = sheet, lead.status
    follow_status(lead)
    followed = {"status": [status, lead.status]} if lead.status != status else {}
    record("lead.qualified", lead, by=by, changes=changes, details={"said": in_words} | followed, owner=lead.owner)
    return lead


def follow_status(lead):
    """A lead whose four answers are confirmed is qualified, and no longer when one of them falls; one at rest stays."""
    if lead.status == Status.RECYCLED:
        return
    complete = lead.qualification.confirmed == len(Qualification.TOPICS)
    if complete or lead.status == Status.QUALIFIED:
        lead.status = Status.QUALIFIED if complete else Status.WORKING
        lead.save(update_fields=["status"])


@transaction.atomic
def log_touch(lead, *, kind, text, by):
    """Write down a note, what the buyer answered, or a call, e-mail or meeting, which is also the lead's last touch."""
    if kind == "answer":
        return log_answer(lead, text=text, by=by)
    lead = lock(lead)
    if kind in TOUCHES:
        count_touch(lead)
    verb = f"lead.{kind}" if kind in TOUCHES else "lead.noted"
    record(verb, lead, by=by, details={"text": text}, owner=lead.owner)
    return lead


@transaction.atomic
def disqualify(lead, *, reason, by):
    """Say that a lead is not a fit, and why; it can be brought back."""
    lead = working(lock(lead))
    facts = {"status": Status.DISQUALIFIED, "status_reason": reason, "returns_on": None}
    write(lead, facts, by=by, verb="lead.disqualified", reason=reason)
    return lead


@transaction.atomic
def bring_back(lead, *, by):
    """Work a lead again that was not a fit, or that rested, before its day."""
    lead = lock(lead)
    if lead.status not in (Status.DISQUALIFIED, Status.RECYCLED):
        raise ValidationError(_("This lead is being worked already."))
    facts = {"status": back_at_work(lead), "status_reason": "", "returns_on": None}
    write(lead, facts, by=by, verb="lead.returned")
    return lead


def back_at_work(lead):
    complete = lead.qualification.confirmed == len(Qualification.TOPICS)
    return Status.QUALIFIED if complete else Status.WORKING


def working(lead):
    """The lead, unless it has left the inbox."""
    if lead.status == Status.CONVERTED:
        raise ValidationError(_("This lead is a deal now: work it there."))
    if lead.status == Status.DISQUALIFIED:
        raise ValidationError(_("This lead is not a fit: bring it back first."))
    return lead
