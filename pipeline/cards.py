"""The cards of the board, written by hand: two hundred of them make a page, and a template takes ten times as long.

One pen writes all cards of an answer: what they share (addresses, words, people, labels) it works out once. Everything
that comes from people is escaped; names of classes and icons are ours.
"""

from functools import cache
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.fields.kinds import say
from accounts.fields.known import ON_CARDS, Kind, fields_of
from kit import formats
from kit.templatetags.kit import avatar, bars, chip, icon, sign
from pipeline.queries.lanes import lane_key

SOME_DEAL = 4711  # stands for the number of a deal in an address

# what a card may show beside its title and value; the first six unless its reader chose others
FACTS = {
    "company": gettext_lazy("Company"),
    "label": gettext_lazy("Label"),
    "step": gettext_lazy("Next step"),
    "days": gettext_lazy("Days in stage"),
    "bant": gettext_lazy("BANT and proposal"),
    "owner": gettext_lazy("Owner"),
    "idle": gettext_lazy("Idle time"),
    "proposal": gettext_lazy("State of the proposal"),
    "close": gettext_lazy("Expected close"),
    "odds": gettext_lazy("Probability"),
    "source": gettext_lazy("Source"),
    "product": gettext_lazy("Product"),
    "pushes": gettext_lazy("Times put off"),
}
MOST_FACTS = 6
USUAL_FACTS = tuple(FACTS)[:MOST_FACTS]


class Pen:
    """Writes the cards one viewer sees; `mover` names the view that moves them, None where they may not be moved.

    `facts` are those of FACTS the viewer chose, None for the usual; `group` is what the rows of the board stand for.
    """

    def __init__(self, mover=None, query="", facts=None, group=""):
        self.shown = frozenset(USUAL_FACTS if facts is None else facts)
        self.more = [getattr(self, name) for name in FACTS if name in self.shown and name in MORE]
        self.customs = customs_among(self.shown)
        self.page = address_parts("pipeline:deal")
        self.move = address_parts(mover) if mover else None
        self.query, self.kept, self.group = escape(query), {}, group
        self.now = timezone.localtime()
        self.move_words, self.more_words = escape(_("Move %(title)s")), escape(_("Move…"))
        self.dots, self.stale = icon("more"), icon("stale", "s12", _("Idle"))
        self.won = f'<span class="chip won">{icon("won")}{escape(_("Won"))}</span>'

    def card(self, deal):
        """One card as an item of its column's list."""
        title, is_stale = escape(deal.title), deal.is_stale
        before, after = self.page
        return (
            f'<li class="card{self.look(deal, is_stale)}" id="deal-{deal.pk}" data-stage="{deal.stage_id}"'
            f'{self.lane(deal)} data-rank="{place(deal)}" data-version="{deal.stage_version}" tabindex="-1"'
            f' role="listitem">'
            f'<h3><a href="{before}{deal.pk}{after}">{title}</a></h3>'
            f"{self.company(deal)}"
            f'<div class="val"><bdi>{escape(formats.money(deal.amount, deal.currency))}</bdi>{self.mark(deal)}</div>'
            f'<div class="l1">{self.step(deal)}{self.time(deal, is_stale)}</div>'
            f"{self.others(deal)}"
            f'<div class="l2">{self.bant(deal)}{self.owner(deal)}{self.menu(deal, title)}</div></li>'
        )

    def lane(self, deal):
        return f' data-lane="{lane_key(deal, self.group)}"' if self.group else ""

    def look(self, deal, is_stale):
        return " stale" if is_stale else " parked" if deal.is_parked else ""

    def company(self, deal):
        if "company" not in self.shown:
            return ""
        return f'<div class="co clip">{escape(deal.company.name) if deal.company else ""}</div>'

    def mark(self, deal):
        """That it is won, else its label."""
        if deal.status == "won" and deal.stage.kind == "won":
            return self.won
        if "label" not in self.shown:
            return ""
        return self.once("label", deal.label_id, lambda: chip(deal.label))

    def step(self, deal):
        """How its next step stands; until when it rests, whatever was chosen."""
        if deal.is_parked:
            until = _("until %(day)s") % {"day": formats.day(deal.parked_until)}
            return f'<span class="fu later">{icon("pause", "", _("Parked"))}<span class="clip">{until}</span></span>'
        if "step" not in self.shown:
            return ""
        if deal.status != "open" and not deal.next_step_at:
            return ""
        due = formats.due(deal.next_step_at, self.now)
        return self.once("step", due, lambda: sign(*due))

    def time(self, deal, is_stale):
        """How long it has stood in its stage; how long nobody cared, where that matters or was chosen."""
        here = self.days(deal.days_in_stage) if "days" in self.shown else ""
        if is_stale or "idle" in self.shown:
            idle = self.days(deal.days_idle)
            here = f"{f'<i>{here}</i>' if here and here != idle else ''}{self.stale}{idle}"
        return f'<span class="days">{here}</span>' if here else ""

    def days(self, count):
        return self.once("days", count, lambda: formats.days(count))

    def bant(self, deal):
        """Its four answers as bars, and how many are confirmed in words."""
        if "bant" not in self.shown:
            return ""
        answers = deal.qualification.answers
        sheet = self.once("bant", tuple(answers), lambda: bars(answers, bant_words(deal.qualification)))
        return sheet + self.once("proposed", deal.proposal, lambda: proposal_mark(deal)) if deal.proposal else sheet

    def owner(self, deal):
        if "owner" not in self.shown:
            return ""
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

    def others(self, deal):
        """What this viewer wants to see besides, each with its icon."""
        words = "".join([fact(deal) for fact in self.more])
        if self.customs:
            words += "".join([self.custom(deal, field) for field in self.customs])
        return f'<div class="l3">{words}</div>' if words else ""

    def proposal(self, deal):
        return said("file", _("Proposal"), deal.get_proposal_display()) if deal.proposal else ""

    def close(self, deal):
        return said("cal", _("Expected close"), formats.day(deal.expected_close)) if deal.expected_close else ""

    def odds(self, deal):
        return said("pie", _("Probability"), formats.percent(deal.odds / 100, 2)) if deal.status == "open" else ""

    def source(self, deal):
        return said("pin", _("Source"), deal.source) if deal.source else ""

    def product(self, deal):
        return said("tag", _("Product"), deal.product) if deal.product else ""

    def pushes(self, deal):
        words = ngettext("put off once", "put off %(count)s times", deal.pushes)
        return said("repeat", "", words % {"count": formats.number(deal.pushes)}) if deal.pushes else ""

    def custom(self, deal, field):
        """A field an admin added; what is no word by itself is said with its name."""
        value = field.value_in(deal)
        if value is None:
            return ""
        words = say(field, value)
        words = f"{field.name}: {words}" if field.kind in BARE else words
        return said(FIELD_ICONS.get(field.kind, "note"), field.name, words)

    def once(self, kind, key, write):
        """The same piece for every card that shares it."""
        piece = self.kept.get((kind, key))
        if piece is None:
            piece = self.kept[kind, key] = write()
        return piece


MORE = ("proposal", "close", "odds", "source", "product", "pushes")


BARE = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.YES_NO}
FIELD_ICONS = {
    Kind.NUMBER: "pie",
    Kind.MONEY: "coins",
    Kind.DATE: "cal",
    Kind.CHOICE: "tag",
    Kind.CHOICES: "list",
    Kind.YES_NO: "circlecheck",
    Kind.PERSON: "user",
    Kind.LINK: "link",
}


def shows_custom(facts):
    """Whether any of these facts of a card is a custom field."""
    return any(name.startswith(ON_CARDS) for name in facts or ())


def customs_among(facts):
    """The custom fields among the facts of a card; nothing is asked where there are none."""
    return [field for field in fields_of("deal") if field.card in facts] if shows_custom(facts) else []


def place(deal):
    """What the browser orders the cards of a column by: letter by letter, the smallest on top."""
    return deal.rank if deal.stage.is_open else deal.recency


def said(name, label, words):
    return f'<span>{icon(name, "s12", label)}<span class="clip">{escape(words)}</span></span>'


def proposal_mark(deal):
    """An eye once the proposal was opened, a file while it only was sent."""
    name = {"sent": "send", "opened": "eye", "accepted": "check"}.get(deal.proposal, "x")
    words = _("Proposal: %(state)s") % {"state": deal.get_proposal_display()}
    return f'<span class="prop">{icon(name, "s14", words)}</span>'


@cache
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
