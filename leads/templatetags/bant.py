"""The four letters of a sheet in tables; each of the few ways they can stand is drawn once for a language."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from leads.models import Qualification

register = template.Library()


@register.simple_tag
def bant(sheet):
    """{% bant lead.qualification %}"""
    return drawn(get_language(), *(getattr(sheet, topic) for topic in Qualification.TOPICS))


@lru_cache(maxsize=1024)
def drawn(_language, *answers):
    sheet = Qualification(**dict(zip(Qualification.TOPICS, answers, strict=True)))
    return render_to_string("leads/_bant.html", {"sheet": sheet})
