"""Why the leads of the sample score what they score: two fields, the rules and thresholds, and what the leads did."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import CustomField
from leads.models import Lead, ScoreReason, ScoreThreshold, ScoringRule
from leads.scoring.engine import rescore

VEHICLES, CHILLED = "vehicles", "chilled"
FLEETS = {
    "Mwana Kapinga": (180, False), "Sofía Benítez": (60, True), "Katarzyna Kowalczyk": (95, False),
    "Dmytro Bondar": (60, False), "Chiara Esposito": (34, True), "Haruto Sato": (40, False),
    "Marit Solvang": (110, False), "Abdelkader Ziani": (12, True), "Nguyễn Thu Hà": (45, False),
    "Ingrid Vestergaard": (18, True), "Bogdan Petrescu": (70, False), "Amara Diallo": (26, True),
    "Lukas Brunner": (25, True), "Meera Nair": (9, False), "Pekka Niemi": (6, False), "Rosa Jiménez": (8, False),
}  # fmt: skip
BY_HAND = {"Nguyễn Thu Hà"}  # somebody chose the label
FIT = [
    ("More than 100 vehicles", 16, f"custom.{VEHICLES}", "at_least", "100"),
    ("20 vehicles or more", 12, f"custom.{VEHICLES}", "at_least", "20"),
    ("Chilled or frozen goods", 18, f"custom.{CHILLED}", "is", True),
    ("Decides", 12, "decides", "is", True),
    ("Runs operations", 14, "job_title", "contains", "operations"),
    ("Looks after the fleet", 6, "job_title", "contains", "fleet"),
    ("Came recommended", 16, "source", "is", "Referral"),
    ("Came to our stand", 8, "source", "is", "Trade fair"),
    ("Sent our form", 20, "source", "is", "Web form"),
    ("Budget known", 10, "qualification.budget", "at_least", 1),
    ("Says what they need", 8, "qualification.need", "at_least", 1),
    ("Has a date", 10, "qualification.timeline", "at_least", 1),
    ("Public tenders take a year", -15, "industry", "is", "Public transport"),
    ("No fleet of their own", -10, "industry", "is", "Consulting"),
]
DID = [("Answered us", 16, "lead.answered", 1, 30), ("Wrote with us", 8, "lead.email", 3, 30)]
DID += [("On the phone", 10, "lead.call", 2, 30), ("Met us", 15, "lead.meeting", 1, 60)]
MARKS = [(80, "hot", True), (55, "warm", False), (0, "cold", False)]
MAIL, REPLY, CALL, MEETING = "lead.email", "lead.answered", "lead.call", "lead.meeting"
DEEDS = {
    "Sofía Benítez": [MAIL, REPLY],
    "Katarzyna Kowalczyk": [MEETING, REPLY, MAIL],
    "Dmytro Bondar": [MAIL],
    "Marit Solvang": [MAIL],
    "Nguyễn Thu Hà": [CALL],
    "Ingrid Vestergaard": [MAIL],
    "Bogdan Petrescu": [MAIL, REPLY, MAIL],
    "Amara Diallo": [MAIL],
    "Lukas Brunner": [MAIL],
    "Meera Nair": [MAIL, MEETING],
    "Rosa Jiménez": [MAIL],
}
WORDS = {
    MAIL: "Sent the two-page overview and three references.",
    REPLY: "“Yes, that is our trouble. Monday suits us.”",
    CALL: "Ten minutes. Call again when the depot head is back.",
    MEETING: "They want to see the view of the night desk.",
}


def agree_on_scores(house):
    """The fields of leads, the rules that read them, and what a score brings with it."""
    fields = [(VEHICLES, _("Vehicles"), "number"), (CHILLED, _("Chilled goods"), "yes_no")]
    CustomField.objects.bulk_create(
        CustomField(record="lead", key=key, name=name, kind=kind, position=place)
        for place, (key, name, kind) in enumerate(fields)
    )
    rules = [ScoringRule(name=name, points=points, conditions=[asked(*one)]) for name, points, *one in FIT]
    rules += [
        ScoringRule(name=name, kind="deed", points=points, signal=verb, most_times=times, half_life=days)
        for name, points, verb, times, days in DID
    ]
    ScoringRule.objects.bulk_create(rules)
    ScoreThreshold.objects.bulk_create(
        ScoreThreshold(at_least=mark, label=house.labels[icon], promotes=promotes) for mark, icon, promotes in MARKS
    )


def asked(fact, test, value):
    return {"fact": fact, "is": test, "value": value}


def fields_of(name):
    """What a lead of this name has in the fields."""
    vehicles, chilled = FLEETS.get(name, (None, False))
    return ({VEHICLES: str(vehicles)} if vehicles else {}) | ({CHILLED: True} if chilled else {})


def deeds_of(lead):
    """(verb, moment, words) of what was said with a lead before it was last turned to."""
    for number, verb in enumerate(DEEDS.get(lead.name, [])):
        yield verb, lead.last_touch_at - timedelta(hours=5 * number), WORDS[verb]


def score(leads):
    """Work out the scores from the rules, as the log of the leads stands."""
    rescore([lead.pk for lead in leads], because="rules")


def forget_scores():
    """Remove what of the rules and fields nobody has changed or used; what they gave to real leads goes with them."""
    rules = ScoringRule.objects.filter(name__in=[name for name, *_rest in (*FIT, *DID)])
    real = list(ScoreReason.objects.filter(rule__in=rules, lead__is_sample=False).values_list("lead", flat=True))
    rules.update(retired_at=Now())
    rescore(real)
    rules.delete()
    for mark, icon, promotes in MARKS:
        ScoreThreshold.objects.filter(at_least=mark, label__icon=icon, promotes=promotes).delete()
    for key in (VEHICLES, CHILLED):
        if not Lead.objects.filter(is_sample=False, custom__has_key=key).exists():
            CustomField.objects.filter(record="lead", key=key).delete()
