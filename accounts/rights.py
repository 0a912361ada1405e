"""What each role may do, as plain sentences; which rows it may do it to is visibility's business."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

WORKERS = {Role.REP, Role.MANAGER, Role.ADMIN}
LEADERS = {Role.MANAGER, Role.ADMIN}
ADMINS = {Role.ADMIN}

# verb: (who may, the sentence the others read)
RIGHTS = {
    "deal.create": (WORKERS, _("Guests can look, but not add deals. Ask an admin for a rep’s account.")),
    "deal.edit": (WORKERS, _("Guests can look, but not change deals.")),
    "deal.move": (WORKERS, _("Guests can look, but not move deals.")),
    "deal.note": (WORKERS, _("Guests can look and comment, but not write notes.")),
    "entry.comment": (WORKERS | {Role.GUEST}, _("You may not comment here.")),
    "entry.pin": (WORKERS, _("Guests can look and comment, but not pin.")),
    "entry.take": (LEADERS, _("Only managers take away what others wrote.")),
    "files.edit": (WORKERS, _("Guests can look, but not add or remove files.")),
    "record.throw_away": (WORKERS, _("Guests can look, but neither throw anything away nor restore it.")),
    "lead.create": (WORKERS, _("Guests can look, but not add leads.")),
    "lead.edit": (WORKERS, _("Guests can look, but not change leads.")),
    "leads.merge": (WORKERS, _("Guests can look, but not merge.")),
    "lead.convert": (WORKERS, _("Guests can look, but not convert leads.")),
    "proposal.write": (WORKERS, _("Guests can look, but not write proposals.")),
    "proposal_templates.edit": (ADMINS, _("Only admins shape what proposals begin with.")),
    "followup.edit": (WORKERS, _("Guests can look, but not change follow-ups.")),
    "letter.send": (WORKERS, _("Guests can look, but not write letters.")),
    "templates.share": (LEADERS, _("Templates of everybody are written by managers and admins; your own are yours.")),
    "sequences.edit": (LEADERS, _("Sequences are built by managers and admins.")),
    "data.import": (LEADERS, _("Importing changes many records at once: ask a manager or an admin.")),
    "products.edit": (LEADERS, _("What is sold, and for how much, is written by managers and admins.")),
    "imports.share": (ADMINS, _("Only admins say for everybody how files are read.")),
    "forecast.see": (WORKERS | {Role.GUEST}, _("You may not see the forecast.")),
    "forecast.submit": (WORKERS, _("Guests can look, but not submit a forecast.")),
    "forecast.adjust": (LEADERS, _("Forecasts are adjusted by managers: yours is asked on “Submit”.")),
    "review.hold": (WORKERS, _("Guests can look, but hold no reviews.")),
    "reports.share": (WORKERS, _("Guests can look, but keep what they build to themselves.")),
    "experiments.edit": (LEADERS, _("Changes are marked by managers and admins: ask yours.")),
    "quotas.edit": (LEADERS, _("Managers set the quotas: ask yours.")),
    "reports.send": (WORKERS, _("Guests can look, but not have reports sent.")),
    "stages.edit": (ADMINS, _("Only admins shape stages and labels.")),
    "forms.edit": (ADMINS, _("Only admins shape the forms and rules by which leads come in.")),
    "keys.edit": (ADMINS, _("Only admins give programs their keys.")),
    "people.edit": (ADMINS, _("Only admins invite people and change teams.")),
    "hours.edit": (LEADERS, _("Managers say when their team works: ask yours.")),
    "mail.see": (ADMINS, _("Only admins read other people’s mail in the mailbox.")),
    "log.see": (LEADERS, _("Only managers and admins see the state of the machine room.")),
}


def may(user, verb, record=None):
    """Whether this user may do this; `record` must already have come from `visible_to(user)`."""
    roles, _sentence = RIGHTS[verb]
    return user.is_active and user.role in roles


def require(user, verb, record=None):
    """Refuse with 403 and a sentence what this user may not do."""
    if not may(user, verb, record):
        raise PermissionDenied(str(RIGHTS[verb][1]))


def shapers_only(view):
    """Let only those in who may shape stages, lists and labels."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(request.user, "stages.edit")
        return view(request, *args, **kwargs)

    return guarded
