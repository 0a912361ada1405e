"""The lists of the pipeline that admins keep, and what uses them."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.fields.records import has_fields, names_fields
from accounts.lists.kept import KeptList, drawn_on, keep, used_by
from accounts.models import CustomField, CustomOption
from kit import formats
from leads.models import Label
from pipeline.boards import every_board
from pipeline.filters import ENDS
from pipeline.models import Competitor, Deal, LostReason, Rival
from pipeline.queries.impact import naming_field


def deals_in_words(count):
    return ngettext("%(count)s deal", "%(count)s deals", count) % {"count": formats.number(count)}


def deals_by(name):
    """The address of the deals whose filter `name` is set to an entry, however they ended."""
    every = {} if name in ENDS else {"status": Deal.Status.values}
    return lambda entry: f"{reverse('pipeline:deal-list')}?{urlencode({name: entry.pk} | every, doseq=True)}"


def deals_against(entry):
    """The address of the deals this competitor may win, too."""
    every = {"rival": entry.name, "status": Deal.Status.values}
    return f"{reverse('pipeline:deal-list')}?{urlencode(every, doseq=True)}"


keep(
    KeptList(
        key="lost-reasons",
        model=LostReason,
        title=_("Lost reasons"),
        about=_(
            "Whoever marks a deal as lost chooses one of these. Few and plain ones make reports that say something."
        ),
        example=_("Give the reason a name, such as “Price”."),
        param="lost_reason",
    )
)
keep(
    KeptList(
        key="competitors",
        model=Competitor,
        title=_("Competitors"),
        about=_("A lost deal can say who won it. Name the two or three you meet most; more can follow."),
        example=_("Give the competitor’s name."),
        param="lost_to",
    )
)
used_by(Deal, "lost_reason", words=deals_in_words, link=deals_by("lost_reason"))
used_by(Deal, "lost_to", words=deals_in_words, link=deals_by("lost_to"))
used_by(Rival, "competitor", words=deals_in_words, link=deals_against)
used_by(Deal, "label", words=deals_in_words, link=deals_by("label"))
drawn_on(Label, every_board)
drawn_on(CustomField, every_board)
drawn_on(CustomOption, every_board)
has_fields("deal", Deal, words=deals_in_words)
names_fields(naming_field)
