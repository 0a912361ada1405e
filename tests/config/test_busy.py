"""A row somebody else holds for too long is a 503 with a sentence, and nothing is written."""

import pytest
from django.db import OperationalError, connection, connections
from django.urls import reverse

from config.busy import Patience
from pipeline.models import Deal


@pytest.fixture
def held():
    """`held(deal)`: another connection holds the row until the test ends, and our patience is short."""
    other = connections.create_connection("default")
    other.set_autocommit(False)

    def hold(deal):
        with other.cursor() as cursor:
            cursor.execute("SELECT FROM pipeline_deal WHERE id = %s FOR UPDATE", [deal.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")

    yield hold
    other.rollback()
    other.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_move_that_waits_too_long_is_told_so(as_user, cast, board, make_deal, held):
    deal = make_deal(cast.alice, board.demo)
    client = as_user(cast.alice)
    held(deal)
    answer = client.post(reverse("pipeline:deal-move", args=[deal.pk]), {"stage": board.proposal.pk})
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Nothing was changed" in answer.text
    assert Deal.objects.get(pk=deal.pk).stage == board.demo


def test_other_troubles_of_the_database_stay_errors():
    assert Patience(None).process_exception(None, OperationalError("gone")) is None
