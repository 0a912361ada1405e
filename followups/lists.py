"""The kinds of follow-ups admins keep, and what uses them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.lists.kept import KeptList, keep, used_by
from followups.models import FollowUp, FollowUpKind, SequenceStep, Series
from kit import formats

ICONS = (
    ("phone", _("Telephone")),
    ("mail", _("Letter")),
    ("meet", _("Two people")),
    ("eye", _("Eye")),
    ("note", _("Note")),
    ("cal", _("Calendar")),
    ("handshake", _("Handshake")),
    ("file", _("Document")),
    ("pin", _("Pin")),
    ("star", _("Star")),
    ("bolt", _("Bolt")),
)


def follow_ups_in_words(count):
    return ngettext("%(count)s follow-up", "%(count)s follow-ups", count) % {"count": formats.number(count)}


def series_in_words(count):
    return ngettext("%(count)s series", "%(count)s series", count) % {"count": formats.number(count)}


def steps_in_words(count):
    return ngettext("%(count)s step of sequences", "%(count)s steps of sequences", count) % {
        "count": formats.number(count)
    }


keep(
    KeptList(
        key="follow-up-kinds",
        model=FollowUpKind,
        title=_("Follow-up kinds"),
        about=_("What a next step can be. The first one is chosen unless somebody chooses another."),
        example=_("Give the kind a name, such as “Site visit”."),
        icons=ICONS,
    )
)
used_by(FollowUp, "kind", words=follow_ups_in_words)
used_by(Series, "kind", words=series_in_words)
used_by(SequenceStep, "kind", words=steps_in_words)
