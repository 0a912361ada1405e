"""Who takes a time: a contact with an open deal, a known lead, or a new one; never whom its owner may not see."""

from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.actions.editing import create_lead
from leads.capture.actions import find_known, hear, marks_in
from leads.duplicates.finding import SURE, likes_of
from leads.models import Lead
from pipeline.models import Deal
from timeline.log import record


def who_is(guest, link):
    """The open deal or the lead this meeting is about; a guest nobody knows becomes a lead of the link's owner."""
    answers = answers_of(guest)
    return deal_of(answers, link.owner) or known_lead(answers, link) or new_lead(answers, guest, link)


def answers_of(guest):
    said = {"name": guest.name, "email": guest.email, "company_name": guest.company}
    return {fact: value for fact, value in said.items() if value}


def deal_of(answers, owner):
    """The open deal of the contact this surely is: the owner's own before others', the newest first."""
    contacts = [like.record.pk for like in likes_of(marks_in(answers), owner, kinds=("contact",), at_least=SURE)]
    own_first = Case(When(owner=owner, then=Value(0)), default=Value(1))
    deals = Deal.objects.visible_to(owner).open().filter(contact__in=contacts)
    return deals.select_related("owner__team").order_by(own_first, "-pk").first() if contacts else None


def known_lead(answers, link):
    """The lead this surely is, if the owner of the link may see it; one that rested is at work again."""
    lead = find_known(answers)
    if lead is None or not Lead.objects.visible_to(link.owner).filter(pk=lead.pk).exists():
        return None
    if changes := hear(lead):
        details = {"name": lead.name, "form": link.name, "source": lead.source, "answers": []}
        record("lead.came_again", lead, by=None, changes=changes, details=details, owner=lead.owner)
    return lead


def new_lead(answers, guest, link):
    facts = answers | {"notes": guest.note, "source": _("Booking"), "first_contact_on": timezone.localdate()}
    return create_lead(by=None, owner=link.owner, **facts)
