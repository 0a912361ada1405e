"""The same review from two windows at the very same moment."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from forecasting.queries.forecast import Scope
from pipeline.models import Deal
from reports.models import Decision, Review
from reports.review.actions import CannotDecide, begin_review, commit_deal, keep_deal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do these in threads of their own; what each returned, or the refusal."""

    def alone(act):
        try:
            return act()
        except CannotDecide as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def test_one_form_sent_twice_begins_one_review_and_decides_once(cast, board, make_deal):
    deal, op = make_deal(cast.alice, board.demo), uuid4()
    begun = at_once(*[lambda: begin_review(Scope(cast.mona), by=cast.mona, op=op)] * 2)
    assert [review.pk for review in begun] == [Review.objects.get().pk] * 2
    decided = at_once(*[lambda: commit_deal(begun[0], deal, by=cast.mona, op=op, version=1)] * 2)
    assert [decision.pk for decision in decided] == [Decision.objects.get().pk] * 2
    assert Deal.objects.get().version == 2


def test_of_two_decisions_on_a_deal_one_stands(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    review = begin_review(Scope(cast.mona), by=cast.mona, op=uuid4())
    done = at_once(
        lambda: keep_deal(review, deal, by=cast.mona, op=uuid4()),
        lambda: commit_deal(review, deal, by=cast.mona, op=uuid4(), version=1),
    )
    assert sorted(type(one).__name__ for one in done) == ["CannotDecide", "Decision"]
    assert Decision.objects.count() == 1
