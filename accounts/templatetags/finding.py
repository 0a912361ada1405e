"""How what was found is written."""

from django import template

from accounts.search.marking import around, marked

register = template.Library()


@register.simple_tag
def mark_words(said, words, is_text=False):
    """{% mark_words hit.name found.words %}: the words that were looked for stand in <mark>."""
    return marked(around(said, words) if is_text else said, words)
