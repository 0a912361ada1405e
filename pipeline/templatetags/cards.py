"""What a card says in words, and the cards themselves."""

from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from pipeline import cards as written
from pipeline.models import Stage
from pipeline.queries.board import Column
from pipeline.queries.lanes import WITHOUT
from pipeline.words import lacking_names

register = template.Library()
COLUMN_FACTS = [field.name for field in fields(Column) if field.name not in ("stage", "cards", "cells")]
DRAWN_FACTS = {"pipeline/_stop.html": ["count"], "pipeline/_reach.html": ["path", "start", "width"]}  # others: all
stage_facts = attrgetter(*(field.attname for field in Stage._meta.concrete_fields))
register.filter(written.bant_words)
register.filter(lacking_names)


@register.filter
def lacking_query(event):
    """What a deal went without, as the address of the form that fills it in asks for it: “need=amount”."""
    return urlencode({"need": [key for key, _name in event.details["lacking"]]}, doseq=True)


@register.simple_tag(takes_context=True)
def cards(context, deals):
    """These deals as cards for this viewer: {% cards column.cards %}."""
    pen = pen_of(context)
    return mark_safe("".join([pen.card(deal) for deal in deals]))  # noqa: S308 - the pen escapes


def pen_of(context):
    """One pen for the whole answer: what its cards share is worked out once."""
    sight = context["sight"]
    if "pen" not in vars(sight):
        mover = sight.mover if context["may"].get("deal_move") else None
        sight.pen = written.Pen(mover, sight.query, sight.facts, sight.group)
    return sight.pen


@register.simple_tag(takes_context=True)
def cell_list(context, stage, lane=""):
    """Where the whole of a column, or of its cell in one row, stands as a list."""
    sight = context["sight"]
    asked = sight.kept.copy()
    asked["stage"] = stage.pk
    if lane == WITHOUT:
        asked["lacking"] = "label"
    elif lane:
        asked[sight.group] = lane
    return f"{reverse('pipeline:deal-list')}?{asked.urlencode()}"


@register.simple_tag(takes_context=True)
def drawn(context, template_name, column):
    """A small template about one column, kept for as long as nothing in it changes: {% drawn "…/_head.html" column %}.

    It sees `column` (of it those facts that DRAWN_FACTS names), `stage`, the number of `columns` and the `currency` of
    the workspace, and nothing else.
    """
    facts = facts_of(template_name)(column)
    currency = variable("workspace.currency").resolve(context)
    return draw(template_name, facts, stage_facts(column.stage), len(context["columns"]), currency, get_language())


@cache
def facts_of(template_name):
    """What a small template is drawn from, as one function of a column."""
    names = DRAWN_FACTS.get(template_name, COLUMN_FACTS)
    return lambda column: tuple([(name, getattr(column, name)) for name in names])


@lru_cache(maxsize=2048)
def draw(template_name, facts, stage, count, currency, _language):
    column = Column(Stage(*stage), **dict(facts))
    return render_to_string(
        template_name, {"column": column, "stage": column.stage, "columns": range(count), "currency": currency}
    )


@cache
def variable(name):
    return template.Variable(name)
