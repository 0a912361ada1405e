"""The cards of the board, written by hand: two hundred of them make a page, and a template takes ten times as long.

One pen writes all cards of an answer: what they share (addresses, words, people, labels) it works out once. Everything
that comes from people is escaped; names of classes and icons are ours.
"""

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from kit import formats
from kit.templatetags.kit import avatar, bars, chip, icon, signal

SOME_DEAL = 4711  # stands for the number of a deal in an address


class Pen:
    """Writes the cards one viewer sees; `mover` names the view that moves them, None where they may not be moved."""

    def __init__(self, mover=None, query=""):
        self.page = address_parts("pipeline:deal")
        self.move = address_parts(mover) if mover else None
        self.query, self.kept = escape(query), {}
        self.move_words, self.more_words = escape(_("Move %(title)s")), escape(_("Move…"))
        self.dots, self.stale = icon("more"), icon("stale", "s12")
        self.won = f'<span class="chip won">{icon("won")}{escape(_("Won"))}</span>'

    def card(self, deal):
        """One card as an item of its column's list."""
        title, is_stale = escape(deal.title), deal.is_stale
        before, after = self.page
        return (
            f'<li class="card{" stale" if is_stale else ""}" id="deal-{deal.pk}" data-stage="{deal.stage_id}"'
            f' data-rank="{deal.rank if deal.stage.is_open else deal.recency}" data-version="{deal.stage_version}" tabindex="-1">\n'
            f'<h3><a href="{before}{deal.pk}{after}">{title}</a></h3>\n'
            f'<div class="co clip">{escape(deal.company.name) if deal.company else ""}</div>\n'
            f'<div class="val"><bdi>{escape(formats.money(deal.amount, deal.currency))}</bdi>{self.mark(deal)}</div>\n'
            f'<div class="l1">{self.step(deal)}{self.time(deal, is_stale)}</div>\n'
            f'<div class="l2">{self.bant(deal)}{self.owner(deal)}{self.menu(deal, title)}</div>\n</li>\n'
        )

    def mark(self, deal):
        """That it is won, else its label."""
        if deal.status == "won" and deal.stage.kind == "won":
            return self.won
        return self.once("label", deal.label_id, lambda: chip(deal.label))

    def step(self, deal):
        """How its next step stands."""
        return signal(deal.next_step_at) if deal.status == "open" or deal.next_step_at else ""

    def time(self, deal, is_stale):
        """How long it has stood in its stage."""
        return f'<span class="days">{self.stale if is_stale else ""}{formats.days(deal.days_in_stage)}</span>'

    def bant(self, deal):
        """Its four answers as bars, and how many are confirmed in words."""
        answers = deal.qualification.answers
        return self.once("bant", tuple(answers), lambda: bars(answers, bant_words(deal.qualification)))

    def owner(self, deal):
        return self.once("owner", deal.owner_id, lambda: avatar(deal.owner))

    def menu(self, deal, title):
        """The way to move it without dragging."""
        if not self.move:
            return ""
        before, after = self.move
        return (
            f'<a class="dots" data-dialog href="{before}{deal.pk}{after}{self.query}"'
            f' aria-label="{self.move_words % {"title": title}}">{self.dots}<span>{self.more_words}</span></a>'
        )

    def once(self, kind, key, write):
        """The same piece for every card that shares it."""
        if (kind, key) not in self.kept:
            self.kept[kind, key] = write()
        return self.kept[kind, key]


def address_parts(view):
    """The address of a deal before its number and behind it."""
    before, _number, after = reverse(view, args=[SOME_DEAL]).partition(str(SOME_DEAL))
    return before, after


def bant_words(qualification):
    """How far a prospect is qualified: “BANT: 2 of 4 confirmed”."""
    return _("BANT: %(count)s of %(all)s confirmed") % {
        "count": formats.number(qualification.confirmed),
        "all": formats.number(len(qualification.TOPICS)),
    }
