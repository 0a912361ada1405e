"""A thousand moves by fifty people over HTTP, gates and undo among them: none is lost, and every sum is right after."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from threading import Barrier
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from leads.models import Qualification
from pipeline.models import Deal
from pipeline.queries.board import column_totals
from tests.cast import make_person
from tests.pipeline.test_many_movers import CARD, CSRF
from timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, MOVES_EACH, DEALS_EACH, DEALS_OF_ALL = 50, 20, 4, 10
DONE, TOO_LATE, GATE_ASKS = 200, 409, 422
STAYS = "keeps the latest on top"  # among what is won there is no other place to move to
UNDO = re.compile(r'action="(/moves/\d+/undo/)')
ANSWERS = dict.fromkeys(Qualification.TOPICS, 2) | {"gate": 1}


class Mover:
    """One person at one board, over one connection that is kept, until twenty moves are done.

    Four in five are of deals only this person moves, the others of deals that all reach for. Of the gates that ask
    something, every other one is answered; one move in ten is taken back at once.
    """

    def __init__(self, address, session, stages, own, common, seed):
        self.wire = HTTPConnection(urlsplit(address).netloc, timeout=120)
        self.stages, self.own, self.common, self.chance = stages, own, common, Random(seed)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true"}
        self.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.seen = {deal.pk: (deal.rank, deal.stage_version) for deal in [*own, *common]}
        self.done, self.answers = {}, Counter()

    def work(self, start):
        start.wait()
        while len(self.done) < MOVES_EACH:
            self.try_move(self.chance.choice(self.own if self.chance.random() < 0.8 else self.common).pk)
        self.wire.close()
        return self

    def try_move(self, deal):
        stage, op = self.chance.choice(self.stages).pk, str(uuid4())
        status, text = self.move(deal, stage, op)
        if status == GATE_ASKS and self.chance.random() < 0.5:
            status, text = self.move(deal, stage, op, **ANSWERS)
        if status == DONE and STAYS not in text:
            self.done[op] = stage
            if self.chance.random() < 0.1:
                self.take_back(text)

    def move(self, deal, stage, op, **answers):
        """Ask until nobody was faster."""
        status, text = TOO_LATE, ""
        while status == TOO_LATE:
            prev = self.chance.choice([one for one in self.seen if one != deal])
            form = {"stage": stage, "version": self.seen[deal][1], "op": op, "place": "between"}
            form |= {"prev": prev, "prev_rank": self.seen[prev][0]}
            status, text = self.post(f"/deals/{deal}/move/", form | answers)
        return status, text

    def take_back(self, text):
        """Undo, which somebody who moved the deal on may have made impossible."""
        status, _text = self.post(UNDO.search(text)[1], {})
        self.answers["undone"] += status == DONE

    def post(self, address, form):
        self.wire.request("POST", address, urlencode(form), self.headers)
        answer = self.wire.getresponse()
        text = answer.read().decode()
        self.answers[answer.status] += 1
        for number, _stage, rank, version in CARD.findall(text):
            self.seen[int(number)] = (rank, int(version))
        return answer.status, text


@pytest.fixture
def people(cast):
    return [make_person(f"Seller{number} North", Role.MANAGER, cast.north) for number in range(PEOPLE)]


@pytest.fixture
def deals(board, make_deal, people):
    """One list for each person, and at the end one for all; every fifth deal does not meet the gate of Discovery."""

    def make_some(owner, count):
        return [
            make_deal(owner, board.stages[turn % 2], qualified=turn % 5 > 0, amount=100 + owner.pk + turn)
            for turn in range(owner.pk, owner.pk + count)
        ]

    return [make_some(person, DEALS_EACH) for person in people] + [make_some(people[0], DEALS_OF_ALL)]


@pytest.fixture
def deadlocks_before(db):
    return deadlocks()


@pytest.fixture
def crowd(board, people, deals, web, deadlocks_before):
    """Everybody, after they have moved."""
    *own, common = deals
    start = Barrier(PEOPLE)
    movers = [
        Mover(web, session_of(person), board.stages, theirs, common, seed)
        for seed, (person, theirs) in enumerate(zip(people, own, strict=True))
    ]
    with ThreadPoolExecutor(PEOPLE) as threads:
        return list(threads.map(lambda mover: mover.work(start), movers))


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def test_none_is_lost_and_all_sums_are_right(as_user, cast, crowd, deadlocks_before):
    answers = sum((mover.answers for mover in crowd), Counter())
    assert answers.keys() == {DONE, TOO_LATE, GATE_ASKS, "undone"}  # no failure among them
    check_log({op: stage for mover in crowd for op, stage in mover.done.items()}, answers["undone"])
    for deal in Deal.objects.all():
        check_visits(deal)
    places = list(Deal.objects.values_list("stage", "rank"))
    assert len(set(places)) == len(places) == PEOPLE * DEALS_EACH + DEALS_OF_ALL
    check_heads(as_user(cast.mona).get(reverse("pipeline:board")).context["columns"])
    assert deadlocks() == deadlocks_before


def check_log(done, undone):
    """Every move that was answered is told once, with the stage it went to, and nothing else is."""
    assert len(done) == PEOPLE * MOVES_EACH
    assert dict(Event.objects.exclude(operation=None).values_list("operation", "details__stage")) == {
        UUID(op): stage for op, stage in done.items()
    }
    assert Event.objects.filter(verb="deal.undone").count() == undone


def check_visits(deal):
    """The visits that count form one chain to where the deal stands now."""
    visits = list(deal.visits.standing().order_by("id"))
    for left, entered in zip(visits, visits[1:], strict=False):
        assert (left.left_at, left.exit_to_id) == (entered.entered_at, entered.stage_id)
    assert (visits[-1].stage_id, visits[-1].left_at) == (deal.stage_id, None)


def check_heads(columns):
    """Every head of the board says what a fresh sum over the deals says."""
    sums = column_totals(Deal.objects.on_board())
    for column in columns:
        said = {name: getattr(column, name) for name in next(iter(sums.values()))}
        assert said == sums.get(column.stage.pk, dict.fromkeys(said, 0))


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]
