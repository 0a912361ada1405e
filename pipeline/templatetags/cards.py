"""What a card says in words, and the cards themselves."""

from django import template
from django.utils.safestring import mark_safe

from pipeline import cards as written

register = template.Library()
register.filter(written.bant_words)


@register.simple_tag(takes_context=True)
def cards(context, deals):
    """These deals as cards for this viewer: {% cards column.cards %}."""
    sight = context["sight"]
    pen = written.Pen(sight.mover if context["may"].get("deal_move") else None, sight.query)
    return mark_safe("".join([pen.card(deal) for deal in deals]))  # noqa: S308 - the pen escapes
