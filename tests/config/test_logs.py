"""The logs name pages and ids, never what opens an account or what somebody typed."""

import logging

import structlog

from accounts.actions import invite_person
from accounts.models import Role
from config.logs import Discreet, configure_logs, discreet


def test_no_line_holds_the_token_of_an_invitation(client, cast, capsys):
    configure_logs()
    _invitation, link = invite_person(email="new@tamar.example", role=Role.REP, team=None, by=cast.ada)
    token = link.rstrip("/").rpartition("/")[2]
    client.get(f"/join/{token}/", {"q": "said in confidence"})
    written = capsys.readouterr().out
    assert "GET /join/…/" in written
    assert token not in written
    assert "confidence" not in written


def test_a_request_writes_one_line_without_the_address_of_its_reader(client, cast, capsys):
    configure_logs()
    client.force_login(cast.alice)
    client.get("/my-day/", REMOTE_ADDR="203.0.113.7")
    written = capsys.readouterr().out
    assert [line.count(f"user_id={cast.alice.pk}") for line in written.splitlines()] == [1]
    assert "203.0.113.7" not in written


def test_lines_of_the_frame_are_discreet_too():
    line = logging.makeLogRecord({"msg": "%s: %s", "args": ("Unprocessable Content", "/join/s3cret/")})
    assert Discreet().filter(line)
    assert line.getMessage() == "Unprocessable Content: /join/…/"
    assert discreet("/accounts/password/reset/key/3-abc123/") == "/accounts/password/reset/key/…/"
    assert discreet("Gone: /f/confirm/s3cret/") == "Gone: /f/confirm/…/"
    assert discreet("GET /calendar/s3cret/follow-ups.ics") == "GET /calendar/…/follow-ups.ics"
    assert discreet("GET /book/kept/s3cret:x/") == "GET /book/kept/…/"
    assert discreet("GET /p/s3cret/accept/") == "GET /p/…/accept/"


def test_an_error_is_told_without_the_values_of_variables(capsys):
    configure_logs()
    try:
        sign_in(password=" ".join(["a", "long", "enough", "secret"]))
    except ZeroDivisionError:
        structlog.get_logger().exception("failed")
    written = capsys.readouterr().out
    assert "ZeroDivisionError" in written
    assert "a long enough secret" not in written


def sign_in(password):
    return len(password) / 0
