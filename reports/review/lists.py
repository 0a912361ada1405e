"""Reviews in lists: those to go on with, and those of the past."""

from django.db.models import Count, Q

from reports.models import Review
from reports.review.standing import DECISIONS

MOST = 30

DECIDED = Count("decisions", filter=Q(decisions__choice__in=DECISIONS, decisions__taken_back=None), distinct=True)


def unfinished_of(user):
    """The reviews this person began and did not end."""
    return named(Review.objects.filter(owner=user).unfinished())


def past_reviews(user):
    """The reviews that ended, as far as this person sees who held them."""
    return named(Review.objects.visible_to(user).exclude(ended_at=None))


def named(reviews):
    return list(reviews.select_related("owner", "team", "pipeline", "rep").annotate(decided=DECIDED)[:MOST])
