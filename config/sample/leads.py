"""The leads of today, with their sheets."""

from datetime import timedelta

from config.sample.customers import address, phone
from config.sample.deals import EVIDENCE
from config.sample.prospects import LEADS
from config.sample.scores import BY_HAND, fields_of
from leads.models import Lead, Qualification

CHANNELS = {"Trade fair": "Event", "Webinar": "Event", "Referral": "Word of mouth"}


def write_leads(*, house, calendar):
    """Returns the leads, each with what is promised about it as a card says it."""
    sheets = Qualification.objects.bulk_create(sheet_of(knock, calendar) for knock in LEADS)
    leads = Lead.objects.bulk_create(
        lead_of(number, knock, sheet, house, calendar)
        for number, (knock, sheet) in enumerate(zip(LEADS, sheets, strict=True))
    )
    return [(lead, knock.due) for lead, knock in zip(leads, LEADS, strict=True)]


def sheet_of(knock, calendar):
    sheet = Qualification()
    for topic, digit in zip(Qualification.TOPICS, knock.bant, strict=True):
        if answer := int(digit):
            setattr(sheet, topic, answer)
            setattr(sheet, f"{topic}_evidence", EVIDENCE[topic][answer - 1])
            setattr(sheet, f"{topic}_on", calendar.today - timedelta(days=max(knock.touch, 0)))
    return sheet


def lead_of(number, knock, sheet, house, calendar):
    touched = calendar.ago(knock.touch) if knock.touch >= 0 else None
    return Lead(
        name=knock.name,
        email=address(knock.name, 500 + number),
        **phone(f"+49 30 5555 {1000 + number * 7}"),
        job_title=knock.job,
        decides=knock.job in ("Owner", "Director", "Partner", "Fleet director"),
        company_name=knock.company,
        industry=knock.industry,
        country=knock.country,
        source=knock.source,
        channel=CHANNELS.get(knock.source, "Inbound"),
        first_contact_on=calendar.today - timedelta(days=max(knock.touch, 0) + 3),
        notes=knock.why + ".",
        label=house.labels[knock.label],
        label_is_by_hand=knock.name in BY_HAND,
        score=knock.score,
        custom=fields_of(knock.name),
        qualification=sheet,
        owner=house.people.get(knock.owner),
        status=Lead.Status.NEW if touched is None else Lead.Status.WORKING,
        last_touch_at=touched,
        created_at=calendar.ago(max(knock.touch, 0) + 3),
        is_sample=True,
    )
