"""Kinds of requirements about what hangs on a deal: its checklists, its proposal, its buying committee."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pipeline.actions.checklists import write_tick
from pipeline.actions.people import write_role, write_stance
from pipeline.actions.proposals import write_proposal
from pipeline.forms import DAY
from pipeline.gates.facts import person_field, person_of
from pipeline.gates.registry import Kind
from pipeline.models import ChecklistItem, ChecklistTick, Deal, DealContact

Proposal, Role, Stance = Deal.Proposal, DealContact.Role, DealContact.Stance


class ProposalKind(Kind):
    """Met when the proposal has come that far."""

    prefix = "proposal"
    place = 4
    topics = {"sent": gettext_lazy("Proposal sent"), "accepted": gettext_lazy("Proposal accepted")}
    days = {"sent": gettext_lazy("Proposal sent on"), "accepted": gettext_lazy("Proposal accepted on")}

    def is_met(self, deal, topic):
        return deal.proposal == Proposal.ACCEPTED if topic == "accepted" else deal.proposal != Proposal.NONE

    def fields(self, deal, topic, name, user):
        missing = _("Choose the day.")
        day = forms.DateField(
            label=self.days[topic], widget=DAY, initial=timezone.localdate, error_messages={"required": missing}
        )
        return {f"proposal_{topic}": day}

    def refusals(self, topic, values):
        day = values.get(f"proposal_{topic}")
        if day and day > timezone.localdate():
            return {f"proposal_{topic}": _("That day is still to come. Choose today or earlier.")}
        return {}

    def answer(self, deal, values, *, by):
        """What was sent first, then what was accepted, as it went."""
        for topic, state in (("sent", Proposal.SENT), ("accepted", Proposal.ACCEPTED)):
            if f"proposal_{topic}" in values:
                write_proposal(deal, state, values[f"proposal_{topic}"], by=by)


class ContactKind(Kind):
    """Met when somebody takes part in the decision, in any role or in a certain one, or when who decides was met."""

    prefix = "contact"
    place = 5
    topics = {
        "any": gettext_lazy("A contact with a role"),
        "decides": gettext_lazy("Decision maker"),
        "met": gettext_lazy("Decision maker met"),
        "champion": gettext_lazy("Champion"),
        "influencer": gettext_lazy("Influencer"),
        "blocker": gettext_lazy("Blocker"),
        "user": gettext_lazy("User of the product"),
    }

    def met_by(self, deals, topics):
        members = DealContact.objects.filter(deal__in=[deal.pk for deal in deals])
        found = members.values_list("deal_id", "role", "stance")
        met = {(deal, "met") for deal, role, stance in found if role == Role.DECIDES and stance != Stance.UNMET}
        return met | {pair for deal, role, _stance in found for pair in ((deal, role), (deal, "any"))}

    def fields(self, deal, topic, name, user):
        fields = {f"committee_{topic}_name": person_field(name)}
        if topic == "any":
            label = _("Role in the decision")
            fields["committee_any_role"] = forms.ChoiceField(label=label, choices=Role.choices)
        if topic == "met":
            known = [choice for choice in Stance.choices if choice[0] != Stance.UNMET]
            fields["committee_met_stance"] = forms.ChoiceField(label=_("Where they stand"), choices=known)
        return fields

    def owns(self, field):
        return field.startswith("committee_")

    def answer(self, deal, values, *, by):
        for topic in self.topics:
            if name := values.get(f"committee_{topic}_name"):
                person = person_of(name, deal, by)
                roles = {"any": values.get("committee_any_role", Role.CHAMPION), "met": Role.DECIDES}
                write_role(deal, person, roles.get(topic, topic), by=by)
                if topic == "met":
                    write_stance(deal, person, values["committee_met_stance"], by=by)


class ChecklistKind(Kind):
    """Met when the item was ticked for the deal; an item off its list asks for nothing."""

    prefix = "check"
    place = 7

    def choices(self, stage):
        """What is on the lists of the stages before this one, where a deal has had the time to do it."""
        items = ChecklistItem.objects.filter(stage__pipeline=stage.pipeline_id, stage__retired_at=None, retired_at=None)
        before = items.filter(stage__position__lt=stage.position) if stage.pk else items
        return [(self.key(item.pk), item.text) for item in before.order_by("stage__position", "position", "pk")]

    def names(self, topics):
        found = ChecklistItem.objects.filter(pk__in=filter(str.isdecimal, topics), retired_at=None)
        return {str(pk): text for pk, text in found.values_list("pk", "text")}

    def concerning(self, deal, topics):
        """What is on the lists of its own pipeline."""
        own = ChecklistItem.objects.filter(pk__in=filter(str.isdecimal, topics), stage__pipeline=deal.pipeline_id)
        return [str(pk) for pk in own.order_by("pk").values_list("pk", flat=True)]

    def met_by(self, deals, topics):
        ticks = ChecklistTick.objects.filter(
            deal__in=[deal.pk for deal in deals], item__in=filter(str.isdecimal, topics)
        )
        return {(deal, str(item)) for deal, item in ticks.values_list("deal_id", "item_id")}

    def fields(self, deal, topic, name, user):
        missing = _("Tick this once it is done.")
        return {f"check_{topic}": forms.BooleanField(label=name, error_messages={"required": missing})}

    def answer(self, deal, values, *, by):
        done = [int(name.removeprefix("check_")) for name, is_done in values.items() if is_done]
        for item in ChecklistItem.objects.filter(pk__in=done, retired_at=None).order_by("pk"):
            write_tick(deal, item, by=by)
