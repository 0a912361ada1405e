"""A thousand moves by fifty people over HTTP, gates and undo among them: none is lost, and every sum is right after."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from threading import Barrier
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from pipeline.models import Deal
from pipeline.queries.board import column_totals
from pipeline.queries.tallies import tallied, totals_by_stage
from tests.pipeline.test_many_movers import CARD, CSRF
from timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, MOVES_EACH = 50, 20
MOVED, SOMEBODY_WAS_FASTER, GATE_ASKS = 200, 409, 422
STAYS = "keeps the latest on top"  # among what is won there is no other place to move to
UNDO = re.compile(r'action="(/moves/\d+/undo/)')


class Mover:
    """One person at one board, over one connection that is kept; one move in ten is taken back at once."""

    def __init__(self, address, session, stages, deals, seed):
        self.wire = HTTPConnection(urlsplit(address).netloc, timeout=120)
        self.stages, self.chance = stages, Random(seed)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true"}
        self.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.seen = {deal.pk: (deal.rank, deal.stage_version) for deal in deals}
        self.done, self.answers = [], Counter()

    def work(self, start):
        start.wait()
        for _turn in range(MOVES_EACH):
            self.move_once()
        self.wire.close()
        return self

    def move_once(self):
        deal, stage, op = self.chance.choice(list(self.seen)), self.chance.choice(self.stages), str(uuid4())
        status, text = self.move(deal, stage, op)
        while status == SOMEBODY_WAS_FASTER:
            status, text = self.move(deal, stage, op)
        if status == MOVED and STAYS not in text:
            self.done.append((op, stage.pk))
            if self.chance.random() < 0.1:
                self.take_back(text)

    def move(self, deal, stage, op):
        prev = self.chance.choice([one for one in self.seen if one != deal])
        _rank, version = self.seen[deal]
        place = {"place": "between", "prev": prev, "prev_rank": self.seen[prev][0]}
        return self.post(f"/deals/{deal}/move/", {"stage": stage.pk, "version": version, "op": op} | place)

    def take_back(self, text):
        """Undo, which somebody who moved the deal on may have made impossible."""
        if found := UNDO.search(text):
            self.post(found[1], {})

    def post(self, address, form):
        self.wire.request("POST", address, urlencode(form), self.headers)
        answer = self.wire.getresponse()
        text = answer.read().decode()
        self.answers[answer.status] += 1
        for number, _stage, rank, version in CARD.findall(text):
            self.seen[int(number)] = (rank, int(version))
        return answer.status, text


@pytest.fixture
def deals(cast, board, make_deal):
    """Every fifth deal does not meet the gate of Discovery."""
    return [
        make_deal(cast.alice, board.prospecting, f"Deal {number}", qualified=number % 5 > 0, amount=100 + number)
        for number in range(40)
    ]


@pytest.fixture
def crowd(cast, board, deals, web):
    client = Client()
    client.force_login(cast.mona)
    session, start = client.cookies["sessionid"].value, Barrier(PEOPLE)
    movers = [Mover(web, session, board.stages, deals, seed) for seed in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(lambda mover: mover.work(start), movers))


def test_none_is_lost_and_all_sums_are_right(cast, board, deals, crowd):
    answers = sum((mover.answers for mover in crowd), Counter())
    assert answers.keys() == {MOVED, SOMEBODY_WAS_FASTER, GATE_ASKS}  # no deadlock, no failure
    done = dict(move for mover in crowd for move in mover.done)
    told = {str(event.operation): event for event in Event.objects.exclude(operation=None)}
    assert told.keys() == done.keys()
    assert all(told[op].details["stage"] == stage for op, stage in done.items())
    assert Event.objects.filter(verb="deal.undone").exists()
    for deal in Deal.objects.all():
        check_visits(deal)
    places = list(Deal.objects.values_list("stage", "rank"))
    assert len(set(places)) == len(places) == len(deals)
    said = totals_by_stage(tallied(board.stages, None, cast.mona), board.stages)
    assert {pk: totals for pk, totals in said.items() if totals["count"]} == column_totals(Deal.objects.on_board())


def check_visits(deal):
    """The visits that count form one chain to where the deal stands now."""
    visits = list(deal.visits.standing().order_by("id"))
    for left, entered in zip(visits, visits[1:], strict=False):
        assert (left.left_at, left.exit_to_id) == (entered.entered_at, entered.stage_id)
    assert (visits[-1].stage_id, visits[-1].left_at) == (deal.stage_id, None)
