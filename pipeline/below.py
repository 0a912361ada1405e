"""What stands below the cards a column begins with, written by hand as they are: the way to those that follow."""

from html import escape

from django.utils.translation import gettext as _

from kit import formats
from kit.templatetags.kit import icon
from pipeline.cards import address_parts
from pipeline.queries.lanes import WITHOUT


def rest(sight, stage, after, more=0, loaded=0, lane=""):
    """Brings the next page of a column, or of its cell in one row, once it is in sight; a list without a script.

    `after` is the place of the last card, `more` how many follow if that is known, `loaded` how many came by pages.
    """
    before, behind = address_parts("pipeline:column")
    asked = f"after={after}" + (f"&loaded={loaded}" if loaded else "") + (f"&lane={lane}" if lane else "")
    page = f"{before}{stage.pk}{behind}?{asked}{sight.more_query}"
    words = escape(_("%(more)s more") % {"more": formats.number(more)} if more else _("More"))
    return (
        f'<div class="rest" role="listitem" data-more="{more}" hx-get="{escape(page)}" hx-trigger="intersect once"'
        f' hx-target="this" hx-swap="outerHTML"><a href="{escape(whole(sight, stage, lane))}">{words}'
        f"{icon('down', 's12')}</a></div>"
    )


def whole(sight, stage, lane=""):
    """Where the whole of a column, or of its cell in one row, stands as a list."""
    cell = {} if not lane else {"lacking": "label"} if lane == WITHOUT else {sight.group: lane}
    return sight.list_of(stage, **cell)
