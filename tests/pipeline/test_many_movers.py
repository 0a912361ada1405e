"""Fifty people move the same five deals at once, through the door everybody uses."""

import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from pipeline.actions import move_deal
from pipeline.models import Deal
from tests.locks import waiting
from timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 50
MOVED, SOMEBODY_WAS_FASTER = 200, 409
CARD = re.compile(r'id="deal-(\d+)" data-stage="(\d+)" data-rank="(\w+)" data-version="(\d+)"')
CSRF = "k" * 32


class Mover:
    """One browser: it moves a card from where it saw it, and when somebody was faster it moves it anyway.

    Every other one looks at the fresh card first, and may be late again.
    """

    def __init__(self, address, session, stages, deals, seed):
        self.address, self.stages, self.chance = address, stages, Random(seed)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true"}
        self.seen = {deal.pk: (deal.rank, deal.stage_version) for deal in deals}
        self.looks_again = seed % 2 == 0

    def work(self, start):
        start.wait()
        deal, stage, op = self.chance.choice(list(self.seen)), self.chance.choice(self.stages), uuid4()
        status = self.move(deal, stage, op, self.seen[deal][1])
        while status == SOMEBODY_WAS_FASTER:
            status = self.move(deal, stage, op, self.seen[deal][1] if self.looks_again else "")
        return op, stage.pk, status

    def move(self, deal, stage, op, version):
        prev = self.chance.choice([one for one in self.seen if one != deal])
        place = {"place": "between", "prev": prev, "prev_rank": self.seen[prev][0]}
        status, text = self.post(deal, {"stage": stage.pk, "version": version, "op": op} | place)
        for number, _stage, rank, version in CARD.findall(text):
            self.seen[int(number)] = (rank, int(version))
        return status

    def post(self, deal, form):
        request = Request(f"{self.address}/deals/{deal}/move/", urlencode(form).encode(), self.headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.demo, f"Deal {number}", amount=100) for number in range(5)]


@pytest.fixture
def moves(cast, board, deals, web):
    """What everybody did, as (operation, stage, last answer)."""
    client = Client()
    client.force_login(cast.alice)
    session, start = client.cookies["sessionid"].value, Barrier(PEOPLE)
    stages = [stage for stage in board.stages if stage.is_open]  # what is won has no places to move between
    movers = [Mover(web, session, stages, deals, seed) for seed in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as crowd:
        return list(crowd.map(lambda mover: mover.work(start), movers))


def test_no_move_is_lost_and_every_story_is_whole(moves, deals, board):
    assert {status for *_move, status in moves} == {MOVED}
    assert len(moves) == PEOPLE
    told = {event.operation: event for event in Event.objects.exclude(operation=None)}
    assert told.keys() == {op for op, *_rest in moves}
    assert all(told[op].details["stage"] == stage for op, stage, _status in moves)
    for deal in deals:
        check_story(Deal.objects.get(pk=deal.pk), board)
    places = list(Deal.objects.values_list("stage", "rank"))
    assert len(set(places)) == len(places)


def check_story(deal, board):
    """The visits form one chain from the first stage to where the deal stands, as the log tells it."""
    visits = list(deal.visits.order_by("id"))
    events = Event.objects.filter(subject=f"deal:{deal.pk}", changes__has_key="stage").order_by("id")
    assert [visit.stage_id for visit in visits] == [board.demo.pk, *(event.changes["stage"][1] for event in events)]
    for left, entered in zip(visits, visits[1:], strict=False):
        assert (left.left_at, left.exit_to_id) == (entered.entered_at, entered.stage_id)
    assert (visits[-1].stage_id, visits[-1].left_at) == (deal.stage_id, None)
    assert deal.stage_version == len(visits)
    last = Event.objects.filter(subject=f"deal:{deal.pk}").order_by("id").last()
    assert last.details["rank"] == deal.rank


def test_two_who_drop_in_the_very_same_place_both_land(cast, board, make_deal):
    """Movers share a column; the later one waits for the place the first one took, and gets the next."""
    make_deal(cast.alice, board.demo, "There before")
    first, second = (make_deal(cast.alice, board.proposal, title) for title in "AB")

    def go():
        move_deal(second, to=board.demo, by=cast.alice)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            move_deal(first, to=board.demo, by=cast.alice)
            later = pool.submit(go)
            while waiting() < 1:
                assert not later.done()
        later.result(timeout=30)
    column = Deal.objects.filter(stage=board.demo).order_by("rank").values_list("title", flat=True)
    assert list(column) == ["B", "A", "There before"]
