"""A sum for a period, as people write it."""

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries import teams_of
from forecasting.ledger.queries import people_of, sees_the_house
from kit.numbers import NumberField
from pipeline.rates import workspace_currency

HOUSE = "house"


class SumForm(forms.Form):
    """One sum with its currency and a note."""

    amount = NumberField(
        label=_("Sum"),
        min_value=0,
        max_digits=17,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_digits", "max_whole_digits"], _("Write a sum, like 120,000.")
        ),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, widget=forms.TextInput({"size": 3, "autocapitalize": "characters"})
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, **options):
        options["initial"] = {"currency": workspace_currency()} | options.get("initial", {})
        super().__init__(*args, **options)

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise forms.ValidationError(_("Write the three letters of a currency, such as EUR."))
        return code


class AboutForm(SumForm):
    """The same about somebody: a person, a team, or the house, as far as the writer sees them."""

    about = forms.ChoiceField(label=_("Of whom"), error_messages={"invalid_choice": _("Choose a person or a team.")})

    field_order = ["about", "amount", "currency", "note"]

    def __init__(self, user, *args, **options):
        super().__init__(*args, **options)
        self.people = {f"rep-{one.pk}": one for one in people_of(user)}
        self.teams = {f"team-{one.pk}": one for one in teams_of(user)}
        house = [(HOUSE, _("The whole house"))] if sees_the_house(user) else []
        self.fields["about"].choices = [
            *house,
            (_("Teams"), [(key, team.name) for key, team in self.teams.items()]),
            (_("People"), [(key, person.name) for key, person in self.people.items()]),
        ]

    @property
    def whose(self):
        about = self.cleaned_data["about"]
        return {"owner": self.people.get(about), "team": self.teams.get(about)}

    @property
    def named(self):
        """What the action needs of a valid form."""
        return self.whose | {name: self.cleaned_data[name] for name in ("currency", "note")}


class AdjustmentForm(AboutForm):
    """A manager's own view of what a period brings; it says why."""

    note = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say in a sentence why you expect something else.")},
    )
