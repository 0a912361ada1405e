"""How leads come to the sample company by themselves: one open form, one rule of who gets them."""

import secrets

from django.utils.translation import gettext as _

from config.sample.scores import forget_scores
from leads.models import AssignmentRule, AssignmentTurn, CaptureForm, FormField

FORM, RULE = "Fleet guide", "New leads in turns"


def open_doors(*, house, calendar):
    """A form a newcomer can fill in, and the reps who take turns."""
    write_form(house.people, calendar)
    rule = AssignmentRule.objects.create(name=RULE)
    reps = [person for person in house.people.values() if person.role == "rep"]
    AssignmentTurn.objects.bulk_create(
        AssignmentTurn(rule=rule, user=rep, position=place) for place, rep in enumerate(reps)
    )


def write_form(people, calendar):
    form = CaptureForm.objects.create(
        key=secrets.token_urlsafe(16),
        name=FORM,
        title=_("Get the guide to calmer fleets"),
        intro=_("Twenty pages on routes, fuel and drivers. We send it at once."),
        button=_("Send me the guide"),
        consent_text=_("You may write to me about fleets. I can say no at any time."),
        thanks=_("The guide is on its way to your mailbox."),
        source="Website",
        channel="Inbound",
        reply_subject=_("Your guide, {first_name}"),
        reply_text=_("Hello {name},\n\nhere is the guide. Somebody of {workspace} will ask how it was.\n"),
        created_by=next(person for person in people.values() if person.role == "admin"),
        published_at=calendar.ago(30),
    )
    asked = [("name", _("Your name"), True), ("email", _("E-mail"), True), ("company_name", _("Company"), False)]
    FormField.objects.bulk_create(
        FormField(form=form, fact=fact, label=label, is_required=needed, position=place)
        for place, (fact, label, needed) in enumerate(asked)
    )


def close_doors():
    """Remove the rules, and the form unless somebody real has sent it."""
    forget_scores()
    AssignmentRule.objects.filter(name=RULE, turns__user__is_sample=True).delete()
    CaptureForm.objects.filter(name=FORM, created_by__is_sample=True, submissions=None).delete()
