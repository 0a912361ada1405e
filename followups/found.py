"""Letters as the search of every page finds them: on the page of the deal or lead they belong to."""

from django.utils.translation import gettext_lazy as _

from accounts.search.kinds import Hit, Kind, load_held, make_searchable
from followups.models import Letter


def letter_ids():
    return Letter.objects.filed().values_list("pk", flat=True)


def load_letters(found, user):
    """Of these letters those this person may see."""
    held = load_held(found, user)
    letters = Letter.objects.visible_to(user).filed().filter(pk__in=found)
    return {letter.pk: hit_of(letter, held[found[letter.pk]]) for letter in letters if found[letter.pk] in held}


def hit_of(letter, holder):
    return Hit(letter.subject, ", ".join((letter.sender, holder.name)), f"{holder.address}#timeline")


make_searchable(Kind("letter", _("Letters"), "mail", 7, letter_ids, load_letters))
