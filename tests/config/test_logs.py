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


def test_lines_of_the_frame_are_discreet_too():
    line = logging.makeLogRecord({"msg": "%s: %s", "args": ("Unprocessable Content", "/join/s3cret/")})
    assert Discreet().filter(line)
    assert line.getMessage() == "Unprocessable Content: /join/…/"
    assert discreet("/accounts/password/reset/key/3-abc123/") == "/accounts/password/reset/key/…/"


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
