"""What an act is answered with beside the cards, written by hand as they are: a toast, and the words said aloud."""

from html import escape

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kit import formats
from kit.templatetags.kit import compact, icon
from pipeline.cards import address_parts
from pipeline.words import lacking_names


def toast(words, *, tone="", sign="check", ways=""):
    """One sentence that stays for ten seconds, with the ways on from it."""
    return f'<div class="toast {tone}" data-stay="10000">{icon(sign)}<span>{escape(words)}</span>{ways}</div>\n'


def of_deal(deal, words, sight, event=None, again=None, *, done=True):
    """What became of the deal of this number, and the ways on from there."""
    ways = ways_on(deal, sight, event, again)
    return toast(words, ways=ways) if done else toast(words, tone="error", sign="users", ways=ways)


def ways_on(deal, sight, event=None, again=None, token=""):
    """The ways on for the deal of this number: take it back, fill in what it went without, or do it `again` anyway.

    The board's script sends these forms with the token it has; where there is none, `token` goes with them.
    """
    if event:
        return fill_in(deal, sight, event) + take_back(deal, sight, event, token)
    return do_anyway(deal, sight, again) if again else ""


def fill_in(deal, sight, event):
    """The way to a form for what the deal went without, as the log tells it."""
    lacking = event.details.get("lacking")
    if not lacking:
        return ""
    asked = escape(urlencode({"need": [key for key, _name in lacking]}, doseq=True) + sight.more_query)
    return f'<a class="undo" data-dialog href="{address("deal-gate", deal)}?{asked}">{escape(_("Fill in"))}</a>'


def take_back(deal, sight, event, token):
    button = f'{icon("undo", "s14 flip")}{escape(_("Undo"))}<span class="kbd" aria-hidden="true">Z</span>'
    hidden = [("csrfmiddlewaretoken", token)] if token else []
    return form(address("undo", event.pk), deal, sight, button, hidden, " data-undo")


def do_anyway(deal, sight, fields):
    return form(address("deal-move", deal), deal, sight, escape(_("Move anyway")), fields)


def form(action, deal, sight, words, fields, mark=""):
    hidden = [f'<input type="hidden" name="{name}" value="{escape(str(value))}">' for name, value in fields]
    return (
        f'<form method="post" action="{action}{escape(sight.query)}" data-answer data-deal="{deal}"{mark}>'
        f'{"".join(hidden)}<button class="undo">{words}</button></form>'
    )


def address(name, number):
    before, after = address_parts(f"pipeline:{name}")
    return f"{before}{number}{after}"


def spoken(words, currency, event=None, landing=None, place=None):
    """What a screen reader hears: the words, or the place where the card landed, and what its column now holds."""
    if place:
        words = _("%(deal)s moved to %(stage)s, %(place)s of %(count)s.") % {
            "deal": landing.deal.title,
            "stage": landing.column.stage.name,
            "place": formats.number(place),
            "count": formats.number(landing.column.count),
        }
    elif landing and not words.endswith("."):
        words = f"{words}."
    return f"<p data-say>{escape(words)}{holding(landing, currency)}{missing(event)}</p>\n"


def holding(landing, currency):
    if not landing:
        return ""
    words = escape(_("%(stage)s now holds %(total)s."))
    return " " + words % {"stage": escape(landing.column.stage.name), "total": compact(landing.column.total, currency)}


def missing(event):
    names = lacking_names(event) if event else ""
    return " " + escape(_("Still missing: %(names)s.") % {"names": names}) if names else ""
