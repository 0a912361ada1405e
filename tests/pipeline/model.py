"""The board as plain Python: lists of cards, and the rules of moving, losing, parking, undoing and surgery in words.

It knows nothing of SQL, ranks made by SQL, locks or events; `test_board_model.py` plays the same game on both.
"""

from copy import deepcopy
from dataclasses import dataclass, field


class Refused(Exception):
    """The rules forbid it; nothing has changed."""


@dataclass(eq=False)
class Stay:
    stage: int
    is_open: bool = True
    counts: bool = True


@dataclass(eq=False)
class Past:
    """One thing done to a card: how it stood before, where it stood after, the stays it ended and began."""

    event: int
    before: dict
    stage: int
    left: Stay | None = None
    entered: Stay | None = None
    stands: bool = True
    bulk: object = None


@dataclass(eq=False)
class Card:
    pk: int
    stage: int
    rank: str
    status: str = "open"
    parked: bool = False
    skips: int = 0
    back: int = 0
    met: set = field(default_factory=set)
    stays: list = field(default_factory=list)
    past: list = field(default_factory=list)

    STANDING = ("stage", "rank", "status", "parked", "skips", "back")

    def standing(self):
        return {name: getattr(self, name) for name in self.STANDING}

    @property
    def is_parked(self):
        """Whether it rests: what was lost does not, until its loss is taken back."""
        return self.parked and self.status == "open"

    @property
    def is_on_board(self):
        return self.status != "lost"

    @property
    def open_stay(self):
        return next((stay for stay in self.stays if stay.is_open and stay.counts), None)


@dataclass
class Shape:
    """Stages in use in their order, and the rules of moving between them."""

    order: list
    kinds: dict  # also those of `away`
    places: dict
    gates: dict = field(default_factory=dict)
    away: tuple = ()  # the stages of another pipeline, which asks for nothing
    may_skip: bool = True
    may_go_back: bool = True

    def put_in_order(self, order):
        self.order = list(order)
        self.places |= {stage: place for place, stage in enumerate(order, start=1)}

    def is_open(self, stage):
        return self.kinds[stage] == "open"

    def is_forward(self, start, to):
        return (self.places[to], to) > (self.places[start], start)

    def crossed(self, start, to):
        stages = self.beside(start)
        return [one for one in stages if self.is_forward(start, one) and not self.is_forward(to, one)]

    def beside(self, stage):
        """The stages of the same pipeline."""
        return self.away if stage in self.away else self.order

    def between(self, start, to):
        first, last = (start, to) if self.is_forward(start, to) else (to, start)
        return [one for one in self.crossed(first, last) if one not in (start, to)]


class Model:
    """What the board should be."""

    def __init__(self, shape):
        self.shape, self.cards, self.surgeries = shape, {}, []

    def column(self, stage):
        return sorted((card for card in self.cards.values() if card.stage == stage and card.is_on_board), key=rank_of)

    # ── Moving ──
    def refuse(self, card, to):
        """Raise Refused unless the rules let this card enter the stage."""
        shape = self.shape
        if (card.stage == to and card.is_on_board) or self.is_away(to):
            return
        if shape.is_forward(card.stage, to):
            if shape.between(card.stage, to) and not shape.may_skip:
                raise Refused("skips")
        elif card.stage != to and not shape.may_go_back and not self.reopens(card, to):
            raise Refused("goes back")
        for stage in shape.crossed(card.stage, to):
            if shape.gates.get(stage, set()) - card.met:
                raise Refused("gate")

    def reopens(self, card, to):
        return card.status == "lost" or (card.status == "won" and self.shape.is_open(to))

    def refuse_across(self, card, to):
        """Into the other pipeline, or home: a deal comes from outside, past every gate up to there."""
        if to in self.shape.away:
            return
        for stage in self.shape.order:
            if not self.shape.is_forward(to, stage) and self.shape.gates.get(stage, set()) - card.met:
                raise Refused("gate")

    def is_away(self, stage):
        return stage in self.shape.away

    def enter(self, card, to, event, rank, bulk=None):
        """Write what a move did, at the place the rank says."""
        before, stays = card.standing(), card.stage == to and card.is_on_board
        past = Past(event, before, to, bulk=bulk)
        card.past.append(past)
        if not stays:
            self.count(card, to)
            self.settle(card, to)
            past.left, past.entered = self.stay(card, to)
        card.rank = rank

    def count(self, card, to):
        if self.is_away(card.stage) != self.is_away(to):
            return
        if self.shape.is_forward(card.stage, to):
            card.skips += len(self.shape.between(card.stage, to))
        elif card.stage != to and not self.reopens(card, to):
            card.back += 1

    def settle(self, card, to):
        is_open = self.shape.is_open(to)
        if is_open or card.status != "won":
            card.status, card.parked = ("open" if is_open else "won"), False
        card.stage = to

    def stay(self, card, to):
        left = card.open_stay
        if left:
            left.is_open = False
        if to is None:
            return left, None
        card.stays.append(Stay(to))
        return left, card.stays[-1]

    def lose(self, card, event):
        past = Past(event, card.standing(), card.stage)
        card.status = "lost"
        past.left, past.entered = self.stay(card, None)
        card.past.append(past)

    def last_open_stage(self, card):
        """Where a closed sale goes on: the open stage in use it was in last, else the first."""
        been = [card.stage, *[stay.stage for stay in reversed(card.stays) if stay.counts]]
        stages = self.shape.beside(card.stage)
        return next(one for one in [*been, *stages] if one in stages and self.shape.is_open(one))

    def park(self, card, event, is_parked):
        card.past.append(Past(event, card.standing(), card.stage))
        card.parked = is_parked

    # ── Undo ──
    def refuse_undo(self, card, past):
        later = card.past[card.past.index(past) + 1 :]
        if not past.stands or card.stage != past.stage or any(one.stands for one in later):
            raise Refused("moved on")
        standing = (*self.shape.order, *self.shape.away)
        if past.before["stage"] not in standing and past.before["status"] != "lost":
            raise Refused("its stage is gone")

    def undo(self, card, past, rank):
        for name, value in past.before.items():
            setattr(card, name, value)
        card.rank, past.stands = rank, False
        if past.entered:
            past.entered.counts = False
        if past.left:
            past.left.is_open = True

    # ── Surgery ──
    @property
    def last_surgery(self):
        return self.surgeries[-1] if self.surgeries else None

    def operate(self):
        """Remember the shape before a surgery; returns {card: (start, stay)} to be filled with those it moves."""
        self.surgeries.append((deepcopy(self.shape), {}))
        return self.surgeries[-1][1]

    def carry_over(self, cards, to, moved):
        for card in cards:
            left, entered = self.stay(card, to)
            moved[card.pk] = (card.stage, card.rank, left, entered)
            card.stage = to

    def revert(self):
        """The shape as it was, and those cards whose stay goes on; returns them."""
        self.shape, moved = self.surgeries.pop()
        back = [self.cards[pk] for pk, (*_, entered) in moved.items() if entered.is_open and entered.counts]
        for card in back:
            stage, rank, left, entered = moved[card.pk]
            card.stage, entered.counts, left.is_open = stage, False, True
        return {card: moved[card.pk][1] for card in back}


def rank_of(card):
    return card.rank.encode()
