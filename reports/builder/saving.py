"""Reports people keep: save, change and delete them; the deals in them are asked anew with each reader's rights."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.bin.actions import throw_away
from accounts.rights import require
from reports.builder.filters import tidy
from reports.models import SavedReport
from timeline.log import record

MOST_SAVED = 60  # of one person: shared ones stand in everybody's menu


def save_report(*, by, name, query, is_shared=False):
    """Keep what was asked of the builder; ValidationError if the owner has one of that name, or very many."""
    if by.saved_reports.count() >= MOST_SAVED:
        words = _("You keep %(most)s reports already. Throw away one you no longer need.")
        raise ValidationError(words % {"most": MOST_SAVED})
    require_sharing(by, is_shared)
    with transaction.atomic():
        report = SavedReport(owner=by, name=name, query=tidy(query), is_shared=is_shared)
        write(report)
        record("report.saved", report, by=by, owner=by, details={"name": name})
    return report


def change_report(report, *, by, **facts):
    """Rename a report, share it or not, or let it ask something else; returns it as it is now."""
    require_change(report, by)
    facts |= {"query": tidy(facts["query"])} if "query" in facts else {}
    changes = {field: [getattr(report, field), new] for field, new in facts.items() if getattr(report, field) != new}
    if not changes:
        return report
    require_sharing(by, changes.get("is_shared", [False, False])[1])
    with transaction.atomic():
        for field, (_old, value) in changes.items():
            setattr(report, field, value)
        write(report)
        record("report.changed", report, by=by, owner=report.owner, changes=changes, details={"name": report.name})
    return report


def delete_report(report, *, by):
    """Throw a report away and return what lies in the bin; the deals it told of stay as they are."""
    require_change(report, by)
    return throw_away([report], by=by).done


def require_change(report, by):
    if not report.may_be_changed_by(by):
        raise PermissionDenied(
            _("Only %(owner)s or an admin can change this report. Save your own instead.") % {"owner": report.owner}
        )


def require_sharing(by, is_shared):
    if is_shared:
        require(by, "reports.share")


def write(report):
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        raise ValidationError({"name": _("You have a report of this name. Choose another one.")}) from None


def address_of(report):
    """The page that draws a saved report, which knows by `saved` whose it is."""
    asked = f"{report.query}&" if report.query else ""
    return f"{reverse('reports:report', args=['build'])}?{asked}{urlencode({'saved': report.pk})}"
