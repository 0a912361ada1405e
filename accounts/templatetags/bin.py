"""Throwing away, offered on the pages of records."""

from django import template

from accounts.bin.forms import NoteForm
from accounts.bin.kinds import kind_of
from accounts.bin.rights import may_throw_away

register = template.Library()


@register.inclusion_tag("accounts/bin/_menu.html", takes_context=True)
def throw_away(context, record):
    """A menu that throws a record away, for whoever may: {% throw_away lead %}."""
    user = context["request"].user
    offered = {"kind": kind_of(record), "record": record, "form": NoteForm(auto_id=False)}
    return {**context.flatten(), **offered, "is_offered": may_throw_away(user, record)}
