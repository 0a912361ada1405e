"""The part of a follow-up's form that says when to remind of it, and how it comes back."""

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from accounts.hours.queries import hours_of
from followups.models import USUAL_LEADS, Habit
from followups.recurring import Every, Recurrence, left_from
from followups.times import MORNING_OF_THE_DAY

LEADS = [
    ("0", _("When it is due")),
    ("5", _("5 minutes before")),
    ("15", _("15 minutes before")),
    ("30", _("30 minutes before")),
    ("60", _("1 hour before")),
    ("120", _("2 hours before")),
    (MORNING_OF_THE_DAY, _("In the morning of that day")),
    ("1440", _("1 day before")),
    ("2880", _("2 days before")),
    ("10080", _("1 week before")),
]
MOST_TIMES, LONGEST_STRIDE = 500, 99
THIS, FOLLOWING = "this", "following"
STRIDE = _("Write a whole number from 1 to 99.")
TIMES = _("Write how often, from 1 to 500.")


def leads_field(**options):
    return forms.MultipleChoiceField(
        choices=LEADS, required=False, widget=forms.CheckboxSelectMultiple, label=_("Remind me"), **options
    )


def usual_leads_of(user):
    """The lead times a person has unless a follow-up says otherwise."""
    habit = Habit.objects.filter(user=user).first()
    return list(habit.remind_before) if habit else list(USUAL_LEADS)


class RepeatFields(forms.Form):
    """Lead times and a Recurrence; a form that does not show the lead times leaves them as they are."""

    remind_shown = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    remind = leads_field()
    repeats = forms.ChoiceField(label=_("Comes back"), required=False, choices=[("", _("Never")), *Every.choices])
    stride = forms.IntegerField(
        label=_("Every how many"),
        required=False,
        min_value=1,
        max_value=LONGEST_STRIDE,
        help_text=_("2 with “Every week” is every other week."),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], STRIDE),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS_ABBR.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    repeats_until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    times = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], TIMES),
    )
    scope = forms.ChoiceField(
        label=_("Change"),
        required=False,
        choices=[(THIS, _("Only this one")), (FOLLOWING, _("This and all that follow"))],
        widget=forms.RadioSelect,
    )

    def first_repeat(self, occurrence):
        """What these fields show of a follow-up that is an occurrence of a series, or of none."""
        if occurrence is None:
            return {}
        left = left_from(occurrence.series, occurrence.day)
        return {
            "repeats": left.every,
            "stride": left.interval,
            "weekdays": left.weekdays,
            "repeats_until": left.until,
            "times": left.count,
            "scope": THIS,
        }

    def clean_repeat(self, day, owner):
        """The Recurrence that is asked for, from this day on; None where there is none or the fields are wrong."""
        asked = self.cleaned_data
        every = asked.get("repeats")
        if not every or self.errors:
            return None
        days = tuple(sorted(hours_of(owner).working_days)) if every == Every.WORKING_DAY else ()
        days = tuple(asked.get("weekdays", ())) if every == Every.WEEK else days
        if days and day.weekday() not in days:
            self.add_error("weekdays", _("The day above is none of these. Choose another, or tick its weekday too."))
        if asked.get("repeats_until") and asked["repeats_until"] < day:
            self.add_error("repeats_until", _("It would end before it begins. Choose a later day."))
        if asked.get("repeats_until") and asked.get("times"):
            self.add_error("times", _("Say until when or how often, not both."))
        return Recurrence(every, asked.get("stride") or 1, days, asked.get("repeats_until"), asked.get("times"))

    def leads(self, owner, before):
        """What the follow-up keeps: None for its owner's usual lead times, else those that are ticked."""
        if not self.cleaned_data.get("remind_shown"):
            return before
        ticked = self.cleaned_data["remind"]
        return None if set(ticked) == set(usual_leads_of(owner)) else ticked

    @property
    def following(self):
        return self.cleaned_data.get("scope") == FOLLOWING
