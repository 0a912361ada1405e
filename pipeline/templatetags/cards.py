"""What a card says in words, and the cards themselves."""

from dataclasses import fields
from functools import lru_cache
from operator import attrgetter

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from pipeline import below
from pipeline import cards as written
from pipeline import heads as above
from pipeline.models import Stage
from pipeline.queries.board import Column, summary_of
from pipeline.words import lacking_names

register = template.Library()
COLUMN_FACTS = [field.name for field in fields(Column) if field.name not in ("stage", "cards", "cells")]
CURRENCY = template.Variable("workspace.currency")
READERS_OWN = "token-of-the-reader"  # stands for it in what is drawn for everybody
all_facts = attrgetter(*COLUMN_FACTS)
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
    """Where the whole of a column, or of its cell in one row, stands as a list: {% cell_list stage lane %}."""
    return below.whole(context["sight"], stage, lane)


@register.simple_tag(takes_context=True)
def rest(context, stage, **facts):
    """The way to the next cards of a column: {% rest stage after=column.last_rank more=column.more %}."""
    return mark_safe(below.rest(context["sight"], stage, **facts))  # noqa: S308 - it escapes


@register.simple_tag(takes_context=True)
def quick_add(context, stage):
    """The short form on top of a column; all of it but the token of its reader is drawn once: {% quick_add stage %}."""
    sight = context["sight"]
    form = draw_quick_add(stage.pk, stage.name, sight.query, sight.pipeline.currency, get_language())
    return mark_safe(form.replace(READERS_OWN, str(context["csrf_token"])))  # noqa: S308 - a template escaped it


@lru_cache(maxsize=512)
def draw_quick_add(pk, name, query, currency, _language):
    sight = {"query": query, "pipeline": {"currency": currency}}
    shown = {"stage": {"pk": pk, "name": name}, "sight": sight, "csrf_token": READERS_OWN}
    return render_to_string("pipeline/_quick_add.html", shown)


@register.simple_tag(takes_context=True)
def head(context, column):
    """What stands above the cards of a column: {% head column %}."""
    currency = CURRENCY.resolve(context)
    return mark_safe(above.head(column, len(context["columns"]), currency))  # noqa: S308 - it escapes


@register.simple_tag
def stop(column):
    """A stage in the strip of stages: {% stop column %}."""
    return mark_safe(above.stop(column))  # noqa: S308 - it escapes


@register.simple_tag
def reach(column):
    """A stage's piece of the channel in the strip: {% reach column %}."""
    return mark_safe(above.reach(column))  # noqa: S308 - numbers only


@register.simple_tag(takes_context=True)
def heads(context):
    """All that stands above the cards of a plain board, kept for as long as nothing in it changes: {% heads %}.

    So of all who ask after a change, the first has it drawn for everybody who sees the same numbers.
    """
    facts = tuple([(all_facts(column), stage_facts(column.stage)) for column in context["columns"]])
    return draw_heads(facts, context["sight"].kept.urlencode(), CURRENCY.resolve(context), get_language())


@lru_cache(maxsize=128)
def draw_heads(facts, kept, currency, _language):
    columns = [Column(Stage(*stage), **dict(zip(COLUMN_FACTS, values, strict=True))) for values, stage in facts]
    shown = {"sight": {"face": "board", "kept": QueryDict(kept)}, "workspace": {"currency": currency}}
    return render_to_string("pipeline/_heads_drawn.html", shown | {"columns": columns, "summary": summary_of(columns)})
