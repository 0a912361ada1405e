"""A change of how people sell, as somebody marks it."""

from datetime import date, timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.queries import teams_of
from accounts.zones import today
from pipeline.models import Pipeline

FIRST_DAY, FURTHEST = date(2000, 1, 1), timedelta(days=366)
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
NO_DAY = {"invalid": _("Write a day, such as 2026-11-19.")}


class ExperimentForm(forms.Form):
    """What changed, when, and for whose deals."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give it a name, such as “New playbook”.")}
    )
    change = forms.CharField(
        label=_("What changed"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    began_on = forms.DateField(
        label=_("Began on"), widget=DAY, error_messages=NO_DAY | {"required": _("Say on which day it began.")}
    )
    ended_on = forms.DateField(label=_("Ended on"), widget=DAY, required=False, error_messages=NO_DAY)
    pipeline = forms.ModelChoiceField(
        Pipeline.objects.none(), label=_("Pipeline"), required=False, empty_label=_("All pipelines")
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("All teams"))

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.fields["pipeline"].queryset = Pipeline.objects.all()
        held = self.initial.get("team")  # stays, even where the writer speaks only for a part of it
        self.fields["team"].queryset = Team.objects.filter(Q(pk__in=teams_of(user)) | Q(pk=held and held.pk))

    def clean_began_on(self):
        began = self.cleaned_data["began_on"]
        if not FIRST_DAY <= began <= today() + FURTHEST:
            raise forms.ValidationError(_("Choose a day from 2000 on, at most a year ahead."))
        return began

    def clean(self):
        values = super().clean()
        began, ended = values.get("began_on"), values.get("ended_on")
        if began and ended and ended < began:
            self.add_error("ended_on", _("It cannot end before it began: choose a later day, or leave it empty."))
        return values
