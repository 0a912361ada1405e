"""Every URL of the house, opened by everybody, by GET and by POST: nobody sees or does more than the table says."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.rights import may
from tests.access import address_of, every_url
from tests.access_table import TABLE
from tests.world import MARK

ACTORS = ["alice", "bob", "charlie", "mona", "ada", "gus"]
WRITES = ("INSERT", "UPDATE", "DELETE")
BOOKKEEPING = ('"django_session"',)
SUCCESSES = {"GET": {200, 204, 302}, "POST": {200, 201, 204, 302, 303, 400, 409, 422, 429}}


def test_every_url_is_in_the_table():
    assert sorted(every_url().keys() - TABLE.keys()) == []


def test_the_table_names_no_url_that_is_gone():
    assert sorted(TABLE.keys() - every_url().keys()) == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_everybody_gets_what_the_table_says(name, cast, world):
    rule, url = TABLE[name], address_of(name, TABLE[name], world)
    for method in ("GET", "POST"):
        check_the_street(rule, method, open_as(None, method, url), f"{method} {url}")
        for actor in ACTORS:
            answer = open_as(getattr(cast, actor), method, url)
            check(rule, method, actor, answer, f"{method} {url} by {actor}: {answer.status}")
            if method == "GET":
                check_look(rule, actor, answer, f"{url} by {actor}")


def check_the_street(rule, method, answer, said):
    """Who is not signed in is sent to the sign-in page, unless the table gives a reason why not."""
    if rule.reason:
        assert not answer.sent_to_sign_in or method == "POST", f"{said} is public but asks to sign in"
    else:
        assert answer.sent_to_sign_in, f"{said} lets somebody in who is not signed in ({answer.status})"


def check(rule, method, actor, answer, said):
    """405 for a method it does not know, 404 for what is not theirs, 403 for what they may not, else it works."""
    if method not in rule.methods:
        assert answer.status == 405, said
    elif rule.reason or rule.absent:
        assert answer.status < 500, said
    elif rule.is_hidden_from(actor):
        assert answer.status == 404, said
    elif rule.verb and method in rule.guarded and not may(answer.user, rule.verb):
        assert answer.status == 403, said
    else:
        assert answer.status in SUCCESSES[method], said


def check_look(rule, actor, answer, said):
    """Looking changes nothing, shows a stranger nothing of Alice's, and runs under a strict policy."""
    assert rule.writes_on_get or answer.writes == [], f"{said} writes"
    assert actor != "charlie" or MARK not in answer.text, f"{said} shows Alice’s records to a stranger"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith(("default-src 'self';", "default-src 'none';")), said
    assert "script-src 'self';" in policy, said
    assert "unsafe" not in policy, said
    assert answer.headers["X-Content-Type-Options"] == "nosniff", said
    assert answer.headers["X-Frame-Options"] == "DENY", said
    assert "camera=()" in answer.headers["Permissions-Policy"], said


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
