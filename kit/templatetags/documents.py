"""The filters of documents for customers."""

from django import template
from django.utils.html import format_html

from kit import documents

register = template.Library()
for reading in (
    documents.exact_number,
    documents.exact_rate,
    documents.full_date,
    documents.short_date,
    documents.digits,
):
    register.filter(reading.__name__, reading)
register.filter("exact_amount", documents.exact_amount)


@register.filter
def exact_money(amount, currency):
    """{{ version.gross|exact_money:version.currency }}"""
    return format_html("<bdi>{}</bdi>", documents.exact_money(amount, currency))
