"""The sorts of next action a workspace starts with."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.models import FollowUpKind

DEFAULT_KINDS = [
    (gettext_noop("Call"), "phone"),
    (gettext_noop("Email"), "mail"),
    (gettext_noop("Meeting"), "meet"),
    (gettext_noop("Demo"), "eye"),
    (gettext_noop("Task"), "note"),
]


def set_up_kinds():
    """Make sure the default kinds are there, in the language of the moment; returns all kinds in their order."""
    if not FollowUpKind.objects.exists():
        FollowUpKind.objects.bulk_create(
            FollowUpKind(name=_(name), icon=icon, position=position)
            for position, (name, icon) in enumerate(DEFAULT_KINDS)
        )
    return list(FollowUpKind.objects.all())


def usual_kind():
    """The kind chosen unless somebody chooses: the first in use, or the first of all where every one is retired."""
    kinds = set_up_kinds()
    return next((kind for kind in kinds if kind.retired_at is None), kinds[0])
