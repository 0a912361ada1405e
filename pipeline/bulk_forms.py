"""What a browser says when it acts on many deals at once; nothing of it is trusted."""

import re
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.visibility import visible_owner_ids
from leads.models import Label
from pipeline.forms import DAY
from pipeline.models import Stage
from pipeline.move_forms import LoseForm, MonthForm, MoveForm

MOST_AT_ONCE = 500
CHOSEN = re.compile(r"([1-9]\d{0,17})(?:\.([1-9]\d{0,9}))?")


def chosen_deals(words):
    """{deal id: the version seen, or None} from “7.3”, “9”, or several with commas between, in the order given."""
    pairs = [CHOSEN.fullmatch(word) for line in words for word in line.split(",")][: MOST_AT_ONCE + 1]
    return {int(pair[1]): int(pair[2]) if pair[2] else None for pair in pairs if pair}


class ManyForm(forms.Form):
    """What is to be done with `deals`; `bulk` names the act, so that sent twice it is done once."""

    bulk = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, deals, user, data=None):
        forms.Form.__init__(self, data, initial={"bulk": uuid4()})
        self.deals, self.user = deals, user
        self.limit_choices()

    def limit_choices(self):
        """Offer only what fits these deals and this person."""

    def clean_bulk(self):
        return self.cleaned_data["bulk"] or uuid4()


class MoveManyForm(ManyForm, MoveForm):
    """Where to: a stage of the deals' pipelines, and a place between two neighbours as the viewer saw them."""

    version = op = None

    def limit_choices(self):
        pipelines = {deal.pipeline_id for deal in self.deals}
        self.stages = {str(stage.pk): stage for stage in Stage.objects.standing().filter(pipeline__in=pipelines)}


class AssignManyForm(ManyForm):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), empty_label=None)

    def limit_choices(self):
        people = User.objects.active()
        seen = visible_owner_ids(self.user)
        self.fields["owner"].queryset = people if seen is None else people.filter(pk__in=seen)


class LabelManyForm(ManyForm):
    label = forms.ModelChoiceField(
        Label.objects.filter(retired_at=None), label=_("Label"), required=False, empty_label=_("No label")
    )


class CloseManyForm(ManyForm):
    expected_close = forms.DateField(label=_("Expected close"), required=False, widget=DAY)


class ParkManyForm(ManyForm):
    until = forms.DateField(label=_("Until"), widget=DAY)
    reason = forms.CharField(label=_("Why it waits"), max_length=200, required=False)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today."))
        return until


class LoseManyForm(ManyForm, LoseForm):
    version = op = None


class ThrowManyForm(ManyForm):
    note = forms.CharField(label=_("Why"), max_length=500, required=False)


class MonthManyForm(ManyForm, MonthForm):
    """By month: the key of a column; each deal gets its own day there."""

    version = None

    def __init__(self, deals, user, data=None):
        ManyForm.__init__(self, deals, user, data)
