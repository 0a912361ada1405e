"""What a browser says of a decision; every form knows the operation it is, so that sent twice it counts once."""

from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from followups.forms import day_field, due_of
from pipeline.card_forms import ParkForm
from pipeline.move_forms import LARGEST, LoseForm
from reports.review.days import in_a_week, reach


class Once(forms.Form):
    op = forms.UUIDField(required=False, widget=forms.HiddenInput)


class Words(Once):
    """A decision with what was said of it; `version` are the facts as the viewer saw them."""

    note = forms.CharField(
        label=_("What was said"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args, deal, **kwargs):
        super().__init__(*args, **kwargs)
        self.deal = deal


class KeepForm(Words):
    version = None


class CommitForm(Words):
    pass


class PushForm(Words):
    expected_close = day_field(
        label=_("New close date"),
        error_messages={"required": _("Choose the new close date, or one of the days below.")},
    )
    field_order = ["expected_close", "note"]

    def clean_expected_close(self):
        day = self.cleaned_data["expected_close"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day after today."))
        if self.deal.expected_close and day <= self.deal.expected_close:
            raise forms.ValidationError(_("That is no push. Choose a later day, or change the date on the deal."))
        if day > reach():
            raise forms.ValidationError(_("Choose a day within three years."))
        return day


class ParkInReviewForm(ParkForm):
    def __init__(self, *args, deal, **kwargs):
        super().__init__(*args, **kwargs)


class LoseInReviewForm(LoseForm):
    def __init__(self, *args, deal, **kwargs):
        super().__init__(*args, **kwargs)


class NoteForm(Once):
    text = forms.CharField(
        label=_("Note on the deal"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write a word or two.")},
    )

    def __init__(self, *args, deal, **kwargs):
        super().__init__(*args, **kwargs)


class PromiseForm(Once):
    """A next step asked of the deal's owner, due any time of a day."""

    title = forms.CharField(
        label=_("Next step"),
        max_length=200,
        widget=forms.TextInput({"placeholder": _("Such as “Get the decision maker on a call”")}),
        error_messages={"required": _("Say what to do, such as “Call Kari about the budget”.")},
    )
    day = day_field(
        label=_("By when"), initial=in_a_week, error_messages={"required": _("Choose the day, today or later.")}
    )

    def __init__(self, *args, deal, **kwargs):
        super().__init__(*args, **kwargs)
        self.deal = deal

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That has passed. Choose a later time."))
        return day

    def clean(self):
        asked = super().clean()
        if "day" in asked:
            asked["due_at"] = due_of(asked.pop("day"), None, self.deal.owner)
        return asked


def fresh(form_class, deal, version, data=None):
    """The form for a deal as it is now; what was typed stays, seen and asked anew."""
    op = uuid4()
    if data is not None:
        data = data.copy()
        data["op"], data["version"] = str(op), str(version)
    return form_class(data, deal=deal, initial={"op": op, "version": version})
