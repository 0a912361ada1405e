"""How an admin shapes a label: a name, one of the hues that always contrast, one of a few icons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.models import Label

HUES = [
    (20, _("Rose")),
    (40, _("Orange")),
    (60, _("Copper")),
    (88, _("Amber")),
    (125, _("Moss")),
    (155, _("Green")),
    (178, _("Sea green")),
    (200, _("Teal")),
    (222, _("Petrol")),
    (250, _("Blue")),
    (285, _("Violet")),
    (340, _("Plum")),
]
ICONS = [
    ("hot", _("Flame")),
    ("warm", _("Sun")),
    ("cold", _("Snowflake")),
    ("tag", _("Tag")),
    ("star", _("Star")),
    ("bolt", _("Bolt")),
    ("crown", _("Crown")),
    ("building", _("Building")),
    ("globe", _("Globe")),
    ("pin", _("Pin")),
    ("handshake", _("Handshake")),
]


def unused_hue(label_set):
    """The first hue from the end that no label of the set has, so that labels are told apart."""
    used = set(label_set.labels.values_list("hue", flat=True))
    return next((hue for hue, _name in reversed(HUES) if hue not in used), HUES[-1][0])


class LabelForm(forms.ModelForm):
    hue = forms.TypedChoiceField(label=_("Colour"), choices=HUES, coerce=int, widget=forms.RadioSelect)
    icon = forms.ChoiceField(label=_("Icon"), choices=ICONS, widget=forms.RadioSelect)

    class Meta:
        model = Label
        fields = ["name", "hue", "icon"]
        error_messages = {"name": {"required": _("Give the label a name.")}}

    def __init__(self, label, data=None):
        self.label = label
        super().__init__(data, instance=label)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = Label.objects.filter(set=self.label.set_id).exclude(pk=self.label.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a label of that name already, perhaps a retired one."))
        return name

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""
