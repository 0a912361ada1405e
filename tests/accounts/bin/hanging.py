"""Records with everything hanging on them that can."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from followups.models import FollowUp, Letter, MailAddress, Reminder, RuleRun
from leads.models import Arrival, Company, Contact, Lead, ScoreReason, Submission
from pipeline.models import Conversion, Deal, DealContact
from tests.world import make_lead


def hang_everything(world, owner):
    """Fill the world further: two leads, merged into one another, two companies, contacts of both, in a committee."""
    now = timezone.now()
    company, contact, deal, lead = (world[name] for name in ("company", "contact", "deal", "lead"))
    child = Company.objects.create(name="Nordkyst Daughter", parent=company, owner=owner, external_id="c-7")
    twin = make_lead("Twin", owner, label=world["label"])
    other = make_lead("Other", owner, company=child, contact=contact, custom={"x": [1, None]}, label=world["label"])
    lead.company, lead.contact, lead.label = company, contact, world["label"]
    answers = {"email": "a@b.example", "none": None, "sum": 1.25}
    submission = Submission.objects.create(form=world["form"], lead=lead, operation=uuid4(), answers=answers)
    lead.first_arrival = Arrival.objects.create(lead=lead, submission=submission, source="Fair")
    lead.last_arrival = Arrival.objects.create(lead=lead)
    lead.save()
    Lead.objects.filter(pk=twin.pk).update(merged_into=lead)
    ScoreReason.objects.create(lead=lead, rule=world["scoring_rule"], points=20, earned_at=now)
    Contact.objects.create(name="Merged away", company=child, owner=owner)
    Contact.objects.filter(name="Merged away").update(merged_into=contact)
    DealContact.objects.create(deal=deal, contact=contact)
    Deal.objects.filter(pk=deal.pk).update(lead=lead)
    Conversion.objects.create(lead=lead, deal=deal, company=company, contact=contact, by=owner)
    follow_up = FollowUp.objects.create(
        kind=world["kind"], title="Ask again", lead=lead, owner=owner, due_at=now + timedelta(days=1)
    )
    Reminder.objects.create(follow_up=follow_up, due_at=now)
    Letter.objects.create(
        direction="in", lead=lead, contact=contact, company=company, message_id="9@x", sender="a@b.example", text="Yes"
    )
    MailAddress.objects.create(lead=lead, token="0" * 32)
    RuleRun.objects.create(rule=world["automation"], lead=lead, outcome="done")
    return world | {"child": child, "twin": twin, "other": other}
