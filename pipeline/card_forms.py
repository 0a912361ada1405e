"""What a person chooses for their own board, and the day a deal is parked until."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.fields.known import fields_of
from pipeline.cards import FACTS, MOST_FACTS, USUAL_FACTS
from pipeline.move_forms import LARGEST


class CardForm(forms.Form):
    """At most six facts beside title and value, and the density."""

    facts = forms.MultipleChoiceField(
        label=_("Beside title and value"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_compact = forms.TypedChoiceField(
        label=_("Density"),
        choices=[("", _("Roomy")), ("1", _("Compact"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    TOO_MANY = ngettext_lazy(
        "A card holds six of these. Take %(count)s away.", "A card holds six of these. Take %(count)s away.", "count"
    )

    def __init__(self, settings, data=None):
        facts = USUAL_FACTS if settings.facts is None else settings.facts
        super().__init__(data, initial={"facts": list(facts), "is_compact": "1" if settings.is_compact else ""})
        self.offered = FACTS | {field.card: field.name for field in fields_of("deal")}
        self.fields["facts"].choices = self.offered.items()

    def clean_facts(self):
        """In the order of the card; None where they are the usual ones."""
        chosen = self.cleaned_data["facts"]
        if len(chosen) > MOST_FACTS:
            raise forms.ValidationError(self.TOO_MANY % {"count": len(chosen) - MOST_FACTS})
        facts = [name for name in self.offered if name in chosen]
        return None if facts == list(USUAL_FACTS) else facts


class ParkForm(forms.Form):
    """Until when a deal rests, and what it waits for."""

    until = forms.DateField(
        label=_("Park until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day it shall wake.")},
    )
    reason = forms.CharField(
        label=_("What it waits for"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"placeholder": _("Such as “Budget opens in January”")}),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    op = forms.UUIDField(required=False, widget=forms.HiddenInput)


def quick_days():
    """The days people mean most often: `(name, day)`."""
    today = timezone.localdate()
    month = today.month + 1
    quarter = (today.month - 1) // 3 * 3 + 4
    return [
        (_("Next week"), today + timedelta(days=7 - today.weekday())),
        (_("Next month"), first_of(today.year, month)),
        (_("Next quarter"), first_of(today.year, quarter)),
    ]


def first_of(year, month):
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
