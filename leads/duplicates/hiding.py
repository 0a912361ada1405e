"""A merge takes a record out of nobody's sight (docs/decisions/0017)."""

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rights import LEADERS
from accounts.visibility import sees, viewers
from kit import formats
from leads.models import Lead

NAMED = 2


def refuse_to_hide(records, owner, *, by):
    """Raise ValidationError if somebody who sees one of the records would not see what `owner` keeps of them.

    A manager or an admin may take it out of the sight of people whose own records they see.
    """
    hidden = hidden_from(records, owner)
    if by.role in LEADERS:
        hidden = [viewer for viewer in hidden if not sees(by, viewer.pk)]
    if hidden:
        raise ValidationError(refusal(records, hidden))


def hidden_from(records, owner):
    """Whom the merge would take it from: they see one of the records, and not what this owner has."""
    owners = [record.owner for record in records]
    if owner is None or all(one == owner for one in owners):
        return []
    return [viewer for viewer in viewers() if not viewer.sees(owner) and any(map(viewer.sees, owners))]


def refusal(records, hidden):
    nobodys = next((record for record in records if record.owner is None), None)
    if isinstance(nobodys, Lead):
        words = _("%(name)s is nobody’s yet, so everybody sees it. Take it first, then merge.")
    elif nobodys:
        words = _(
            "%(name)s is nobody’s, so everybody sees it. Leave the owner empty, "
            "or ask a manager or an admin who sees every team to merge them."
        )
    else:
        words = _(
            "%(people)s would not see it any more. Choose the other owner, "
            "or ask a manager or an admin who sees both teams to merge them."
        )
    return words % {"name": nobodys and nobodys.name, "people": said(hidden)}


def said(hidden):
    """“Bob Baker, Cem Can and 3 others”."""
    names, more = [viewer.name for viewer in hidden[:NAMED]], len(hidden) - NAMED
    if more > 0:
        names.append(ngettext("%(count)s other", "%(count)s others", more) % {"count": formats.number(more)})
    return get_text_list(names, _("and"))
