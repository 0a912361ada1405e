"""What a card says in words."""

from django import template
from django.utils.translation import gettext as _

from kit import formats

register = template.Library()


@register.filter
def bant_words(qualification):
    """How far a prospect is qualified: “BANT: 2 of 4 confirmed”."""
    return _("BANT: %(count)s of %(all)s confirmed") % {
        "count": formats.number(qualification.confirmed),
        "all": formats.number(len(qualification.TOPICS)),
    }
