"""All that can hang on a deal, part by part, for the tests of what is thrown away with it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from accounts.models import StoredFile
from followups.models import (
    Attachment,
    Booking,
    BookingLink,
    FollowUp,
    FollowUpKind,
    Letter,
    LetterTemplate,
    MailAddress,
    Nudge,
    Occurrence,
    OptOut,
    Reminder,
    Rule,
    RuleRun,
    Sequence,
    SequenceStepDone,
    Series,
)
from forecasting.models import DealOdds
from leads.models import Company, Contact, Label, LabelSet, Lead
from pipeline.models import (
    ChecklistItem,
    ChecklistTick,
    Conversion,
    DealContact,
    LineItem,
    Point,
    Pricing,
    Product,
    Proof,
    Rival,
)
from proposals.models import (
    Answer,
    Code,
    Drawing,
    ExpiryReminder,
    Link,
    LinkKey,
    Milestone,
    Paper,
    Proposal,
    ProposalTemplate,
    Question,
    Version,
    VersionLine,
    VersionRecipient,
    Visit,
)
from timeline.log import record
from timeline.models import EntryState

SOON = timedelta(hours=3)


def promises(deal, by):
    """One that comes back, with a reminder; one a guest booked; one that was the lead's, too."""
    kind = FollowUpKind.objects.get_or_create(name="Call", defaults={"icon": "phone"})[0]
    due = {"kind": kind, "deal": deal, "owner": deal.owner, "due_at": timezone.now() + SOON}
    call, meeting = (FollowUp.objects.create(title=title, **due) for title in ("Call Kari", "Demo with Kari"))
    Reminder.objects.create(follow_up=call, due_at=due["due_at"], last_error="none yet")
    facts = {"kind": kind, "title": call.title, "owner": by, "rule": "FREQ=DAILY", "zone": "Europe/Berlin"}
    series = Series.objects.create(starts_on=date(2026, 1, 5), remind_before=["1h"], **facts)
    Occurrence.objects.create(series=series, day=date(2026, 1, 5), follow_up=call)
    page = BookingLink.objects.create(owner=by, key=uuid4().hex, name="Demo", kind=kind, hours={})
    Booking.objects.create(link=page, follow_up=meeting, operation=uuid4(), name="Kari", email="kari@nordkyst.example")
    FollowUp.objects.create(title="Done", done_at=timezone.now(), outcome="Went well", **due)


def letters(deal, by):
    """One that came with a file and let somebody opt out, one that a sequence sent, and where answers arrive."""
    came = {"direction": "in", "sender": "kari@nordkyst.example", "text": "Yes", "html": "<p>Yes</p>"}
    letter = Letter.objects.create(deal=deal, message_id=f"{uuid4()}@nordkyst", subject="Re: offer", user=by, **came)
    Attachment.objects.create(
        letter=letter, name="order.pdf", content_type="application/pdf", size=4, sha256="0" * 64, content=b"\x00%PD"
    )
    OptOut.objects.create(address=f"{uuid4().hex}@nordkyst.example", letter=letter)
    MailAddress.objects.create(token=uuid4().hex[:24], deal=deal)
    template = LetterTemplate.objects.create(name=f"Offer {deal.pk}", subject="x", body="y", owner=by)
    sequence = Sequence.objects.create(name=f"After the fair {uuid4()}", is_on=False)
    step = sequence.steps.create(position=1, template=template)
    run = sequence.runs.create(deal=deal, sender=by, next_at=timezone.now() + SOON)
    sent = Letter.objects.create(
        deal=deal, direction="out", sender=by.email, message_id=f"{uuid4()}@k", subject="Offer", text="Dear Kari"
    )
    SequenceStepDone.objects.create(run=run, step=step, sender=by, letter=sent, follow_up=deal.follow_ups.first())


def care(deal, by):
    """What rules did, what they say is amiss, and what was learned of its chances."""
    rule = Rule.objects.create(name=f"After each win {uuid4()}", trigger="deal.won", acts=[])
    RuleRun.objects.create(rule=rule, cause=f"event:{uuid4()}", deal=deal, outcome="done", acts=[{"said": "Called"}])
    Nudge.objects.create(deal=deal, kind="silent", since=timezone.now(), usual_days=9, of=34)
    DealOdds.objects.update_or_create(deal=deal, defaults={"eventual": 1 / 3, "in_time": 0.1})


def worth(deal, by):
    """Lines with a product, one of them removed, and what is taken off the whole."""
    product = Product.objects.create(name="Sensor", code=f"S-{uuid4()}", tax_rate=Decimal("25.00"))
    line = {"deal": deal, "price": Decimal("3900.125"), "product": product}
    LineItem.everything.create(name="Sensor", position=1, quantity=Decimal("2.500"), **line)
    LineItem.everything.create(name="Fitting", position=2, removed_at=timezone.now(), removed_by=by, **line)
    Pricing.objects.update_or_create(deal=deal, defaults={"discount_name": "Two batches", "discount_percent": 5})


def people(deal, by):
    """The buying committee, ticks, points, rivals, and what proves an answer."""
    DealContact.objects.create(deal=deal, contact=contact(), role="decides", stance="for")
    item = ChecklistItem.objects.create(stage=deal.stage, text="Show the map")
    ChecklistTick.objects.create(deal=deal, item=item, by=by)
    Point.objects.create(deal=deal, kind="pain", text="Claims cost NOK 900k a year.", answer="Less", is_answered=True)
    Rival.objects.create(deal=deal, name="Fleetly", is_ahead=True)
    note = record("deal.noted", deal, by=by, owner=deal.owner, details={"text": "Kärcher wants Zweibrückstraße"})
    EntryState.objects.create(event=note, record=f"deal:{deal.pk}", pinned_at=timezone.now())
    Proof.objects.create(sheet=deal.qualification, topic="need", event_id=note.pk, by=by)


def origin(deal, by):
    """The lead it came from, whose sheet it has, and a label it had before."""
    lead = Lead.objects.create(name="Kari Solheim", owner=deal.owner, qualification=deal.qualification)
    Conversion.objects.create(lead=lead, deal=deal, by=by, company=deal.company, moved=[{"use": "x", "ids": [1]}])
    type(deal).objects.filter(pk=deal.pk).update(lead=lead)
    labels = LabelSet.objects.create(name=f"Heat {uuid4()}")
    for name in ("Hot", "Cold"):
        label = Label.objects.create(set=labels, name=name, hue=40, icon="hot")
        type(deal).objects.filter(pk=deal.pk).update(label=label)


def offer(deal, by):
    """A version that was accepted under seal, with all a buyer leaves behind, and a draft after it."""
    buyer, now = contact(), timezone.now()
    template = ProposalTemplate.objects.create(name=f"Offer {uuid4()}")
    proposal = Proposal.objects.create(deal=deal, number=f"P-{uuid4().hex[:12]}", created_by=by)
    facts = {"proposal": proposal, "currency": "EUR", "valid_until": date(2031, 1, 5), "prepared_by": by}
    version = Version.objects.create(number=1, title="Offer", template=template, **facts)
    VersionLine.objects.create(version=version, position=1, name="Sensor", price=Decimal("0.005"))
    Milestone.objects.create(version=version, position=1, name="Fitting", begins_on=date(2026, 5, 4))
    VersionRecipient.objects.create(version=version, contact=buyer)
    Version.objects.filter(pk=version.pk).update(state="sent", sent_at=now)
    Paper.objects.create(version=version, content=bytes(range(256)), sha256="0" * 64, pages=3)
    Drawing.objects.create(version=version, settled_at=now, details={"who": ["Kari"]})
    link = Link.objects.create(version=version, contact=buyer, expires_at=now + timedelta(days=9), given_by=by)
    LinkKey.objects.create(link=link, token_hash=uuid4().hex * 2)
    Code.objects.create(link=link, device="d", code_hash="c", expires_at=now)
    Visit.objects.create(link=link, device="d", sections={"prices": 12})
    ExpiryReminder.objects.create(link=link, days=3, due_at=now + SOON)
    Question.objects.create(link=link, operation=uuid4(), text="Why?", reply="So", replied_by=by)
    seal = {"statement": "{}", "statement_hash": "0" * 64, "signature": "M0 0L9 9", "gross": Decimal("4875.125")}
    Answer.objects.create(version=version, proposal=proposal, link=link, kind="accepted", name="Kari", **seal)
    Version.objects.filter(pk=version.pk).update(state="accepted", settled_at=now)
    Version.objects.create(number=2, title="Offer, again", **facts)


def files(deal, by):
    """A file, which knows its deal by name alone."""
    facts = {"record": f"deal:{deal.pk}", "name": "map.pdf", "kind": "pdf"}
    StoredFile.objects.create(size=0, sha256="0" * 64, by=by, **facts)


def contact():
    company = Company.objects.get_or_create(name="Nordkyst Fisk")[0]
    return Contact.objects.create(name="Kari Solheim", company=company, email=f"{uuid4().hex}@nordkyst.example")


PARTS = (promises, letters, care, worth, people, origin, offer, files)


def hang(deal, by, parts=PARTS):
    """Hang all of it (or these parts) on a deal; returns the deal as it is then."""
    for part in parts:
        part(deal, by)
    return type(deal).objects.for_cards().get(pk=deal.pk)
