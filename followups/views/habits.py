"""How one wants to be reminded, and whether the morning brings a letter."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from followups.actions.habits import set_habit
from followups.models import Habit
from followups.repeat_form import leads_field
from followups.views.answers import posted


class HabitForm(forms.Form):
    remind_before = leads_field()
    morning = forms.TimeField(
        label=gettext_lazy("My morning begins"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Reminders of whole days come then, and the morning letter."),
    )
    wants_digest = forms.BooleanField(
        label=gettext_lazy("A letter each working morning with what is overdue and due"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
def habits(request):
    """The usual lead times, the morning and its letter."""
    require(request.user, "followup.edit")
    habit = Habit.objects.filter(user=request.user).first() or Habit()
    known = {name: getattr(habit, name) for name in HabitForm.base_fields}
    form = HabitForm(posted(request), initial=known)
    if form.is_valid():
        set_habit(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("followups:habits")
    return render(request, "followups/habits.html", {"form": form}, status=422 if form.is_bound else 200)
