"""What keeps rules from running in circles, or too often."""

from datetime import timedelta

from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from followups.actions.notifications import notify, speaking_to
from followups.models import Rule, RuleRun
from kit import formats
from timeline.log import record

DEEPEST = 5
HOUR = timedelta(hours=1)
WORKED = (RuleRun.Outcome.DONE, RuleRun.Outcome.REFUSED)


def reason_to_hold(rule, chain):
    """Why a rule must not run now, after the rules of this chain; nothing if it may."""
    if rule.pk in chain:
        return _("It caused this itself, so running again would go round in a circle.")
    if len(chain) >= DEEPEST:
        return _("%(count)s rules in a row led here: no further one runs.") % {"count": formats.number(len(chain))}
    if rule.paused_at is not None or is_wild(rule):
        pause(rule)
        return _("It ran too often in one hour and is paused.")
    return ""


def is_wild(rule):
    """Whether it ran as often as it may in an hour; what a stage plans on entry goes along with any move of many."""
    if rule.face == Rule.Face.ENTRY_FOLLOW_UP:
        return False
    lately = RuleRun.objects.filter(rule=rule, outcome__in=WORKED, ran_at__gt=Now() - HOUR)
    return lately.count() >= rule.most_per_hour


def pause(rule):
    """Let a rule rest until an admin looks at it, and tell every admin, once."""
    if not Rule.objects.filter(pk=rule.pk, paused_at=None).update(paused_at=Now()):
        return
    rule.refresh_from_db(fields=["paused_at"])
    event = record("automation.paused", rule, by=None, details={"name": rule.name, "most": rule.most_per_hour})
    for admin in User.objects.active().filter(role=Role.ADMIN):
        with speaking_to(admin):
            words = ngettext(
                "The rule “%(rule)s” ran more than %(count)s time in one hour and is paused",
                "The rule “%(rule)s” ran more than %(count)s times in one hour and is paused",
                rule.most_per_hour,
            ) % {"rule": rule.name, "count": formats.number(rule.most_per_hour)}
        page = reverse("followups:rule", args=[rule.pk])
        notify(admin, key=f"rule paused:{event.pk}:{admin.pk}", kind="rule", text=words, url=page)
