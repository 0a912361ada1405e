"""What the parts of a deal say: who decides with it, and what it misses."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext

from pipeline.models import DealContact
from pipeline.queries.parts import passing_of

register = template.Library()

ICONS = {"decides": "crown", "champion": "star", "influencer": "users", "blocker": "shield", "user": "user"}


STANCES = {
    "for": ("circlecheck", "good"),
    "neutral": ("half", "c2"),
    "against": ("x-circle", "danger"),
    "": ("none", "warn"),
}


@register.filter
def role_icon(role):
    """The icon of a part in the decision."""
    return ICONS[role]


@register.filter
def stance_icon(stance):
    """The icon of where somebody stands."""
    return STANCES[stance][0]


@register.filter
def stance_tone(stance):
    """The class of its colour."""
    return STANCES[stance][1]


@register.simple_tag
def stances():
    """(value, name) of everything somebody can think of a deal."""
    return DealContact.Stance.choices


@register.simple_tag
def roles():
    """(value, name) of every part somebody can play in a decision."""
    return DealContact.Role.choices


@register.simple_tag
def face(contact):
    """The initials of a contact on a ground of their own hue."""
    words = contact.name.split()
    return sign(contact, dict.fromkeys([*words[:1], *words[-1:]]), "s28")


@register.simple_tag
def badge(company):
    """The initials of a company on a square ground of its own hue."""
    return sign(company, company.name.split()[:2], "co s32")


def sign(record, words, css):
    initials = "".join(word[0] for word in words)
    return format_html('<span class="av {} av-{}" aria-hidden="true">{}</span>', css, record.pk % 12, initials.upper())


@register.filter
def need_query(gate):
    """What a gate still misses, as the address of the form that fills it in asks for it: “need=amount”."""
    return urlencode({"need": [need.key for need in gate.open_needs]}, doseq=True)


@dataclass(frozen=True)
class Way:
    """Where what is missing can be given: “meet Lars Brekke” and its address."""

    words: str
    url: str


@register.simple_tag
def way_to(need, deal, committee):
    """The Way to what a gate misses of a deal: {% way_to need deal committee as way %}."""
    if need.key == "bant:authority" and (unmet := committee.unmet_deciders):
        name = unmet[0].contact.name
        asked = urlencode({"title": gettext("Meet %(name)s") % {"name": name}})
        url = f"{reverse('followups:deal-plan', args=[deal.pk])}?{asked}"
        return Way(gettext("meet %(name)s") % {"name": name}, url)
    asked = urlencode({"need": need.key, "back": "deal"})
    return Way(gettext("fill it in"), f"{reverse('pipeline:deal-gate', args=[deal.pk])}?{asked}")


@register.simple_tag
def items_of(stage):
    """What is on the checklist of a stage."""
    return list(stage.checklist.filter(retired_at=None))


@register.simple_tag
def passing(stage):
    """How many deals of the stage before would pass its gate today; None where there is nothing to say."""
    return passing_of(stage) if stage else None
