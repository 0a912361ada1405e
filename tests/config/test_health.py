import pytest
from django.db import connection

from config.tasks import tick

pytestmark = pytest.mark.django_db


def test_healthz_answers_anybody_under_any_name(client, settings):
    settings.ALLOWED_HOSTS = ["kariz.acme.test"]
    answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_says_what_it_looked_at(client):
    tick()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "broker": "ok",
        "migrations": "ok",
        "scheduler": "ok",
    }


def test_readyz_is_503_without_a_broker(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "does not answer"


def test_readyz_counts_the_migrations_that_are_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 not applied"


def test_a_late_scheduler_is_told_yet_pages_still_serve(client, time_machine):
    assert client.get("/readyz").json()["scheduler"] == "has not ticked yet"
    time_machine.move_to("2026-05-04 09:00:00 +0000", tick=False)
    tick()
    time_machine.shift(90)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["scheduler"]) == (200, "last tick 90 s ago")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_named(client, elsewhere):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["migrations"]) == ("does not answer", "unknown")


@pytest.fixture
def elsewhere(transactional_db):
    """The connection looks for its server where there is none."""
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = host
