"""How an admin shapes a stage."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.numbers import NumberField
from pipeline.gates import names_by_key, requirements_for
from pipeline.models import Category, Gate, Stage
from pipeline.queries.stages import is_name_taken

COLOURS = [
    (1, _("Violet")),
    (2, _("Indigo")),
    (3, _("Blue")),
    (4, _("Petrol")),
    (5, _("Teal")),
    (6, _("Sea green")),
    (7, _("Green")),
    (8, _("Moss")),
    (9, _("Plum")),
    (10, _("Rose")),
    (11, _("Copper")),
    (12, _("Ochre")),
]
ALWAYS = 100
MOST_DAYS = 3650
MOST_DEALS = 9999


def refuse_taken(pipeline, name, besides=None):
    if is_name_taken(pipeline, name, besides):
        raise forms.ValidationError(
            _("There is a stage of that name already. Choose another name, or bring that one back.")
        )


class StageForm(forms.ModelForm):
    colour = forms.TypedChoiceField(label=_("Colour"), choices=COLOURS, coerce=int, widget=forms.RadioSelect)
    requirements = forms.MultipleChoiceField(
        label=_("To enter, a deal needs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_blocking = forms.TypedChoiceField(
        label=_("When something is missing"),
        choices=[(True, _("Block")), (False, _("Warn"))],
        coerce=lambda word: word == "True",
        required=False,
        empty_value=True,
        widget=forms.RadioSelect,
    )
    probability = NumberField(
        label=_("Probability"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("Percent of the deals standing here that are won in the end."),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], _("Write a number from 0 to 100, like 62.5.")
        ),
    )

    stale_days = forms.IntegerField(
        label=_("Stale after"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Days without a next step until a deal dries out. Empty: never."),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], _("Write whole days from 0 to 3650, or nothing.")
        ),
    )
    soft_limit = forms.IntegerField(
        label=_("Soft limit"),
        required=False,
        min_value=0,
        max_value=MOST_DEALS,
        help_text=_("Deals at once. Warns, blocks nothing."),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], _("Write a whole number of deals up to 9999, or nothing.")
        ),
    )

    class Meta:
        model = Stage
        fields = ["name", "kind", "colour", "probability", "category", "stale_days", "soft_limit", "guidance"]
        widgets = {"kind": forms.RadioSelect, "guidance": forms.Textarea({"rows": 5})}
        help_texts = {"guidance": _("What good looks like here, questions to ask, what to leave with.")}
        error_messages = {"name": {"required": _("Give the stage a name.")}}

    def __init__(self, stage, data=None):
        gate = getattr(stage, "gate", None) or Gate()
        asked = {"requirements": gate.requirements, "is_blocking": gate.is_blocking}
        super().__init__(data, instance=stage, initial=asked)
        self.fields["kind"].choices = Stage.Kind.choices
        self.fields["category"].choices = [("", _("By its probability")), *Category.choices]
        offered = dict(requirements_for(stage))
        self.fields["requirements"].choices = (offered | names_by_key(gate.requirements)).items()

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        refuse_taken(self.instance.pipeline, name, besides=self.instance)
        return name

    def clean(self):
        """A won deal is won: its stage counts in full."""
        facts = super().clean()
        if facts.get("kind") == Stage.Kind.WON:
            facts["probability"] = ALWAYS
        return facts

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""
