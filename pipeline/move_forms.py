"""What a browser says when it moves, adds or loses a deal on the board; nothing of it is trusted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.actions import BOTTOM, TOP, Place
from pipeline.forms import AmountField
from pipeline.gates import fields_for, names_of
from pipeline.models import Competitor, LostReason, Stage

LARGEST = 2**63 - 1


class MoveForm(forms.Form):
    """Where to: a stage of the deal's pipeline, and a place between two neighbours as the viewer saw them."""

    PLACES = ["between", "top", "bottom", "up", "down"]

    stage = forms.ModelChoiceField(
        Stage.objects.none(), error_messages={"invalid_choice": _("This stage is not in use any more.")}
    )
    place = forms.ChoiceField(choices=[(name, name) for name in PLACES], required=False)
    prev = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    next = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    prev_rank = forms.CharField(required=False, max_length=600)
    next_rank = forms.CharField(required=False, max_length=600)
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    op = forms.UUIDField(required=False)

    def __init__(self, deal, data):
        super().__init__(data)
        self.fields["stage"].queryset = Stage.objects.standing().filter(pipeline=deal.pipeline_id)

    @property
    def place_between(self):
        """The place asked for; without any neighbour that is the top."""
        asked = self.cleaned_data
        if asked["place"] == "bottom":
            return BOTTOM
        if asked["place"] == "top" or not (asked["prev"] or asked["next"] or asked["prev_rank"] or asked["next_rank"]):
            return TOP
        return Place("between", asked["prev"], asked["next"], asked["prev_rank"], asked["next_rank"])


class GateForm(forms.Form):
    """The inputs that would open a gate, and just those."""

    def __init__(self, deal, missing, data=None):
        super().__init__(data)
        self.names = names_of(missing)
        for requirement in missing:
            self.fields |= fields_for(deal, requirement)


class QuickAddForm(forms.Form):
    title = forms.CharField(
        max_length=200, error_messages={"required": _("Write a title, such as “Cold-chain pilot”.")}
    )
    amount = AmountField(required=False, error_messages={"min_value": _("A value cannot be negative.")})


class LoseForm(forms.Form):
    reason = forms.ModelChoiceField(
        LostReason.objects.filter(retired_at=None),
        label=_("Why was it lost?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that weighed most.")},
    )
    lost_to = forms.ModelChoiceField(
        Competitor.objects.filter(retired_at=None), label=_("Who won it?"), required=False, empty_label=_("Not known")
    )
    note = forms.CharField(
        label=_("What happened"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    op = forms.UUIDField(required=False, widget=forms.HiddenInput)
