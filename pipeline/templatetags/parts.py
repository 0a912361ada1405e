"""What the parts of a deal say: who decides with it, and what it misses."""

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode

from pipeline.models import DealContact
from pipeline.queries.parts import passing_of

register = template.Library()

ICONS = {"decides": "crown", "champion": "star", "influencer": "users", "blocker": "shield", "user": "user"}


@register.filter
def role_icon(role):
    """The icon of a part in the decision."""
    return ICONS[role]


@register.simple_tag
def roles():
    """(value, name) of every part somebody can play in a decision."""
    return DealContact.Role.choices


@register.simple_tag
def face(contact):
    """The initials of a contact on a ground of their own hue."""
    words = contact.name.split()
    initials = "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper() if words else ""
    return format_html('<span class="av s28 av-{}" aria-hidden="true">{}</span>', contact.pk % 12, initials)


@register.filter
def need_query(gate):
    """What a gate still misses, as the address of the form that fills it in asks for it: “need=amount”."""
    return urlencode({"need": [need.key for need in gate.open_needs]}, doseq=True)


@register.simple_tag
def items_of(stage):
    """What is on the checklist of a stage."""
    return list(stage.checklist.filter(retired_at=None))


@register.simple_tag
def passing(stage):
    """How many deals of the stage before would pass its gate today; None where there is nothing to say."""
    return passing_of(stage) if stage else None
