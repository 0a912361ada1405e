"""The lines of a deal on its page."""

from django import template
from django.template.loader import render_to_string

from kit import formats
from pipeline.items.queries import Panel

register = template.Library()
register.filter("amount", formats.amount)


@register.filter
def rate(percent):
    """25.00 as “25%”."""
    return formats.percent(percent / 100, 2)


@register.filter
def less(amount, currency):
    """What is taken off: “−58,000”."""
    return formats.MINUS + formats.amount(amount, currency)


@register.simple_tag(takes_context=True)
def line_items(context, deal):
    """The panel of a deal's lines, with what it needs."""
    shown = {"deal": deal, "panel": Panel(deal), "may": context["may"]}
    return render_to_string("pipeline/items/_panel.html", shown, context["request"])
