"""The values of custom fields on pages."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.fields.facts import sheet_said
from accounts.fields.kinds import say
from accounts.fields.known import Kind

register = template.Library()
WORDS = '<span class="clip" dir="auto">{}</span>'
NOTHING = '<span class="c3">{}</span>'
LINK = '<a class="link" href="{}" rel="noopener noreferrer nofollow" target="_blank"><bdi>{}</bdi></a>'


@register.simple_tag
def said(field, words):
    """A value in words; a link can be followed: {% said field words %}."""
    if field.kind == Kind.LINK and words:
        shown = words.partition("://")[2].removesuffix("/")
        return format_html(LINK, words, shown)
    return format_html('<span dir="auto">{}</span>', words)


@register.simple_tag
def said_of(field, record):
    """What a record has in a field: {% said_of field deal %}."""
    return said(field, say(field, field.value_in(record)))


@register.simple_tag
def words_of(field, record):
    """The same as plain words, where they are part of a link: {% words_of field deal %}."""
    words = say(field, field.value_in(record))
    return format_html(WORDS, words) if words else format_html(NOTHING, _("Not set"))


@register.inclusion_tag("accounts/fields/_facts.html")
def custom_facts(kind, record):
    """Everything a record has in its custom fields, as lines of its facts: {% custom_facts "deal" deal %}."""
    return {"facts": sheet_said(kind, record)}
