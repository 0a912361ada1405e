"""Every URL of the house, opened by everybody, by GET and by POST: nobody sees or does more than the table says."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.rights import may
from tests.access import every_url
from tests.access_table import TABLE
from tests.world import MARK

ACTORS = ["alice", "bob", "charlie", "mona", "ada", "gus"]
WRITES = ("INSERT", "UPDATE", "DELETE")
BOOKKEEPING = ('"django_session"',)


def test_every_url_is_in_the_table():
    assert sorted(every_url().keys() - TABLE.keys()) == []


def test_the_table_names_no_url_that_is_gone():
    assert sorted(TABLE.keys() - every_url().keys()) == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_everybody_gets_what_the_table_says(name, cast, world):
    rule, url = TABLE[name], address_of(name, world)
    for method in ("GET", "POST"):
        check_stranger_at_the_door(rule, method, open_as(None, method, url), url)
        for actor in ACTORS:
            check(rule, method, actor, open_as(getattr(cast, actor), method, url), url)


def check_stranger_at_the_door(rule, method, answer, url):
    if rule.reason:
        assert not answer.sent_to_sign_in or method == "POST", f"{method} {url} is public but asks to sign in"
    else:
        assert answer.sent_to_sign_in, f"{method} {url} lets somebody in who is not signed in ({answer.status})"


def check(rule, method, actor, answer, url):
    said = f"{method} {url} by {actor}: {answer.status}"
    if method not in rule.methods:
        assert answer.status == 405, said
    elif rule.reason or rule.address:
        assert answer.status < 500, said
    elif is_hidden_from(rule, actor):
        assert answer.status == 404, said
    elif rule.verb and method in rule.guarded and not may(answer.user, rule.verb):
        assert answer.status == 403, said
    else:
        assert answer.status in SUCCESSES[method], said


SUCCESSES = {"GET": {200, 204, 302}, "POST": {200, 201, 204, 302, 303, 400, 409, 422, 429}}


def is_hidden_from(rule, actor):
    if rule.private:
        return actor not in rule.private
    return bool(rule.of) and not rule.everybody and actor == "charlie"


@pytest.mark.parametrize("name", sorted(name for name, rule in TABLE.items() if "GET" in rule.methods))
def test_looking_changes_nothing_and_shows_nothing_foreign(name, cast, world):
    rule, url = TABLE[name], address_of(name, world)
    for actor in ACTORS:
        answer = open_as(getattr(cast, actor), "GET", url)
        assert rule.writes_on_get or answer.writes == [], f"{url} writes when {actor} looks"
        assert actor != "charlie" or MARK not in answer.text, f"{url} shows Alice’s records to a stranger"


@pytest.mark.parametrize("name", sorted(name for name, rule in TABLE.items() if "GET" in rule.methods))
def test_every_page_carries_a_strict_policy(name, cast, world):
    headers = open_as(cast.ada, "GET", address_of(name, world)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def address_of(name, world):
    rule, parts = TABLE[name], every_url()[name]
    known = dict(rule.address)
    kwargs = {part: known[part] if part in known else world[rule.of].pk for part in parts}
    return reverse(name, kwargs=kwargs)


def open_as(user, method, url):
    """Open a page as somebody and take back whatever it wrote."""
    client = Client()
    if user:
        client.force_login(user)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = client.generic(method, url)
        transaction.set_rollback(True)
    return Answer(answer, user, [query["sql"] for query in queries if is_write(query["sql"])])


def is_write(sql):
    return sql.startswith(WRITES) and not any(table in sql for table in BOOKKEEPING)


class Answer:
    def __init__(self, response, user, writes):
        self.status, self.headers, self.user, self.writes = response.status_code, response.headers, user, writes
        self.sent_to_sign_in = response.status_code == 302 and "/accounts/login/?next=" in response["Location"]
        self.text = "" if response.streaming else response.content.decode(errors="replace")
