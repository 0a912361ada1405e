"""The parts of the design language as template tags; they know nothing of sales."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from kit import formats
from kit.markdown import safe_html

register = template.Library()

for reading in (formats.number, formats.percent, formats.day, formats.long_day, formats.month, formats.clock):
    register.filter(reading.__name__, reading)
for reading in (formats.moment, formats.moment_within, formats.days, formats.exact_percent, formats.chance):
    register.filter(reading.__name__, reading)
for reading in (formats.lapse, formats.weekdays):
    register.filter(reading.__name__, reading)

register.filter("markdown", safe_html)


@register.filter
def sheets(names):
    """The URLs of stylesheets by name, in order: "tokens base"."""
    return [static(f"css/{name}.css") for name in names.split()]


@register.filter
def money(amount, currency):
    """{{ deal.amount|money:deal.currency }}"""
    return format_html("<bdi>{}</bdi>", formats.money(amount, currency))


@register.filter
def compact(amount, currency):
    """{{ total|compact:workspace.currency }}"""
    return format_html("<bdi>{}</bdi>", formats.compact_money(amount, currency))


@register.simple_tag
def icon(name, size="", label=""):
    """{% icon "hot" %}, {% icon "undo" "s14 flip" %}; with a label it is read aloud."""
    if label:
        return format_html('<span class="i i-{} {}" role="img" aria-label="{}"></span>', name, size, label)
    return mark_safe(f'<span class="i i-{name}{size and f" {size}"}"></span>')  # noqa: S308 - names are ours


@register.simple_tag
def avatar(person, size=""):
    """The initials of a person on a ground of their own hue."""
    return format_html(
        '<span class="av av-{} {}" title="{}" role="img">{}</span>', person.pk % 12, size, person.name, person.initials,
    )  # fmt: skip


@register.simple_tag
def gauge(colour, percent):
    """A shaft filled to `percent` in the stage colour 1 to 12."""
    height = round(2 + 12 * float(percent) / 100, 1)
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="gauge stage-{int(colour)}" viewBox="0 0 9 16" aria-hidden="true">'
        f'<rect class="shaft" x=".75" y=".75" width="7.5" height="14.5" rx="2.25"/>'
        f'<rect class="water" x="1" y="{15 - height}" width="7" height="{height}"/></svg>'
    )


@register.simple_tag
def chip(label):
    """A label: icon and name on the ground of its hue."""
    if label is None:
        return ""
    return format_html('<span class="chip hue-{}">{}{}</span>', label.hue, icon(label.icon), label.name)


@register.simple_tag
def signal(due_at):
    """How a promised time stands: icon and words, overdue, today, later or none."""
    return sign(*formats.due(due_at))


def sign(kind, words):
    return format_html('<span class="fu {}">{}<span class="clip">{}</span></span>', kind, icon(kind), words)


@register.simple_tag
def bars(answers, label):
    """Four small bars: 2 filled, 1 outlined, 0 pale; `label` says it in words."""
    marks = "".join(f'<i class="{("", "p", "y")[answer]}"></i>' for answer in answers)
    return format_html('<span class="bant" role="img" aria-label="{}">{}</span>', label, mark_safe(marks))  # noqa: S308 - ours


@register.simple_tag(takes_context=True)
def current(context, *names):
    """aria-current for the link whose view is shown: {% current "pipeline:board" %}."""
    match = context["request"].resolver_match
    return mark_safe('aria-current="page"') if match and match.view_name in names else ""


@register.inclusion_tag("kit/_field.html")
def field(bound, hint="", autofocus=False):
    """A labelled form field with its error below it: {% field form.title %}."""
    return {"field": bound, "hint": hint or bound.help_text}
