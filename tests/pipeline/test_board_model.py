"""Random moves, undos, gates, parks and surgeries, played on the real board and on a plain model of it."""

import os
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from leads.models import Qualification
from pipeline.actions import CannotUndo, Place, create_deal, lose_deal, move_deal, qualify_deal, reopen_deal, undo
from pipeline.actions.bulk import move_deals
from pipeline.actions.moving import StageClosed
from pipeline.actions.parking import park_deal, unpark_deal
from pipeline.actions.pipelines import EMPTY, add_pipeline, edit_pipeline
from pipeline.actions.reverting import revert_surgery
from pipeline.actions.stages import edit_stage, merge_stage, order_stages, split_stage
from pipeline.actions.transferring import transfer_deal
from pipeline.actions.undoing import undo_bulk
from pipeline.gates import GateClosed
from pipeline.models import Deal, Gate, LostReason, Stage, StageVisit, Surgery
from pipeline.queries.board import column_totals
from pipeline.queries.tallies import tallied, totals_by_stage
from tests.pipeline.model import Card, Model, Refused, Shape, Stay
from timeline.models import Event

TOPICS = ["budget", "need"]
ANY = st.integers(0, 10_000)
GAMES = int(os.environ.get("BOARD_GAMES", "8"))


def test_the_board_is_what_a_plain_model_says(cast, board):
    class Game(BoardGame):
        pass

    Gate.objects.update(is_blocking=True)  # what only warns keeps nobody out, and is no rule of this game
    Game.by, Game.pipeline, Game.stages = cast.ada, board.pipeline, board.stages
    away = add_pipeline(name="Renewals", like=EMPTY, by=cast.ada)
    Gate.objects.filter(stage__pipeline=away).delete()
    Surgery.objects.all().delete()
    Game.away = list(away.stages.standing())
    effort = settings(
        max_examples=GAMES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Game, settings=effort)


class BoardGame(RuleBasedStateMachine):
    """Every rule plays on both; the invariants compare."""

    # ── Setting up ──
    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.tick = 0
        self.model = Model(
            Shape(
                order=[stage.pk for stage in self.stages],
                kinds={stage.pk: stage.kind for stage in (*self.stages, *self.away)},
                places={stage.pk: stage.position for stage in (*self.stages, *self.away)},
                away=tuple(stage.pk for stage in self.away),
                gates=gates_of(self.stages),
            )
        )
        self.reason = LostReason.objects.first()
        for _card in range(4):
            self.add_card(0)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def add_card(self, at):
        stage = self.model.shape.order[0]
        deal = create_deal(by=self.by, title="A sale", stage=stage_of(stage), amount=100 + at % 900)
        self.model.cards[deal.pk] = Card(deal.pk, stage, deal.rank, met={"amount"}, stays=[Stay(stage)])

    # ── Cards ──
    @rule(which=ANY, topic=st.sampled_from(TOPICS))
    def answer(self, which, topic):
        card = self.card(which)
        qualify_deal(deal_of(card), by=self.by, **{topic: Qualification.Answer.CONFIRMED})
        card.met.add(f"bant:{topic}")

    @rule(which=ANY, where=ANY)
    def transfer(self, which, where):
        """Over into the other pipeline, parked or not, or home again."""
        card = self.card(which)
        to = self.stage(where) if self.model.is_away(card.stage) else self.away[where % len(self.away)].pk
        with self.agreement(lambda: self.model.refuse_across(card, to)) as agreed:
            done = transfer_deal(deal_of(card), to=stage_of(to), by=self.by)
        if agreed:
            self.model.enter(card, to, done.event.pk, done.rank)
            assert self.model.column(to)[0] is card

    @rule(which=ANY, where=ANY, place=ANY)
    def move(self, which, where, place):
        card = self.card(which)
        to = self.stage_for(card, where)
        others = [other for other in self.model.column(to) if other is not card]
        at = place % (len(others) + 1)
        between = Place(
            prev=others[at - 1].pk if at else None,
            next=others[at].pk if at < len(others) else None,
        )
        if not others:
            between = Place("top")
        with self.agreement(lambda: self.model.refuse(card, to)) as agreed:
            done = move_deal(deal_of(card), to=stage_of(to), between=between, by=self.by)
        if agreed:
            self.model.enter(card, to, done.event.pk, done.rank)
            assert self.model.column(to).index(card) == at

    @rule(which=st.lists(ANY, min_size=2, max_size=4), where=ANY)
    def move_many(self, which, where):
        chosen = dict.fromkeys(self.card(one) for one in which)
        cards, to, bulk = [card for card in chosen if not self.model.is_away(card.stage)], self.stage(where), uuid4()
        report = move_deals([deal_of(card) for card in cards], to=stage_of(to), by=self.by, bulk=bulk)
        allowed = [card for card in cards if self.is_allowed(lambda card=card: self.model.refuse(card, to))]
        assert [outcome.deal.pk for outcome in report.outcomes if outcome.event] == [card.pk for card in allowed]
        events = {outcome.deal.pk: outcome.event for outcome in report.outcomes}
        for card in allowed:
            self.model.enter(card, to, events[card.pk].pk, events[card.pk].details["rank"], bulk)
        assert self.model.column(to)[: len(allowed)] == allowed

    @rule(which=ANY)
    def lose(self, which):
        card = self.card(which)
        if card.is_on_board:
            self.model.lose(card, lose_deal(deal_of(card), reason=self.reason, by=self.by).event.pk)

    @rule(which=ANY)
    def reopen(self, which):
        card = self.card(which)
        if card.status == "open":
            return
        to = self.model.last_open_stage(card)
        with self.agreement(lambda: self.model.refuse(card, to)) as agreed:
            done = reopen_deal(deal_of(card), by=self.by)
        if agreed:
            self.model.enter(card, to, done.event.pk, done.rank)

    @rule(which=ANY)
    def park_or_wake(self, which):
        card = self.card(which)
        if card.is_parked:
            self.model.park(card, unpark_deal(deal_of(card), by=self.by).event.pk, False)
        elif card.status == "open":
            until = timezone.localdate() + timedelta(days=9)
            self.model.park(card, park_deal(deal_of(card), until=until, reason="Budget", by=self.by).event.pk, True)

    @rule(which=ANY, what=ANY)
    def undo(self, which, what):
        cards = [card for card in self.model.cards.values() if card.past]
        if not cards:
            return
        card = cards[which % len(cards)]
        past = card.past[-1 - what % min(len(card.past), 3)]
        wanted = past.before["rank"]
        is_taken = Deal.objects.filter(stage=past.before["stage"], rank=wanted).exclude(pk=card.pk).exists()
        with self.agreement(lambda: self.model.refuse_undo(card, past)) as agreed:
            done = undo(Event.objects.get(pk=past.event), by=self.by)
        if agreed:
            assert (done.deal.rank == wanted) is not is_taken
            self.model.undo(card, past, done.deal.rank)

    @rule(which=ANY)
    def undo_many(self, which):
        done = [(card, past) for card in self.model.cards.values() for past in card.past if past.bulk]
        if not done:
            return
        bulk = done[which % len(done)][1].bulk
        allowed = {
            card.pk: (card, past)
            for card, past in done
            if past.bulk == bulk and self.is_allowed(lambda card=card, past=past: self.model.refuse_undo(card, past))
        }
        if not allowed:
            with pytest.raises(CannotUndo):
                undo_bulk(bulk, by=self.by)
            return
        undone = {outcome.deal.pk for outcome in undo_bulk(bulk, by=self.by).outcomes if outcome.event}
        assert undone == allowed.keys()
        for card, past in allowed.values():
            self.model.undo(card, past, deal_of(card).rank)

    # ── Shape ──
    @rule(where=ANY, needs=st.sets(st.sampled_from(TOPICS)))
    def set_gate(self, where, needs):
        stage, gates = self.stage(where), self.model.shape.gates
        requirements = [f"bant:{topic}" for topic in sorted(needs)]
        if sorted(gates.get(stage, ())) != requirements:
            self.model.operate()
            gates = self.model.shape.gates
        edit_stage(stage_of(stage), requirements=requirements, by=self.by)
        gates[stage] = set(requirements)

    @rule(may_skip=st.booleans(), may_go_back=st.booleans())
    def set_ways(self, may_skip, may_go_back):
        shape = self.model.shape
        if (shape.may_skip, shape.may_go_back) == (may_skip, may_go_back):
            return
        self.model.operate()
        shape.may_skip, shape.may_go_back = may_skip, may_go_back
        edit_pipeline(self.pipeline, allows_skipping=may_skip, allows_moving_back=may_go_back, by=self.by)

    @rule(first=ANY, second=ANY)
    def merge(self, first, second):
        open_stages = [stage for stage in self.model.shape.order if self.model.shape.is_open(stage)]
        stage, into = open_stages[first % len(open_stages)], open_stages[second % len(open_stages)]
        if stage == into:
            return
        moved, shape = self.model.operate(), self.model.shape
        merge_stage(stage_of(stage), into=stage_of(into), by=self.by)
        self.carry_over(self.model.column(stage), into, moved)
        shape.order.remove(stage)

    @rule(where=ANY, pick=st.sets(ANY, max_size=5))
    @precondition(lambda self: len(self.model.shape.order) < 12)
    def split(self, where, pick):
        shape, stage = self.model.shape, self.stage(where)
        column = self.model.column(stage)
        going = [card for at, card in enumerate(column) if at in {one % len(column) for one in pick}]
        moved, self.tick = self.model.operate(), self.tick + 1
        new = split_stage(stage_of(stage), name=f"New {self.tick}", only=[card.pk for card in going], by=self.by)
        at = shape.order.index(stage) + 1
        shape.kinds[new.pk] = shape.kinds[stage]
        shape.put_in_order([*shape.order[:at], new.pk, *shape.order[at:]])
        self.carry_over(going, new.pk, moved)

    @rule(seed=st.randoms(use_true_random=False))
    def reorder(self, seed):
        order = list(self.model.shape.order)
        seed.shuffle(order)
        if order != self.model.shape.order:
            self.model.operate()
            order_stages(self.pipeline, order=order, by=self.by)
            self.model.shape.put_in_order(order)

    @rule()
    def revert(self):
        if not self.model.surgeries:
            return
        (before, moved), now = self.model.last_surgery, self.model.shape
        new = set(now.order) - set(before.order)
        if any(card.pk not in moved for stage in new for card in self.model.column(stage)):
            return  # newcomers make it a surgery of its own, which test_surgery.py tries
        revert_surgery(Surgery.objects.filter(reverted_at=None).latest("pk"), by=self.by)
        was = self.model.revert()
        for card, rank in was.items():
            self.settle_rank(card, rank)

    # ── Comparing ──
    @invariant()
    def cards_agree(self):
        if not hasattr(self, "model"):
            return
        real = {deal.pk: standing_of(deal) for deal in Deal.objects.all()}
        known = self.model.cards.items()
        assert real == {pk: card.standing() | {"parked": card.is_parked} for pk, card in known}

    @invariant()
    def stages_agree(self):
        if hasattr(self, "model"):
            assert [stage.pk for stage in self.pipeline.stages.standing()] == self.model.shape.order
            standing = {*self.model.shape.order, *self.model.shape.away}
            assert {card.stage for card in self.model.cards.values() if card.is_on_board} <= standing

    @invariant()
    def stays_agree(self):
        if not hasattr(self, "model"):
            return
        for card in self.model.cards.values():
            visits = StageVisit.objects.standing().filter(deal=card.pk).order_by("id")
            real = [(visit.stage_id, visit.left_at is None) for visit in visits]
            assert real == [(stay.stage, stay.is_open) for stay in card.stays if stay.counts]

    @invariant()
    def heads_agree(self):
        if not hasattr(self, "model"):
            return
        deals, stages = Deal.objects.filter(pipeline=self.pipeline).on_board(), list(self.pipeline.stages.standing())
        kept, counted = totals_by_stage(tallied(stages, None, self.by), stages), column_totals(deals)
        assert {pk: kept[pk] for pk in counted} == counted
        assert sum(totals["total"] for totals in kept.values()) == (deals.aggregate(all=Sum("base_amount"))["all"] or 0)

    # ── Small helps ──
    def card(self, number):
        return list(self.model.cards.values())[number % len(self.model.cards)]

    def stage(self, number):
        return self.model.shape.order[number % len(self.model.shape.order)]

    def stage_for(self, card, number):
        """A stage of the pipeline the card is in."""
        stages = self.model.shape.beside(card.stage)
        return stages[number % len(stages)]

    @contextmanager
    def agreement(self, judge):
        """The real board must refuse just when the model does; what is yielded is true if both agree to do it."""
        agreed = [True] if self.is_allowed(judge) else []
        if agreed:
            yield agreed
        else:
            with pytest.raises((GateClosed, StageClosed, CannotUndo)), transaction.atomic():
                yield agreed

    def is_allowed(self, judge):
        try:
            judge()
        except Refused:
            return False
        return True

    def carry_over(self, cards, to, moved):
        """Below those who stand there already, in the order they had."""
        expected = [*self.model.column(to), *cards]
        self.model.carry_over(cards, to, moved)
        for card in cards:
            card.rank = deal_of(card).rank
        assert self.model.column(to) == expected

    def settle_rank(self, card, wanted):
        others = Deal.objects.filter(stage=card.stage).exclude(pk=card.pk)
        card.rank = deal_of(card).rank
        assert card.rank == wanted or others.filter(rank=wanted).exists()


def gates_of(stages):
    return {stage.pk: set(stage.gate.requirements) for stage in stages if hasattr(stage, "gate")}


def deal_of(card):
    return Deal.objects.for_cards().select_related("pipeline").get(pk=card.pk)


def stage_of(pk):
    return Stage.objects.select_related("pipeline").get(pk=pk)


def standing_of(deal):
    return {
        "stage": deal.stage_id,
        "rank": deal.rank,
        "status": deal.status,
        "parked": deal.is_parked,
        "skips": deal.skips,
        "back": deal.steps_back,
    }
