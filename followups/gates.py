"""What a gate can ask of the future: that somebody has promised a next step."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.actions.follow_ups import plan_follow_up
from followups.forms import NextStepForm, next_step_promise
from followups.models import FollowUp
from pipeline.gates import Kind


class StepKind(Kind):
    """Met when a follow-up is planned that is not overdue."""

    prefix = "step"
    place = 3
    topics = {"": gettext_lazy("A planned follow-up")}

    def met_by(self, deals, topics):
        """A deal whose next step is still to come has one; only behind an overdue one is looked further."""
        ready = {deal.pk for deal in deals if deal.has_planned_step}
        behind = [deal.pk for deal in deals if deal.next_step_at and deal.pk not in ready]
        if behind:
            later = FollowUp.objects.planned().filter(deal__in=behind, due_at__gt=timezone.now())
            ready |= set(later.values_list("deal_id", flat=True))
        return {(pk, "") for pk in ready}

    def fields(self, deal, topic, name, user):
        day = NextStepForm.base_fields["day"]
        title = _("Follow up with %(name)s") % {"name": deal.contact or deal.company or deal.title}
        return {
            "step_title": forms.CharField(
                label=_("What to do next"),
                max_length=200,
                required=False,
                widget=forms.TextInput({"placeholder": title}),
            ),
            "step_day": type(day)(
                label=_("Day"), widget=day.widget, validators=day.validators, error_messages=day.error_messages
            ),
        }

    def refusals(self, topic, values):
        day = values.get("step_day")
        if day and day < timezone.localdate():
            return {"step_day": _("That day has passed. Choose today or later.")}
        return {}

    def answer(self, deal, values, *, by):
        """A follow-up any time that day, for the deal's owner; the deal in hand learns of it."""
        promise = next_step_promise(deal, day=values["step_day"], title=values.get("step_title", "").strip(), user=by)
        deal.next_step_at = plan_follow_up(about=deal, by=by, **promise).deal.next_step_at
