"""Open pages hear what they may, at once and after a break."""

import contextlib
import http.client
import itertools
import signal
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from tests.timeline.live_process import Page, live_process, wait_for
from timeline import wire
from timeline.live import token as tokens
from timeline.live.hub import QUEUE_LENGTH, STREAM_SECONDS, Hub, Stream, spread_out
from timeline.live.publish import close_streams, frame, newest_event, publish, publish_to_user
from timeline.live.token import Expired, Forged, Token, issue, read
from timeline.live.valkey import as_pair
from timeline.log import record

boards = itertools.count(int(time.time() * 1000))
NORTH, SOUTH = "1.", "2."
ALICE, BOB, CHARLIE, MONA, ADA = 11, 12, 21, 13, 1


@pytest.fixture(scope="module")
def live():
    with live_process(settings.REDIS_URL, settings.SECRET_KEY) as process:
        yield process


@pytest.fixture
def board():
    return next(boards)


@pytest.fixture
def stream(live):
    """Open a stream with a token."""
    with contextlib.ExitStack() as pages:
        yield lambda token, last="": pages.enter_context(contextlib.closing(Page(live.port, token, last)))


@pytest.fixture
def open_page(stream, board):
    """Open the stream of somebody's page of the board and read its greeting."""

    def open_page(user_id=ALICE, scope=NORTH, *, last=""):
        page = stream(made_token(user_id, scope, board), last)
        page.greeting = page.hears_until("hello")
        return page

    return open_page


def made_token(user_id, scope, board, at=0):
    payload = {"u": user_id, "b": board, "s": scope, "t": at or time.time()}
    return tokens.signer(settings.SECRET_KEY).sign_object(payload)


def page_of(live, board):
    return contextlib.closing(Page(live.port, made_token(ALICE, NORTH, board)))


def tell(board, number, owner=ALICE, team=NORTH):
    publish(board, "deal", {"id": number}, [(owner, team)])


# ── Tokens ──


@pytest.mark.django_db
def test_a_token_says_who_listens_where_and_to_whose_records(cast):
    scopes = {person: read(issue(getattr(cast, person), 3), settings.SECRET_KEY).scope for person in ("alice", "ada")}
    assert scopes == {"alice": cast.north.path, "ada": "all"}
    loner = SimpleNamespace(pk=99, role="rep", team_path="")
    assert read(issue(loner), settings.SECRET_KEY).scope == 99


def test_a_token_lives_for_an_hour():
    with time_machine.travel(0, tick=False) as clock:
        token = made_token(ALICE, NORTH, 1, at=1)
        clock.shift(timedelta(minutes=59))
        assert read(token, settings.SECRET_KEY) == Token(ALICE, 1, NORTH, 1)
        clock.shift(timedelta(minutes=2))
        with pytest.raises(Expired):
            read(token, settings.SECRET_KEY)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", made_token(ALICE, "all", 1) + "x"])
def test_a_forged_token_is_refused(token, stream):
    with pytest.raises(Forged):
        read(token, settings.SECRET_KEY)
    assert stream(token).response.status == 403


def test_a_token_signed_for_something_else_is_refused():
    with pytest.raises(Forged):
        read(
            tokens.TimestampSigner(salt="other").sign_object({"u": 1, "b": 1, "s": "all", "t": 1}), settings.SECRET_KEY
        )


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        ("all", [True, True, True, True, True, True]),
        ("1.", [True, True, True, False, False, True]),
        ("1.4.", [True, False, True, False, False, True]),
        (ALICE, [True, False, False, False, False, True]),
        ("", [True, False, False, False, False, True]),
    ],
)
def test_who_may_hear_of_what(scope, sees):
    """Herself, Bob of team 1, Dora of its branch 4, Charlie of team 12, nobody in particular, everybody."""
    events = [[(ALICE, "1.")], [(BOB, "1.")], [(14, "1.4.")], [(CHARLIE, "12.")], [], None]
    assert [Token(ALICE, 1, scope, 0).sees(scopes) for scopes in events] == sees


# ── A page hears ──


def test_a_page_hears_what_happens_on_its_board(open_page, board):
    page = open_page()
    tell(board, 7)
    tell(next(boards), 8)
    tell(board, 9)
    assert [page.hears(), page.hears()] == [("deal", {"id": 7}), ("deal", {"id": 9})]


def test_nobody_receives_a_byte_about_a_deal_they_may_not_see(open_page, board):
    charlie, ada = open_page(CHARLIE, SOUTH), open_page(ADA, "all")
    tell(board, 7)
    publish(board, "board", {})
    assert charlie.hears() == ("board", {})
    assert [ada.hears(), ada.hears()] == [("deal", {"id": 7}), ("board", {})]


def test_nor_in_replay(open_page, board):
    before = open_page(CHARLIE, SOUTH)
    publish(board, "board", {})
    before.hears()
    before.close()
    tell(board, 7)
    tell(board, 8, CHARLIE, SOUTH)
    again = open_page(CHARLIE, SOUTH, last=before.last)
    assert again.greeting == [("deal", {"id": 8}), ("hello", {})]


def test_who_owned_it_and_who_owns_it_both_hear(open_page, board):
    alice, charlie = open_page(ALICE, NORTH), open_page(CHARLIE, SOUTH)
    publish(board, "deal", {"id": 7}, [(ALICE, NORTH), (CHARLIE, SOUTH)])
    assert alice.hears() == charlie.hears() == ("deal", {"id": 7})


def test_who_may_hear_is_not_said(open_page, board):
    page = open_page()
    publish(board, "deal", {"id": 7}, [(ALICE, NORTH), (987654, "98765.")])
    raw = b"".join(page.response.readline() for _ in range(4))
    assert raw.endswith(b'event: deal\ndata: {"id":7}\n\n')
    assert b"98765" not in raw


@pytest.mark.django_db(transaction=True)
def test_a_recorded_event_is_told_after_commit_and_the_old_owner_only_to_look_again(open_page, board, cast):
    alice, charlie = open_page(cast.alice.pk, cast.north.path), open_page(cast.charlie.pk, cast.south.path)
    word = {"board": board, "also": [cast.charlie], "id": 7, "v": 2}
    with transaction.atomic():
        record("deal.edited", cast.bob, by=cast.ada, owner=cast.alice, live=word)
        publish(board, "board", {})
    assert [alice.hears(), alice.hears()] == [("board", {}), ("deal", {"id": 7, "v": 2})]
    assert [charlie.hears(), charlie.hears()] == [("board", {}), ("deal", {"id": 7})]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(open_page, board, cast):
    page = open_page(cast.alice.pk, cast.north.path)
    with transaction.atomic():
        record("deal.edited", cast.bob, by=cast.ada, owner=cast.alice, live={"board": board, "id": 7})
        transaction.set_rollback(True)
    publish(board, "board", {})
    assert page.hears() == ("board", {})


# ── Coming back ──


def test_coming_back_replays_what_was_missed(open_page, board):
    page = open_page()
    tell(board, 1)
    page.hears()
    page.close()
    for number in (2, 3):
        tell(board, number)
    again = open_page(last=page.last)
    assert again.greeting == [("deal", {"id": 2}), ("deal", {"id": 3}), ("hello", {})]
    tell(board, 4)
    assert again.hears() == ("deal", {"id": 4})


def test_a_page_that_heard_nothing_yet_knows_where_it_stands(open_page, board):
    tell(board, 1)
    page = open_page()
    page.close()
    tell(board, 2)
    assert open_page(last=page.last).greeting == [("deal", {"id": 2}), ("hello", {})]


def test_nothing_falls_between_the_page_and_its_stream(open_page, board):
    tell(board, 1)
    rendered_at = newest_event(board)
    tell(board, 2)
    assert open_page(last=rendered_at).greeting == [("deal", {"id": 2}), ("hello", {})]


def test_too_much_missed_means_look_again(open_page, board):
    tell(board, 0)
    page = open_page()
    page.close()
    for number in range(501):
        tell(board, number)
    assert open_page(last=page.last).greeting == [("hello", {})]
    assert open_page(last=page.last).hears() == ("resync", {})


@pytest.mark.parametrize("last", ["1-0", "99999999999999-0", "nonsense", "5-x"])
def test_an_id_the_stream_does_not_know_means_look_again(open_page, board, last):
    tell(board, 1)
    assert open_page(last=last).hears() == ("resync", {})


def test_ids_compare_as_numbers():
    assert as_pair("9-10") > as_pair(b"9-9")
    assert as_pair("10-0") > as_pair("9-999")


def test_when_valkey_was_away_every_page_looks_again_and_goes_on_hearing(own_valkey, board):
    with live_process(own_valkey.url, settings.SECRET_KEY) as live, page_of(live, board) as page:
        page.hears_until("hello")
        own_valkey.process.kill()
        own_valkey.process.wait()
        own_valkey.start()
        assert page.hears_until("resync") == [("resync", {})]
        wire.breaker.closed_from = 0.0
        tell(board, 7)
        assert page.hears() == ("deal", {"id": 7})


def test_what_could_not_be_said_makes_the_page_look_again_later(open_page, board):
    page = open_page()
    wire.breaker.closed_from = time.monotonic() + 60
    tell(board, 7)
    wire.breaker.closed_from = 0.0
    tell(next(boards), 8)
    assert page.hears_until("resync") == [("resync", {})]


def test_a_page_comes_in_while_valkey_is_frozen_and_is_told_to_look_again(own_valkey, board):
    with live_process(own_valkey.url, settings.SECRET_KEY) as live:
        own_valkey.process.send_signal(signal.SIGSTOP)
        with page_of(live, board) as page:
            assert [page.hears(), page.hears()] == [("hello", {}), ("resync", {})]


def test_the_log_of_the_process_holds_no_token(tmp_path, board):
    log = tmp_path / "live.log"
    with log.open("wb") as file, live_process(settings.REDIS_URL, settings.SECRET_KEY, log=file) as live:
        token = made_token(ALICE, NORTH, board)
        with contextlib.closing(Page(live.port, token)) as page:
            page.hears_until("hello")
    assert token not in log.read_text()


# ── Endings ──


def test_closing_somebodys_streams_ends_them_and_their_tokens(open_page, board, stream):
    token = made_token(ALICE, NORTH, board)
    page, other = open_page(ALICE), open_page(BOB)
    close_streams(SimpleNamespace(pk=ALICE))
    assert page.hears() == ("bye", {})
    assert page.has_ended()
    refused = stream(token)
    assert (refused.hears(), refused.has_ended()) == (("renew", {}), True)
    assert open_page(ALICE).greeting == [("hello", {})]
    tell(board, 7)
    assert other.hears() == ("deal", {"id": 7})


def test_an_old_token_is_sent_to_renew(stream, board):
    with time_machine.travel(time.time() - 3700):
        token = made_token(ALICE, NORTH, board)
    page = stream(token)
    assert (page.hears(), page.has_ended()) == (("renew", {}), True)


def test_a_notice_reaches_one_persons_pages(open_page, board):
    alice, bob = open_page(ALICE), open_page(BOB)
    publish_to_user(ALICE, "notice", {"unread": 3})
    publish(board, "board", {})
    assert alice.hears() == ("notice", {"unread": 3})
    assert bob.hears() == ("board", {})


def test_a_page_without_a_board_hears_notices_only(stream, board):
    page = stream(made_token(ALICE, "all", 0))
    assert page.hears_until("hello") == [("hello", {})]
    tell(board, 7)
    publish_to_user(ALICE, "notice", {})
    assert page.hears() == ("notice", {})


class TestHub:
    """The parts that take an hour or a slow reader."""

    @pytest.fixture
    def queued(self, monkeypatch):
        monkeypatch.setattr("asyncio.current_task", lambda: SimpleNamespace(cancel=lambda: None))
        return Stream(Token(ALICE, 3, NORTH, 0))

    def test_a_page_too_slow_is_told_to_look_again_and_let_go(self, queued):
        for _ in range(QUEUE_LENGTH):
            queued.offer(b"x")
        assert not queued.closing
        queued.offer(b"x")
        assert (list(queued.queue), queued.closing) == ([b"event: resync\ndata: {}\n\n"], True)

    def test_an_old_stream_is_sent_to_renew(self, queued):
        hub = Hub()
        hub.join(queued)
        queued.renew_at -= STREAM_SECONDS
        hub.tick()
        assert list(queued.queue) == [b"event: renew\ndata: {}\n\n"]

    def test_every_stream_gets_a_heartbeat_in_25_seconds(self, queued):
        hub = Hub()
        hub.join(queued)
        for _ in range(50):
            hub.tick()
        assert list(queued.queue) == [b":\n\n", b":\n\n"]

    @pytest.mark.parametrize(
        ("listeners", "said"), [(1, b"{}"), (4, b"{}"), (5, b'{"spread":50}'), (2000, b'{"spread":20000}')]
    )
    def test_what_makes_many_pages_load_is_spread_over_a_time_that_grows_with_them(self, listeners, said):
        board, deal = frame("board", {}).encode(), frame("deal", {"id": 7}).encode()
        assert spread_out(board, listeners) == b"event: board\ndata: " + said + b"\n\n"
        assert spread_out(deal, listeners) == deal

    def test_who_leaves_is_forgotten(self, queued):
        hub = Hub()
        hub.join(queued)
        hub.leave(queued)
        assert (hub.streams, dict(hub.by_channel)) == (set(), {})


# ── The door ──


def ask(port, method, path, headers=None):
    """Status, headers and body of an answer."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def test_only_the_pages_own_origin_may_listen(live):
    allowed = {}
    for origin in ("http://127.0.0.1:8000", "http://localhost:8000", "https://evil.example", "http://127.0.0.1:9"):
        _status, headers, _body = ask(live.port, "OPTIONS", "/live/", {"Origin": origin})
        allowed[origin] = headers.get("access-control-allow-origin")
    assert list(allowed.values()) == ["http://127.0.0.1:8000", "http://localhost:8000", None, None]


def test_other_doors(live):
    requests = [("GET", "/healthz"), ("GET", "/"), ("POST", "/live/"), ("GET", "/live/")]
    assert [ask(live.port, *request)[0] for request in requests] == [200, 404, 405, 403]


def test_streams_that_left_are_not_kept(open_page, live):
    open_streams = lambda: ask(live.port, "GET", "/healthz")[2]  # noqa: E731 (a word of this test)
    before = open_streams()
    page = open_page()
    assert open_streams() != before
    page.close()
    wait_for(lambda: open_streams() == before)
