"""Reviews of the cast go with the sample; those of real people stay, without the deals that are gone."""

from uuid import uuid4

from accounts.models import User
from config.sample.removal import forget_reviews
from forecasting.queries.forecast import Scope
from pipeline.models import Deal
from reports.models import Decision, Review
from reports.review.actions import begin_review, keep_deal


def test_reviews_of_the_cast_go_and_others_keep_what_is_real(cast, board, make_deal):
    gone, real = (make_deal(cast.alice, board.demo, title) for title in ("Gone", "Real"))
    for person in (cast.mona, cast.ada):
        review = begin_review(Scope(person), by=person, op=uuid4())
        for deal in (gone, real):
            keep_deal(review, deal, by=person, op=uuid4())
    Deal.objects.filter(pk=gone.pk).delete()
    forget_reviews(User.objects.filter(pk=cast.mona.pk))
    assert [review.owner for review in Review.objects.all()] == [cast.ada]
    assert [decision.title for decision in Decision.objects.all()] == ["Real"]
