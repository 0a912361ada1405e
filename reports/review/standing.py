"""Where a review stands: what is decided, what comes next, what was said of a deal."""

from dataclasses import dataclass

from reports.models import Decision

Choice = Decision.Choice
DECISIONS = (Choice.KEEP, Choice.PUSH, Choice.COMMIT, Choice.PARK, Choice.LOSE)


def standing_decision(review, deal_id):
    """The decision on a deal that was not taken back, or None."""
    return standing_decisions(review).filter(deal_id=deal_id).last()


def standing_decisions(review):
    return review.decisions.filter(choice__in=DECISIONS, taken_back=None)


@dataclass(frozen=True)
class Standing:
    """The agenda of a review with what is decided of it, in one question; places count from 1."""

    review: object
    decided: dict  # the standing decision by the id of its deal

    @classmethod
    def of(cls, review):
        return cls(review, {decision.deal_id: decision for decision in standing_decisions(review)})

    @property
    def count(self):
        return len(self.review.agenda)

    @property
    def done(self):
        return len(self.decided.keys() & set(self.review.deal_ids))

    @property
    def left(self):
        return self.count - self.done

    def item(self, place):
        """What stands at a place of the agenda, None beyond it."""
        return self.review.agenda[place - 1] if 1 <= place <= self.count else None

    def next_open(self, after=0):
        """The next place nothing is decided of, from the beginning again if need be; None when all is decided."""
        open_places = [place for place in range(1, self.count + 1) if self.item(place)["deal"] not in self.decided]
        return next((place for place in open_places if place > after), next(iter(open_places), None))

    def place_of(self, deal_id):
        return self.review.deal_ids.index(deal_id) + 1

    @property
    def last(self):
        """The latest decision that stands, the one undo takes back."""
        return max(self.decided.values(), key=lambda decision: decision.pk, default=None)
