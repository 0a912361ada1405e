"""The first pipeline of a workspace: eight stages with their guidance, the lost reasons, the labels."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as text

from leads.models import Label, LabelSet
from pipeline.models import Gate, LostReason, Pipeline, Stage
from pipeline.rates import workspace_currency

OPEN, WON, RETAINED = Stage.Kind.OPEN, Stage.Kind.WON, Stage.Kind.RETAINED

# name, kind, probability in percent, stale after days, guidance
EIGHT_STAGES = [
    (
        text("Prospecting"),
        OPEN,
        10,
        14,
        text(
            "Find out whether there is a reason to talk at all. Know one thing that changed at the company this year "
            "before the first call, and ask about that, not about us. Leave with a named person and a second date."
        ),
    ),
    (
        text("Qualification"),
        OPEN,
        20,
        14,
        text(
            "Learn the four answers before anybody builds anything: who pays and from which budget, who decides, what "
            "hurts and what it costs, and why now. Write down their words. “No” today is better than “maybe” in June."
        ),
    ),
    (
        text("Discovery"),
        OPEN,
        35,
        14,
        text(
            "Put a number on the pain: how often it happens, what one time costs, who hears about it. Ask what they "
            "tried before and why it stopped. Leave with the name of who signs and the date they need it live."
        ),
    ),
    (
        text("Demo"),
        OPEN,
        50,
        10,
        text(
            "Show three things, each one an answer to something they told you, with their own words on the screen. "
            "Have the decision maker in the room. Before you end, agree what they would need to see to go ahead."
        ),
    ),
    (
        text("Proposal"),
        OPEN,
        65,
        12,
        text(
            "Walk the buyer through the price, never just send it. Confirm who signs, in what order, and what could "
            "stop it. A second contact who reads the proposal in the first days makes a signature far more likely."
        ),
    ),
    (
        text("Negotiation"),
        OPEN,
        80,
        10,
        text(
            "Trade, do not give: every concession gets something back, such as a date, a term or a reference. Keep all "
            "open points on one list that both sides see. Hear the real objection before you touch the price."
        ),
    ),
    (
        text("Close"),
        WON,
        100,
        None,
        text(
            "Signed. Thank everybody who helped, in writing, today. Hand over what was promised, to whom and by when, "
            "and put the first check-in in the calendar before you leave this page."
        ),
    ),
    (
        text("Retention"),
        RETAINED,
        88,
        45,
        text(
            "Look after the customer before the contract asks for it. Check what they wanted to reach against what "
            "they have reached, name the next step yourself, and ask for one introduction when things go well."
        ),
    ),
]
# what a deal needs to enter, and whether the gate blocks or only warns: a win has a value, a customer somebody to call
GATES = {
    "Discovery": (["bant:budget", "bant:authority", "bant:need", "bant:timeline"], True),
    "Close": (["amount"], True),
    "Retention": (["contact:any"], False),
}
LOST_REASONS = [
    text("Price"),
    text("Chose a competitor"),
    text("No budget"),
    text("Bad timing"),
    text("No decision made"),
    text("Missing feature"),
    text("Stopped answering"),
    text("Not a fit"),
]
LABELS = [(text("Hot"), 40, "hot"), (text("Warm"), 88, "warm"), (text("Cold"), 250, "cold")]


@transaction.atomic
def set_up_pipeline():
    """Make what a workspace needs to begin, where it is missing, and return the first pipeline."""
    set_up_labels()
    set_up_lost_reasons()
    return Pipeline.objects.first() or make_default_pipeline()


def make_default_pipeline():
    return make_pipeline(EIGHT_STAGES, name=_("New business"), currency=workspace_currency())


def make_pipeline(stages, **facts):
    """A pipeline with these stages, in this order, and the gates that go with their names."""
    pipeline = Pipeline.objects.create(**facts)
    for position, (name, kind, probability, stale_days, guidance) in enumerate(stages, start=1):
        stage = pipeline.stages.create(
            name=_(name),
            kind=kind,
            colour=position,
            position=position,
            probability=probability,
            stale_days=stale_days,
            guidance=guidance and _(guidance),
        )
        if name in GATES:
            requirements, is_blocking = GATES[name]
            Gate.objects.create(stage=stage, requirements=requirements, is_blocking=is_blocking)
    return pipeline


def set_up_lost_reasons():
    if not LostReason.objects.exists():
        LostReason.objects.bulk_create(LostReason(name=_(name), position=at) for at, name in enumerate(LOST_REASONS))


def set_up_labels():
    if not LabelSet.objects.exists():
        labels = LabelSet.objects.create(name=_("Heat"))
        Label.objects.bulk_create(
            Label(set=labels, name=_(name), hue=hue, icon=icon, position=at)
            for at, (name, hue, icon) in enumerate(LABELS)
        )
