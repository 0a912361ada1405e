"""The things that happen to deals and leads and set rules off, in the order in which an admin chooses from them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.rules.triggers import Trigger, register, went_on

ENTERS = ("deal.moved", "deal.won", "deal.reopened", "deal.created")
LEAVES = (*ENTERS, "deal.lost")


def enters(rule, event):
    """Came into the rule's stage, from outside or from another one."""
    return (event.details.get("stage") or event.changes.get("stage", [None, None])[1]) == rule.stage_id


def leaves(rule, event):
    return event.changes.get("stage", [None])[0] == rule.stage_id


def is_still_there(deal, event):
    if "stage" not in event.details:
        return _("It happened long before it was told.")
    if deal.status == deal.Status.LOST or deal.stage_id != event.details["stage"] or went_on(deal, event, LEAVES):
        return _("The deal had left the stage already.")
    return ""


def is_still(*statuses):
    def still(record, event):
        return "" if record.status in statuses else _("It is no longer so.")

    return still


def changed_field(name):
    return lambda rule, event: rule.parameters.get(name) in event.changes


def has_label(rule, event):
    wanted, new = rule.parameters.get("any_label"), event.changes.get("label", [None, None])[1]
    return new is not None and wanted in (None, new)


def is_proposal(rule, event):
    return event.details.get("state") == rule.parameters.get("proposal")


def is_outcome(rule, event):
    """A follow-up of the kind that ended with these words in its outcome; without words, any."""
    words = (rule.parameters.get("outcome") or "").casefold()
    said = (event.details.get("outcome") or event.changes.get("outcome", ["", ""])[1] or "").casefold()
    return words in said and (bool(said) or event.verb == "followup.done")


DONE = ("followup.done", "followup.told")
register(
    Trigger(
        "stage.entered",
        "deal",
        gettext_lazy("enters %(stage)s"),
        verbs=ENTERS,
        asks=("stage",),
        fits=enters,
        still=is_still_there,
    )
)
register(
    Trigger(
        "stage.left",
        "deal",
        gettext_lazy("leaves %(stage)s"),
        verbs=("deal.moved", "deal.won", "deal.reopened"),
        asks=("stage",),
        fits=leaves,
    )
)
register(Trigger("deal.created", "deal", gettext_lazy("is opened"), verbs=("deal.created",)))
register(Trigger("deal.won", "deal", gettext_lazy("is won"), verbs=("deal.won",), still=is_still("won")))
register(Trigger("deal.lost", "deal", gettext_lazy("is lost"), verbs=("deal.lost",), still=is_still("lost")))
register(Trigger("deal.reopened", "deal", gettext_lazy("is opened again"), verbs=("deal.reopened",)))
register(
    Trigger(
        "deal.field",
        "deal",
        gettext_lazy("gets another %(deal_field)s"),
        verbs=("deal.edited",),
        asks=("deal_field",),
        fits=changed_field("deal_field"),
    )
)
register(
    Trigger(
        "deal.proposal",
        "deal",
        gettext_lazy("has its proposal noted as %(proposal)s"),
        verbs=("deal.proposal", "deal.proposal_followed"),
        asks=("proposal",),
        fits=is_proposal,
    )
)
for verb, words in (
    ("returned", gettext_lazy("has its proposal opened again")),
    ("forwarded", gettext_lazy("has its proposal opened in another browser")),
    ("asked", gettext_lazy("gets a question about its proposal")),
    ("expired", gettext_lazy("lets its proposal expire")),
):
    register(Trigger(f"proposal.{verb}", "deal", words, verbs=(f"proposal.{verb}",)))
register(
    Trigger(
        "deal.step_done",
        "deal",
        gettext_lazy("has a follow-up done with “%(outcome)s” in the outcome"),
        verbs=DONE,
        asks=("outcome",),
        fits=is_outcome,
        label=gettext_lazy("has a follow-up done"),
    )
)
register(Trigger("deal.letter", "deal", gettext_lazy("gets a letter"), verbs=("letter.received",)))
register(Trigger("lead.captured", "lead", gettext_lazy("comes in by itself"), verbs=("lead.captured",)))
register(Trigger("lead.created", "lead", gettext_lazy("is added by hand"), verbs=("lead.created",)))
register(Trigger("lead.promoted", "lead", gettext_lazy("rises over a threshold"), verbs=("lead.promoted",)))
register(
    Trigger(
        "lead.label",
        "lead",
        gettext_lazy("is labelled %(any_label)s"),
        verbs=("lead.labelled", "lead.edited"),
        asks=("any_label",),
        fits=has_label,
    )
)
register(
    Trigger(
        "lead.field",
        "lead",
        gettext_lazy("gets another %(lead_field)s"),
        verbs=("lead.edited", "lead.taken", "lead.assigned", "lead.routed"),
        asks=("lead_field",),
        fits=changed_field("lead_field"),
    )
)
register(
    Trigger(
        "lead.step_done",
        "lead",
        gettext_lazy("has a follow-up done with “%(outcome)s” in the outcome"),
        verbs=DONE,
        asks=("outcome",),
        fits=is_outcome,
        label=gettext_lazy("has a follow-up done"),
    )
)
register(Trigger("lead.letter", "lead", gettext_lazy("sends a letter"), verbs=("letter.received", "lead.answered")))
