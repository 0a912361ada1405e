"""What a deal's page and list say in words."""

from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from leads.models import Qualification
from pipeline.forms import facts_in_place, facts_of_cell
from pipeline.proof_forms import topics

register = template.Library()


@dataclass(frozen=True)
class BantRow:
    """One topic of the sheet: `state` is y, p or empty as in the four bars."""

    letter: str
    name: str
    answer: str
    evidence: str
    state: str
    proofs: list


@register.simple_tag
def bant_rows(sheet, proofs):
    """The four topics of a sheet with the notes that prove them: {% bant_rows deal.qualification proofs as rows %}."""
    return [bant_row(sheet, topic, proofs.events_for(topic) if proofs else []) for topic in Qualification.TOPICS]


def bant_row(sheet, topic, proofs):
    name = str(Qualification._meta.get_field(topic).verbose_name).capitalize()
    answer = Qualification.Answer(getattr(sheet, topic))
    return BantRow(name[0], name, answer.label, getattr(sheet, f"{topic}_evidence"), ("", "p", "y")[answer], proofs)


@register.simple_block_tag(takes_context=True)
def cell(context, content, deal, name):
    """A fact in a row of the list: a link that opens its small form in place, or that form, or only the words."""
    if context.get("editing") == name:
        return render_to_string("pipeline/_cell_form.html", context.flatten(), context["request"])
    if "deal_edit" not in context["may"]:
        return content
    return format_html(
        '<a class="cell" data-cell href="{}#id_{}" hx-get="{}{}" hx-target="closest tr" hx-swap="outerHTML" {}>{}</a>',
        reverse("pipeline:deal-edit", args=[deal.pk]), facts_of_cell(name)[0],
        reverse("pipeline:deal-cell", args=[deal.pk, name]), context["sight"].query,
        mark_safe('data-key="e"') if name == "value" else "", content,
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def fact(context, content, name):
    """A fact on the page of a deal: a link that opens its small form in place, or that form, or only the words."""
    if context.get("editing") == name:
        shown = context.flatten() | {"place": name}
        return render_to_string("pipeline/_fact_form.html", shown, context["request"])
    deal = context["deal"]
    if "deal_edit" not in context["may"]:
        return content
    own = facts_in_place(name)[0]
    return format_html(
        '<a class="fact" data-fact href="{}#id_{}" hx-get="{}" hx-target="#{}" hx-swap="outerHTML" title="{}">{}</a>',
        reverse("pipeline:deal-edit", args=[deal.pk]), own,
        reverse("pipeline:deal-fact", args=[deal.pk, name]), fact_place(name), _("Change"), content,
    )  # fmt: skip


@register.filter
def fact_place(name):
    """The id of the element a fact stands in."""
    return f"fact-{name.replace('.', '-')}"


@register.filter
def topics_of(proofs, event_id):
    """What a note supports, as (topic, its name): {% for topic, name in proofs|topics_of:entry.event_id %}."""
    names = dict(topics())
    return [(topic, names[topic]) for topic in proofs.topics_of(event_id) if topic in names]


@register.filter
def topics_left(proofs, event_id):
    """What a note does not support yet, as (topic, its name)."""
    marked = proofs.topics_of(event_id)
    return [(topic, name) for topic, name in topics() if topic not in marked]


@register.simple_tag
def bant_topics():
    """(topic, its name) of the four answers of BANT."""
    return topics()
