"""What a card says in words, and the cards themselves."""

from functools import lru_cache
from itertools import batched

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from pipeline import below, toasts
from pipeline import cards as written
from pipeline import heads as above

register = template.Library()
CURRENCY = template.Variable("workspace.currency")
PILE = 10  # so many at a time the browser leaves out of its work while they are far from sight
PILED = '<ol class="pile" role="none">%s</ol>\n'  # without a space, so that one whose cards have gone is empty
READERS_OWN = "token-of-the-reader"  # stands for it in what is drawn for everybody
register.filter(written.bant_words)


@register.simple_tag(takes_context=True)
def toast(context, words, event):
    """What became of a deal, with the way back: {% toast words event %}."""
    ways = toasts.ways_on(context["answered"], context["sight"], event, token=context["csrf_token"])
    return mark_safe(toasts.toast(words, ways=ways))  # noqa: S308 - it escapes


@register.simple_tag(takes_context=True)
def cards(context, deals):
    """These deals as cards for this viewer: {% cards column.cards %}."""
    pen = context["sight"].pen
    return mark_safe("".join([pen.card(deal) for deal in deals]))  # noqa: S308 - the pen escapes


@register.simple_tag(takes_context=True)
def piles(context, deals):
    """These deals as cards in the piles a list is made of, one at least: {% piles column.cards %}."""
    pen = context["sight"].pen
    batches = batched([pen.card(deal) for deal in deals], PILE, strict=False) if deals else [()]
    return mark_safe("".join([PILED % "".join(batch) for batch in batches]))  # noqa: S308 - the pen escapes


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


@register.simple_tag(takes_context=True)
def heads(context):
    """The heads of all columns, as an answer brings them: {% heads %}."""
    return mark_safe(above.heads(context["columns"], CURRENCY.resolve(context)))  # noqa: S308 - it escapes


@register.simple_tag(takes_context=True)
def summary(context):
    """What all columns hold together: {% summary %}."""
    written = above.summed(context["summary"], context["sight"].kept, CURRENCY.resolve(context))
    return mark_safe(written)  # noqa: S308 - it escapes


@register.simple_tag(takes_context=True)
def strip(context):
    """The strip of stages or months: {% strip %}."""
    return mark_safe(above.strip(context["columns"], context["sight"].face))  # noqa: S308 - it escapes
