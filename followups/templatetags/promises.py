"""How promises read on pages: their lead times and how they come back."""

from django import template
from django.utils.translation import gettext as _

from followups.recurring import in_words
from followups.repeat_form import LEADS
from followups.sentences import said

register = template.Library()
register.filter("rhythm", in_words)
register.filter("promised", said)


@register.filter
def leads_said(leads):
    """Lead times in words: “15 minutes before, 1 day before”."""
    names = dict(LEADS)
    return ", ".join(str(names[lead]).lower() for lead in leads or () if lead in names) or _("none")
