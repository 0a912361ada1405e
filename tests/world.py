"""One of everything, all Alice's, so that every address of the house leads somewhere. Every title says MARK."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import (
    Absence,
    ApiKey,
    CustomField,
    CustomOption,
    Holiday,
    Invitation,
    ListSurgery,
    SavedView,
    StoredFile,
)
from followups.models import (
    Attachment,
    BookingLink,
    FollowUp,
    FollowUpKind,
    Letter,
    LetterTemplate,
    Notification,
    PushSubscription,
    Reminder,
    Rule,
    Sequence,
    WebhookEndpoint,
)
from leads.models import (
    AssignmentRule,
    CaptureForm,
    Company,
    Contact,
    ImportBatch,
    Label,
    LabelSet,
    Lead,
    LikelyPair,
    Merge,
    Qualification,
    ScoringRule,
)
from pipeline.models import Deal, LineItem, LostReason, Pipeline, Product, Stage, StageVisit, Surgery
from proposals.models import Paper, ProposalTemplate
from reports.models import Experiment, ReportSchedule, Review, SavedReport
from tests.access_items import ITEM
from tests.access_talk import FILE
from tests.offered import offered
from timeline.log import record
from timeline.models import Event, MailboxMessage, Outgoing, SetAside

MARK = "Mirabilis"


@pytest.fixture
def world(cast):
    """Things by name, as the access table calls them: world["deal"], world["lead"], …"""
    things = {"person": cast.bob, "team": cast.south, "own_team": cast.north} | fields_of_the_house()
    things |= house_of(cast) | leads_of(cast.alice) | desk_of(cast.alice)
    things |= deals_of(cast.alice, things)
    things |= doubles_of(cast.alice, things)
    things |= doors_of(cast.ada)
    things["experiment"] = Experiment.objects.create(
        name=f"{MARK} playbook", began_on=timezone.localdate(), team=cast.north, by=cast.mona
    )
    things["holiday"] = Holiday.objects.create(team=cast.north, day=timezone.localdate(), name=f"{MARK} day")
    things |= letters_of(cast.alice, things) | rules_of(cast.alice, things)
    things |= offered(cast.alice, things["deal"], MARK)
    Paper.objects.create(version=things["offered"], content=b"%PDF", sha256="0" * 64, pages=1)
    return things | promises_of(cast.alice, things) | machine_room_of(cast.alice)


def doors_of(admin):
    form = CaptureForm.objects.create(
        key="mirabilis-form-for-strangers", name="Fleet guide", created_by=admin, published_at=timezone.now()
    )
    form.fields.create(fact="email", label="Email", is_required=True)
    today = timezone.localdate()
    return {
        "form": form,
        "api_key": ApiKey.objects.create(
            name="Website", owner=admin, prefix="kariz_abcdef", token_hash="1" * 64, scopes=["leads.capture"]
        ),
        "rule": AssignmentRule.objects.create(name="Everything"),
        "absence": Absence.objects.create(user=admin, first_day=today, last_day=today),
    }


def house_of(cast):
    pipeline = Pipeline.objects.create(name="New business", currency="EUR")
    stages = [
        Stage.objects.create(pipeline=pipeline, name=name, position=place, probability=chance, colour=place)
        for place, (name, chance) in enumerate([("Prospecting", 10), ("Discovery", 35), ("Demo", 50)], start=1)
    ]
    labels = LabelSet.objects.create(name="Temperature")
    tomorrow = timezone.now() + timedelta(days=1)
    return {
        "pipeline": pipeline,
        "stage": stages[0],
        "stages": stages,
        "surgery": Surgery.objects.create(pipeline=pipeline, kind="edit", before={}, after={}, by=cast.ada),
        "label_set": labels,
        "label": Label.objects.create(set=labels, name="Hot", hue=40, icon="hot"),
        "scoring_rule": ScoringRule.objects.create(name="Fleet", points=20),
        "list_surgery": ListSurgery.objects.create(
            kept="lost-reasons", kind="edit", name="Price", before={}, after={}, by=cast.ada
        ),
        "product": Product.objects.create(name="Telemetry kit"),
        "proposal_template": ProposalTemplate.objects.create(name="Fleet offer"),
        "lost_reason": LostReason.objects.create(name="Price"),
        "kind": FollowUpKind.objects.create(name="Call", icon="phone"),
        "invitation": Invitation.objects.create(
            email="new@tamar.example", token_hash="0" * 64, invited_by=cast.ada, expires_at=tomorrow
        ),
    }


def fields_of_the_house():
    field = CustomField.objects.create(record="deal", key="region", name="Region", kind="choice")
    return {"custom_field": field, "custom_option": CustomOption.objects.create(field=field, name="North")}


def leads_of(owner):
    company = Company.objects.create(name=f"{MARK} Freight", domain="mirabilis.example", owner=owner)
    return {
        "company": company,
        "contact": Contact.objects.create(name=f"{MARK} Kapinga", company=company, owner=owner),
        "lead": make_lead(f"{MARK} Benítez", owner),
        "batch": ImportBatch.objects.create(
            kind="deals", file_name=f"{MARK}.csv", content=b"title,amount\nA,1\n", owner=owner
        ),
    }


def doubles_of(owner, things):
    contact, lead = f"contact:{things['contact'].pk}", f"lead:{things['lead'].pk}"
    return {
        "likely_pair": LikelyPair.objects.create(one=contact, other=lead, likeness=96, reasons=["email"]),
        "merge": Merge.objects.create(kept=contact, gone=lead, before={}, after={}, by=owner),
    }


def make_lead(name, owner, **more):
    return Lead.objects.create(name=name, owner=owner, qualification=Qualification.objects.create(), **more)


def desk_of(owner):
    return {
        "session": UserSession.objects.create(user=owner, ip="127.0.0.1", session_key="s" * 32, user_agent="Firefox"),
        "saved_report": SavedReport.objects.create(owner=owner, name=f"{MARK} by rep", query="by=rep"),
        "report_schedule": schedule_of(owner),
        "saved_view": SavedView.objects.create(owner=owner, name=f"{MARK} in Spain", query="q=spain"),
        "notification": Notification.objects.create(user=owner, key="n1", kind="reminder", text=f"{MARK} is due"),
        "browser": PushSubscription.objects.create(user=owner, endpoint="https://push.example/1", browser=MARK),
    }


def schedule_of(owner):
    next_at = timezone.now() + timedelta(days=7)
    facts = {"name": f"{MARK} each week", "report": "win-rate", "at": "08:00", "formats": ["xlsx"]}
    schedule = ReportSchedule.objects.create(owner=owner, next_at=next_at, **facts)
    schedule.receivers.add(owner)
    return schedule


def deals_of(owner, things):
    deal = Deal.objects.create(
        pipeline=things["pipeline"],
        stage=things["stage"],
        rank="a0",
        title=f"{MARK} telemetry",
        company=things["company"],
        contact=things["contact"],
        owner=owner,
        amount=48200,
        base_amount=48200,
        qualification=Qualification.objects.create(),
        expected_close=timezone.localdate() + timedelta(days=20),
    )
    LineItem.objects.create(pk=ITEM, deal=deal, name=MARK, price=0)
    visit = StageVisit.objects.create(deal=deal, stage=deal.stage, by=owner)
    return {
        "deal": deal,
        "visit": visit,
        "event": record("deal.noted", deal, by=owner, owner=owner, details={"text": MARK}),
        "review": review_of(owner, deal),
        "file": StoredFile.objects.create(
            key=FILE, record=f"deal:{deal.pk}", name=f"{MARK}.pdf", kind="pdf", size=0, sha256="0" * 64, by=owner
        ),
    }


def review_of(owner, deal):
    item = {"deal": deal.pk, "points": 2, "share": 1.0, "why": ["no_step"], "facts": {}}
    return Review.objects.create(owner=owner, rep=owner, currency="EUR", agenda=[item], op=uuid4())


def promises_of(owner, things):
    due = timezone.now() + timedelta(hours=3)
    follow_up = FollowUp.objects.create(
        kind=things["kind"], title=f"Call {MARK}", deal=things["deal"], owner=owner, due_at=due
    )
    link = BookingLink.objects.create(
        owner=owner, key="mirabilis-booking-page", name="Demo", kind=things["kind"], hours={}
    )
    return {
        "booking_link": link,
        "follow_up": follow_up,
        "reminder": Reminder.objects.create(follow_up=follow_up, due_at=due),
    }


def rules_of(owner, things):
    return {
        "automation": Rule.objects.create(name="After each win", trigger="deal.won", acts=[]),
        "webhook": WebhookEndpoint.objects.create(
            name=f"{MARK} hook", url="https://hooks.example", secret="whsec_AAAA"
        ),
    }


def letters_of(owner, things):
    facts = {"sender": "kari@mirabilis.example", "subject": f"{MARK} offer", "text": "Yes", "user": owner}
    letter = Letter.objects.create(direction="in", deal=things["deal"], message_id="1@mirabilis", **facts)
    sequence = Sequence.objects.create(name="After the fair", is_on=True)
    run = {"deal": things["deal"], "sender": owner, "next_at": timezone.now() + timedelta(days=1)}
    return {
        "sequence": sequence,
        "sequence_step": sequence.steps.create(position=1, kind=things["kind"], title="Call them"),
        "sequence_run": sequence.runs.create(**run),
        "deal_letter": letter,
        "unfiled_letter": Letter.objects.create(
            direction="in", message_id="2@mirabilis", sender="x@y.example", subject=MARK, text="", user=owner
        ),
        "letter_file": Attachment.objects.create(
            letter=letter, name=f"{MARK}.pdf", content_type="application/pdf", size=4, sha256="0" * 64, content=b"%PDF"
        ),
        "letter_template": LetterTemplate.objects.create(name=f"{MARK} offer", subject="x", body="y", owner=owner),
    }


def machine_room_of(owner):
    event = Event.objects.create(verb="deal.broken", subject="deal:1", actor=owner)
    payload = {"to": [owner.email], "subject": MARK, "text": "", "html": ""}
    letter = {"sender": "kariz@localhost", "recipients": [owner.email], "subject": MARK, "text": ""}
    return {
        "letter": MailboxMessage.objects.create(message_id="<1@kariz>", **letter),
        "set_aside": SetAside.objects.create(listener="forecasting", event=event, tries=5, parked=True),
        "mail_given_up": Outgoing.objects.create(key="reminder:1", payload=payload, failed_at=timezone.now()),
    }
