"""What a card says in words, and the cards themselves."""

from django import template
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from pipeline import cards as written
from pipeline.words import lacking_names

register = template.Library()
register.filter(written.bant_words)
register.filter(lacking_names)


@register.filter
def lacking_query(event):
    """What a deal went without, as the address of the form that fills it in asks for it: “need=amount”."""
    return urlencode({"need": [key for key, _name in event.details["lacking"]]}, doseq=True)


@register.simple_tag(takes_context=True)
def cards(context, deals):
    """These deals as cards for this viewer: {% cards column.cards %}."""
    sight = context["sight"]
    pen = written.Pen(sight.mover if context["may"].get("deal_move") else None, sight.query, sight.facts)
    return mark_safe("".join([pen.card(deal) for deal in deals]))  # noqa: S308 - the pen escapes
