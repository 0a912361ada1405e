"""What people write of the things a sale turns on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.models import Competitor, Point
from pipeline.seen_forms import WithSeen

ASKED = {
    Point.Kind.PAIN: (_("What hurts them?"), ""),
    Point.Kind.OBJECTION: (_("What speaks against it?"), _("What answers it?")),
    Point.Kind.CRITERION: (_("What will they decide by?"), _("How do we stand?")),
}
DONE = {Point.Kind.OBJECTION: _("Answered"), Point.Kind.CRITERION: _("Met")}


class PointForm(WithSeen, forms.Form):
    """A pain, an objection or a criterion; what can be answered has an answer."""

    text = forms.CharField(max_length=300, error_messages={"required": _("Write a few words first.")})
    answer = forms.CharField(max_length=1000, required=False)
    is_answered = forms.BooleanField(required=False)

    def __init__(self, kind, line=None, data=None):
        super().__init__(data, initial=facts_of(line, self.base_fields), auto_id=auto_id(kind, line))
        self.kind, self.line = kind, line
        self.fields["text"].label, answer = ASKED[kind]
        if answer:
            self.fields["answer"].label, self.fields["is_answered"].label = answer, DONE[kind]
        else:
            del self.fields["answer"], self.fields["is_answered"]
        self.remember(facts_of(line, self.fields))

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class RivalForm(WithSeen, forms.Form):
    """A competitor in this deal: one the admin listed, or any other name."""

    name = forms.CharField(
        label=_("Competitor"),
        max_length=80,
        widget=forms.TextInput({"list": "rivals-known", "autocomplete": "off"}),
        error_messages={"required": _("Write who else may win it.")},
    )
    note = forms.CharField(label=_("What do you know?"), max_length=300, required=False)
    is_ahead = forms.BooleanField(label=_("Ahead of us now"), required=False)

    def __init__(self, deal, line=None, data=None):
        super().__init__(data, initial=facts_of(line, self.base_fields), auto_id=auto_id("rival", line))
        self.kind, self.deal, self.line = "rival", deal, line
        self.remember(facts_of(line, self.fields))

    @property
    def known(self):
        """Names to choose from; any other can be written."""
        return Competitor.objects.filter(retired_at=None).values_list("name", flat=True)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = self.deal.rivals.exclude(pk=self.line and self.line.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("%(name)s is on the list already.") % {"name": name})
        return name


def facts_of(line, names):
    return {name: getattr(line, name) for name in names} if line else {}


def auto_id(kind, line):
    """Ids that no other line of the page has."""
    return f"id_{kind}_{line.pk if line else 'new'}_%s"


def form_for(deal, kind, line=None, data=None):
    """The form of a line of this kind."""
    return RivalForm(deal, line, data) if kind == "rival" else PointForm(kind, line, data)
