"""What a browser says when it acts on many leads at once; nothing of it is trusted."""

import re
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from leads.filters import owners_for
from leads.label_choices import offer_labels
from leads.models import Label
from leads.resting_forms import USUALLY, RecycleForm

MOST_AT_ONCE = 1000
NUMBER = re.compile(r"[1-9]\d{0,17}")


def chosen_leads(words):
    """The ids in “7”, “9”, or several with commas between, each once, in the order given."""
    numbers = [word for line in words for word in line.split(",") if NUMBER.fullmatch(word)]
    return list(dict.fromkeys(map(int, numbers[: MOST_AT_ONCE + 1])))


class ManyForm(forms.Form):
    """What is to be done with `leads`; `bulk` names the act, so that sent twice it is done once."""

    bulk = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, leads, user, data=None):
        forms.Form.__init__(self, data, initial={"bulk": uuid4()})
        self.leads, self.user = leads, user
        self.limit_choices()

    def limit_choices(self):
        """Offer only what fits these leads and this person."""

    def clean_bulk(self):
        return self.cleaned_data["bulk"] or uuid4()


class AssignManyForm(ManyForm):
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody: back to everybody")
    )

    def limit_choices(self):
        self.fields["owner"].queryset = owners_for(self.user).order_by("name")
        self.initial["owner"] = self.user.pk


class LabelManyForm(ManyForm):
    label = forms.ModelChoiceField(Label.objects.none(), label=_("Label"), required=False)

    def limit_choices(self):
        offer_labels(self.fields["label"], empty_label=_("No label"))


class RecycleManyForm(ManyForm, RecycleForm):
    field_order = ["until", "reason"]

    def __init__(self, leads, user, data=None):
        ManyForm.__init__(self, leads, user, data)
        self.initial["until"] = timezone.localdate() + USUALLY


class NotAFitManyForm(ManyForm):
    reason = forms.CharField(
        label=_("Why not?"), max_length=200, error_messages={"required": _("Say why, such as “too small”.")}
    )
