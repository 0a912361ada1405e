"""What people type about their next actions."""

from datetime import date, time

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of
from accounts.models import Role, User
from accounts.visibility import visible_owner_ids
from followups.days import days_ahead, has_afternoon, in_an_hour
from followups.models import FollowUp, FollowUpKind, Occurrence
from followups.repeat_form import RepeatFields, usual_leads_of
from followups.times import moment, settled
from pipeline.models import Deal

NOON, AFTERNOON = time(12), time(15)
LAST_DAY = date(2199, 12, 31)


def day_field(**options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    known = MaxValueValidator(LAST_DAY, _("Nobody plans that far ahead. Choose an earlier day."))
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], validators=[known], **options)


def clock_field(**options):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], required=False, **options)


def due_of(day, clock, owner):
    """The due time of a day with or without an hour: the hour is the reader's, a whole day is the owner's."""
    if clock:
        return moment(day, clock.replace(second=0, microsecond=0), timezone.get_current_timezone())
    return settled(moment(day, NOON, zone_of(owner)), True, owner)


class FollowUpForm(RepeatFields, forms.ModelForm):
    """A next action: what, when, who. Without an hour it is due any time that day."""

    day = day_field(label=_("Day"), error_messages={"required": _("Choose the day, today or later.")})
    at = clock_field(label=_("Time"), help_text=_("Leave it open for any time that day."))

    class Meta:
        model = FollowUp
        fields = ["title", "kind", "owner"]
        labels = {"title": _("What to do"), "kind": _("Kind"), "owner": _("Who")}
        error_messages = {"title": {"required": _("Say what to do, such as “Call Kari about the budget”.")}}

    field_order = ["title", "kind", "day", "at", "owner"]
    due_at, repeat = None, None

    def __init__(self, data=None, *, user, about=None, **options):
        super().__init__(data, **options)
        self.user, self.about = user, about
        self.fields["kind"].queryset = kinds_for(self.instance)
        self.fields["kind"].empty_label = None
        self.fields["kind"].required = FollowUpKind.objects.exists()
        self.fields["owner"].queryset = colleagues(user)
        self.fields["owner"].empty_label = None
        self.occurrence = Occurrence.objects.select_related("series").filter(follow_up=self.instance.pk).first()
        leads = self.instance.remind_before
        leads = usual_leads_of(self.instance.owner if self.instance.pk else user) if leads is None else leads
        shown = {"remind": leads} | self.first_repeat(self.occurrence)
        self.initial = self.first_values() | shown | self.initial

    def first_values(self):
        if self.instance.pk is None:
            owner = step_owner(self.about, self.user)
            return {"owner": owner.pk, "kind": first_kind(), "day": timezone.localdate()}
        due_at = timezone.localtime(self.instance.due_at)
        return {"day": due_at.date(), "at": None if self.instance.any_time else due_at.time().replace(second=0)}

    def clean(self):
        if {"day", "owner"} <= self.cleaned_data.keys() and "at" in self.cleaned_data:
            self.due_at = due_of(self.cleaned_data["day"], self.cleaned_data["at"], self.cleaned_data["owner"])
            if self.due_at < timezone.now() and self.due_at != self.instance.due_at:
                self.add_error("at" if self.cleaned_data["at"] else "day", _("That has passed. Choose a later time."))
            self.repeat = self.clean_repeat(self.cleaned_data["day"], self.cleaned_data["owner"])
        return self.cleaned_data

    @property
    def promise(self):
        """What the actions need: kind, title, owner, due_at, any_time, remind_before."""
        asked = {name: self.cleaned_data[name] for name in ("kind", "title", "owner")}
        leads = self.leads(asked["owner"], self.instance.remind_before)
        return asked | {"due_at": self.due_at, "any_time": not self.cleaned_data["at"], "remind_before": leads}

    @property
    def ends_series(self):
        """Whether it is the last one: it came back before, and all that follow are to come back never."""
        return bool(self.occurrence and self.following and not self.cleaned_data["repeats"])

    @property
    def new_rhythm(self):
        """The Recurrence to begin from here on: of what came back never, or of this one and all that follow."""
        return self.repeat if self.following or not self.occurrence else None


class NewFollowUpForm(FollowUpForm):
    """A next action for one of one's own open deals, when the page is about none."""

    deal = forms.ModelChoiceField(
        Deal.objects.none(),
        label=_("Deal"),
        empty_label=_("Choose a deal of yours"),
        error_messages={"required": _("Choose the deal it is about.")},
    )
    field_order = ["deal", *FollowUpForm.field_order]

    def __init__(self, data=None, *, user, **options):
        super().__init__(data, user=user, **options)
        deals = Deal.objects.visible_to(user).open().filter(owner=user).select_related("company").order_by("title")
        self.fields["deal"].queryset = deals
        self.fields["deal"].label_from_instance = deal_words


def deal_words(deal):
    return f"{deal.title}, {deal.company}" if deal.company else deal.title


class NextStepForm(forms.Form):
    """A next step in one click: a day, and words only if somebody wants them."""

    day = day_field(error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")})
    title = forms.CharField(max_length=200, required=False)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose today or later."))
        return day


def step_owner(about, user):
    """Who takes the next step unless somebody else is named: the owner of the deal or lead."""
    return (about and about.owner) or user


def next_step_promise(about, *, day, title, user):
    """The promise behind one click: any time that day, to follow up with whom the deal or lead is about."""
    owner = step_owner(about, user)
    person = getattr(about, "contact", None) or getattr(about, "company", None) or about
    title = title or _("Follow up with %(name)s") % {"name": person}
    kind = first_kind()
    due_at = due_of(day, None, owner)
    return {"kind": kind, "title": title[:200], "due_at": due_at, "any_time": True, "owner": owner}


def kinds_for(follow_up):
    """The kinds in use, and the one it is of already."""
    return FollowUpKind.objects.filter(Q(retired_at=None) | Q(pk=follow_up.kind_id))


def first_kind():
    return FollowUpKind.objects.filter(retired_at=None).first()


class HandOverForm(forms.Form):
    """Who takes it from here, and what they should know."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes it"),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose who takes it from here.")},
    )
    note = forms.CharField(
        label=_("What they should know"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    following = forms.BooleanField(label=_("All that follow too"), required=False)

    def __init__(self, data=None, *, user, follow_up):
        super().__init__(data)
        self.fields["to"].queryset = colleagues(user).exclude(pk=follow_up.owner_id)
        if not Occurrence.objects.filter(follow_up=follow_up).exists():
            del self.fields["following"]


class OutcomeForm(forms.Form):
    """How it went."""

    outcome = forms.CharField(
        label=_("How did it go?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SnoozeForm(forms.Form):
    """Until when something is put off, by the clock and the working days of whoever puts it off."""

    CHOICES = [
        ("hour", _("In an hour")),
        ("afternoon", _("This afternoon")),
        ("tomorrow", _("Tomorrow")),
        ("workday", _("Next working day")),
        ("monday", _("Next week")),
        ("day", _("Another day")),
    ]
    until = forms.ChoiceField(choices=CHOICES)
    day = day_field(required=False)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user

    def clean(self):
        until, day = self.cleaned_data.get("until"), self.cleaned_data.get("day")
        if until == "day" and day is None:
            raise forms.ValidationError(_("Choose the day to put it off to."))
        if until == "day" and day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose today or later."))
        if until == "afternoon" and not has_afternoon():
            raise forms.ValidationError(_("The afternoon has begun. Choose an hour or another day."))
        return self.cleaned_data

    def choice(self, follow_up):
        """What snooze_follow_up needs: a later day keeps the hour the follow-up had."""
        match self.cleaned_data["until"]:
            case "hour":
                return {"until": in_an_hour(), "any_time": False}
            case "afternoon":
                zone = timezone.get_current_timezone()
                return {"until": moment(timezone.localdate(), AFTERNOON, zone), "any_time": False}
        clock = None if follow_up.any_time else timezone.localtime(follow_up.due_at).time()
        until = due_of(self.chosen_day(), clock, follow_up.owner)
        if until < timezone.now():
            return {"until": due_of(self.chosen_day(), None, follow_up.owner), "any_time": True}
        return {"until": until, "any_time": follow_up.any_time}

    def chosen_day(self):
        return days_ahead(hours_of(self.user)).get(self.cleaned_data["until"]) or self.cleaned_data["day"]


def colleagues(user):
    """The people this user may give work to: those who work, among those whose records they see."""
    people = User.objects.active().exclude(role=Role.GUEST)
    owners = visible_owner_ids(user)
    return people if owners is None else people.filter(pk__in=owners)
