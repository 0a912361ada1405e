"""What a deal's page and list say in words."""

from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from leads.models import Qualification
from pipeline.forms import facts_of_cell

register = template.Library()


@dataclass(frozen=True)
class BantRow:
    """One topic of the sheet: `state` is y, p or empty as in the four bars."""

    letter: str
    name: str
    answer: str
    evidence: str
    state: str


@register.filter
def bant_rows(sheet):
    return [bant_row(sheet, topic) for topic in Qualification.TOPICS]


def bant_row(sheet, topic):
    name = str(Qualification._meta.get_field(topic).verbose_name).capitalize()
    answer = Qualification.Answer(getattr(sheet, topic))
    return BantRow(name[0], name, answer.label, getattr(sheet, f"{topic}_evidence"), ("", "p", "y")[answer])


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
