"""What people say about the parts of a deal: who decides, how far the proposal is, what is on a checklist."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pipeline.forms import DAY, contacts_for
from pipeline.models import ChecklistItem, Deal, DealContact

NOBODY = ""


class MemberForm(forms.Form):
    """Somebody for the buying committee by name, one of the company's people or new there, with a role."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput({"list": "people", "autocomplete": "off"}),
        error_messages={"required": _("Write the name of a person.")},
    )
    role = forms.ChoiceField(label=_("Role in the decision"), choices=DealContact.Role.choices)
    stance = forms.ChoiceField(
        label=_("Where they stand"), choices=DealContact.Stance.choices, required=False, initial=""
    )

    def __init__(self, deal, user, data=None):
        super().__init__(data)
        others = contacts_for(deal, user).exclude(pk__in=deal.committee.values("contact"))
        self.people = others.values_list("name", flat=True)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class RoleForm(forms.Form):
    """Another role or stance for a member of the committee; an empty role takes them out.

    What was `seen_…` of both is what the writer's page said.
    """

    member = forms.ModelChoiceField(DealContact.objects.none())
    stance = forms.ChoiceField(choices=DealContact.Stance.choices, required=False)
    seen_role = forms.ChoiceField(choices=DealContact.Role.choices, required=False)
    seen_stance = forms.ChoiceField(choices=DealContact.Stance.choices, required=False)
    role = forms.ChoiceField(choices=[(NOBODY, _("Take out")), *DealContact.Role.choices], required=False)

    def __init__(self, deal, data):
        super().__init__(data)
        self.fields["member"].queryset = deal.committee.select_related("contact")

    def seen(self, name):
        """What the page said; None where it did not say."""
        return self.cleaned_data[f"seen_{name}"] if f"seen_{name}" in self.data else None


class ProposalForm(forms.Form):
    """How far the proposal is, and since which day."""

    state = forms.ChoiceField(label=_("State"), choices=Deal.Proposal.choices, required=False)
    on = forms.DateField(label=_("Since"), required=False, widget=DAY)

    def __init__(self, deal, data=None):
        super().__init__(data, initial={"state": deal.proposal, "on": deal.proposal_on or timezone.localdate()})

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come. Choose today or earlier."))
        return day


class TickForm(forms.Form):
    """One item of the pipeline's checklists, done or not."""

    item = forms.ModelChoiceField(ChecklistItem.objects.none())
    done = forms.BooleanField(required=False)

    def __init__(self, deal, data):
        super().__init__(data)
        items = ChecklistItem.objects.filter(stage__pipeline=deal.pipeline_id, retired_at=None)
        self.fields["item"].queryset = items


class ItemForm(forms.Form):
    """One change of a stage's checklist; what is added or renamed needs its words, all but the new an item."""

    ACTS = ["add", "rename", "up", "down", "remove"]

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    item = forms.ModelChoiceField(ChecklistItem.objects.none(), required=False)
    text = forms.CharField(max_length=200, required=False)

    def __init__(self, stage, data=None):
        super().__init__(data)
        self.items = stage.checklist.filter(retired_at=None)
        self.fields["item"].queryset = self.items.select_related("stage")

    def clean(self):
        given = super().clean()
        given["text"] = " ".join(given.get("text", "").split())
        if given.get("act") in ("add", "rename") and not given["text"]:
            self.add_error("text", _("Write what to do, such as “Walk through the price”."))
        elif self.is_listed(given):
            self.add_error("text", _("“%(text)s” is on this list already.") % {"text": given["text"]})
        if given.get("act") != "add" and not given.get("item"):
            self.add_error("item", _("This is not on the list any more."))
        return given

    def is_listed(self, given):
        """Whether another item has these words already."""
        own = given["item"].pk if given.get("act") == "rename" and given.get("item") else None
        alike = self.items.filter(text__iexact=given["text"]).exclude(pk=own)
        return given.get("act") in ("add", "rename") and alike.exists()
