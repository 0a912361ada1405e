"""Nobody fills the disk or the memory by sending too much."""

import pytest


@pytest.mark.parametrize(("length", "status"), [("1000000000", 413), ("100", 200)])
def test_too_much_is_refused_before_it_is_read(client, db, length, status):
    answer = client.post("/accounts/login/", {"login": "x", "password": "y"}, CONTENT_LENGTH=length)
    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_form_is_smaller_than_a_file(as_user, cast):
    answer = as_user(cast.alice).post("/leads/new/", {"name": "Nordkyst", "notes": "z" * 4_000_000})
    assert answer.status_code == 400
