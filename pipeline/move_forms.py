"""What a browser says when it moves, adds or loses a deal on the board; nothing of it is trusted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.actions import BOTTOM, TOP, Place
from pipeline.forms import AmountField, contacts_for, known_companies
from pipeline.gates import fields_for, names_of, refusals_for
from pipeline.models import Competitor, LostReason
from pipeline.queries.months import months

LARGEST = 2**63 - 1


class MoveForm(forms.Form):
    """Where to: a stage of the deal's pipeline, and a place between two neighbours as the viewer saw them."""

    PLACES = ["between", "top", "bottom", "up", "down"]

    stage = forms.CharField(max_length=20)
    place = forms.ChoiceField(choices=[(name, name) for name in PLACES], required=False)
    prev = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    next = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    prev_rank = forms.CharField(required=False, max_length=600)
    next_rank = forms.CharField(required=False, max_length=600)
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    op = forms.UUIDField(required=False)
    lane = forms.CharField(max_length=20, required=False)  # the row of a grouped board, if it is dropped into one

    def __init__(self, stages, data):
        super().__init__(data)
        self.stages = {str(stage.pk): stage for stage in stages}

    def clean_stage(self):
        """The stage itself, one of those the deal may stand in."""
        if stage := self.stages.get(self.cleaned_data["stage"]):
            return stage
        raise forms.ValidationError(_("This stage is not in use any more."))

    @property
    def place_between(self):
        """The place asked for; without any neighbour that is the top."""
        asked = self.cleaned_data
        if asked["place"] == "bottom":
            return BOTTOM
        if asked["place"] == "top" or not (asked["prev"] or asked["next"] or asked["prev_rank"] or asked["next_rank"]):
            return TOP
        return Place("between", asked["prev"], asked["next"], asked["prev_rank"], asked["next_rank"])


class MonthForm(forms.Form):
    """Which month a deal should close in, as the columns of the board by month are called."""

    stage = forms.ChoiceField(
        choices=lambda: [(column.key, column.name) for column in months() if not column.is_closed],
        error_messages={"invalid_choice": _("Choose this month or a later one: nobody plans into the past.")},
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


class GateForm(forms.Form):
    """The inputs that would open a gate, and just those."""

    def __init__(self, deal, missing, user, data=None):
        super().__init__(data)
        self.deal, self.missing, self.user = deal, missing, user
        for requirement in missing:
            self.fields |= fields_for(deal, requirement, user)

    @property
    def names(self):
        return names_of(self.missing)

    @property
    def companies(self):
        """Known names for the list below the company's field, if that is asked for."""
        return known_companies(self.user) if "company" in self.fields else []

    @property
    def people(self):
        """Known names for the list below a person's field, if one is asked for."""
        asks = any(name.endswith("_name") for name in self.fields)
        return contacts_for(self.deal, self.user).values_list("name", flat=True) if asks else []

    def clean(self):
        """What is right in each field and yet answers nothing."""
        given = super().clean()
        for requirement in self.missing:
            for field, sentence in refusals_for(requirement, given).items():
                self.add_error(field, sentence)
        return given


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
