"""The weekly review: begun, decided deal by deal, taken back, ended, and told in its minutes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from followups.actions import set_up_kinds
from followups.models import FollowUp
from forecasting.queries.forecast import Scope
from pipeline.actions import edit_deal, lose_deal, move_deal
from pipeline.models import Deal, LostReason
from reports.models import Decision, Review
from reports.review.actions import begin_review
from reports.review.minutes import minutes_of
from tests.counting import queries_of
from timeline.models import Event, subject_key
from timeline.queries import timeline_of

REVIEWS = "/reports/review/"


@pytest.fixture
def deals(cast, board, make_deal):
    """Two of Alice's without a next step: “Reefer fleet” comes first, “Crane idle time” second."""
    close = timezone.localdate() + timedelta(days=3)
    return [
        make_deal(cast.alice, board.demo, title, amount=amount, expected_close=close)
        for title, amount in (("Reefer fleet", 2000), ("Crane idle time", 1000))
    ]


def begin(user, **narrowed):
    return begin_review(Scope(user, **narrowed), by=user, op=uuid4())


@pytest.fixture
def review(cast, deals):
    return begin(cast.mona)


@pytest.fixture
def mona(cast, as_user):
    return as_user(cast.mona)


def at(review, place=1, choice=""):
    return f"{REVIEWS}{review.pk}/{place}/" + (f"{choice}/" if choice else "")


def now(deal):
    return Deal.objects.get(pk=deal.pk)


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def facts_for(choice, deal):
    match choice:
        case "push":
            return {"expected_close": in_days(70), "version": deal.version}
        case "park":
            return {"until": in_days(20), "reason": "Budget in January", "version": deal.stage_version}
        case "lose":
            reason = LostReason.objects.get_or_create(name="Price")[0]
            return {"reason": reason.pk, "note": "Too dear", "version": deal.stage_version}
    return {"version": deal.version}


def test_the_page_shows_the_agenda_and_begins_it_once(cast, deals, mona):
    page = mona.get(REVIEWS).text
    assert page.index("Reefer fleet") < page.index("Crane idle time")
    op = str(uuid4())
    answers = [mona.post(REVIEWS, {"op": op}) for _twice in range(2)]
    review = Review.objects.get()
    assert [answer.url for answer in answers] == [at(review), at(review)]
    assert (review.owner, review.deal_ids, review.more) == (cast.mona, [deal.pk for deal in deals], 0)
    assert "All deals is not finished." in mona.get(REVIEWS).text


def test_an_agenda_without_deals_begins_nothing(cast, board, mona):
    assert "Nothing needs a decision" in mona.get(REVIEWS).text
    answer = mona.post(REVIEWS)
    assert (answer.status_code, Review.objects.count()) == (422, 0)
    assert "Nothing here needs a decision." in answer.text


def test_a_rep_reviews_their_own_deals_whatever_they_ask(cast, deals, make_deal, board, as_user):
    make_deal(cast.bob, board.demo, "Bob’s deal")
    as_user(cast.alice).post(REVIEWS, {"owner": cast.bob.pk, "team": cast.north.pk})
    review = Review.objects.get()
    assert (review.rep, review.team, review.deal_ids) == (cast.alice, None, [deal.pk for deal in deals])


def test_a_manager_chooses_a_team_or_a_rep(cast, deals, mona):
    assert mona.post(REVIEWS, {"owner": cast.bob.pk}).status_code == 422
    mona.post(REVIEWS, {"team": cast.north.pk})
    assert Review.objects.get().name == "North"


def test_the_card_says_why_and_offers_the_keys(review, mona):
    page = mona.get(at(review)).text
    assert "No next step" in page
    assert "1 of 2" in page
    assert all(f'data-key="{key}"' in page for key in "kpcxlnfj")


def test_kept_deals_stay_as_they_are_and_the_timeline_tells(cast, deals, review, mona):
    answer = mona.post(at(review, 1, "keep"), {"note": "Kari decides on Friday"})
    assert answer.url == at(review, 2)
    decision = Decision.objects.get()
    assert (decision.choice, decision.deal_id, decision.by) == ("keep", deals[0].pk, cast.mona)
    assert now(deals[0]).version == deals[0].version
    (told, *_rest) = timeline_of(deals[0], cast.mona)
    assert told.sentence == "<b>Mona Marsh</b> kept the deal in the weekly review"
    assert told.note == "Kari decides on Friday"
    assert mona.post(at(review, 2, "keep")).url == f"{REVIEWS}{review.pk}/"


EFFECTS = {
    "push": (lambda deal: (deal.expected_close, deal.pushes), lambda: (in_days(70), 1)),
    "commit": (lambda deal: deal.category, lambda: "commit"),
    "park": (lambda deal: (deal.parked_until, deal.parked_reason), lambda: (in_days(20), "Budget in January")),
    "lose": (lambda deal: (deal.status, deal.lost_note), lambda: ("lost", "Too dear")),
}


@pytest.mark.parametrize("choice", EFFECTS)
def test_each_decision_does_what_it_says_and_is_taken_back(cast, deals, review, mona, choice):
    read, wanted = EFFECTS[choice]
    before = read(now(deals[0]))
    assert mona.post(at(review, 1, choice), facts_for(choice, deals[0])).url == at(review, 2)
    assert read(now(deals[0])) == wanted()
    assert mona.post(f"{REVIEWS}{review.pk}/undo/").url == at(review, 1)
    assert read(now(deals[0])) == before
    first, second = Decision.objects.all()
    assert (first.choice, second.choice, second.undoes) == (choice, "undo", first)
    assert Event.objects.get(pk=first.mark_id).undone_by_id == second.mark_id
    assert minutes_of(review, cast.mona).decided == []


@pytest.mark.parametrize("choice", ["keep", *EFFECTS, "note", "promise"])
def test_the_same_decision_sent_twice_counts_once(deals, review, mona, choice):
    set_up_kinds()
    given = facts_for(choice, deals[0]) | {"op": str(uuid4()), "text": "Ask Kari", "title": "Call", "day": in_days(2)}
    answers = [mona.post(at(review, 1, choice), given) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Decision.objects.count() == 1
    assert FollowUp.objects.count() == (choice == "promise")


def test_what_is_decided_is_taken_back_before_it_is_decided_anew(deals, review, mona):
    mona.post(at(review, 1, "keep"))
    answer = mona.post(at(review, 1, "commit"))
    assert (answer.status_code, now(deals[0]).category) == (409, "")
    assert "It was decided already: Kept." in answer.text
    assert "Take it back" in mona.get(at(review, 1)).text


@pytest.mark.parametrize(
    ("choice", "given", "sentence"),
    [
        ("push", {"note": "They asked for more time"}, "Choose the new close date"),
        ("push", {"note": "They asked for more time", "expected_close": "2020-01-01"}, "Choose a day after today."),
        ("push", {"note": "They asked for more time", "expected_close": "2199-01-01"}, "Choose a day within three"),
        ("park", {"reason": "They asked for more time", "until": "2020-01-01"}, "Choose a day after today."),
        ("park", {"reason": "They asked for more time"}, "Choose the day it shall wake."),
        ("lose", {"note": "They asked for more time"}, "Choose the reason that weighed most."),
        ("promise", {"title": "They asked for more time"}, "Choose the day, today or later."),
        ("promise", {"title": "They asked for more time", "day": "2020-01-01"}, "That has passed."),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(review, mona, choice, given, sentence):
    answer = mona.post(at(review, 1, choice), given)
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert sentence in answer.text
    assert "They asked for more time" in answer.text


def test_a_push_goes_to_a_later_day(deals, review, mona):
    answer = mona.post(at(review, 1, "push"), {"expected_close": in_days(2)})
    assert (answer.status_code, "That is no push." in answer.text) == (422, True)


def test_an_empty_note_is_none(review, mona):
    assert mona.post(at(review, 1, "note"), {"text": " "}).status_code == 422


def test_two_managers_at_once(cast, deals, review, mona, client):
    edit_deal(deals[0], by=cast.ada, expected_close=in_days(90))
    answer = mona.post(at(review, 1, "push"), facts_for("push", deals[0]))
    assert (answer.status_code, now(deals[0]).expected_close) == (422, in_days(90))  # it would come nearer
    given = facts_for("push", deals[0]) | {"expected_close": in_days(120), "note": "After the fair"}
    answer = mona.post(at(review, 1, "push"), given)
    assert (answer.status_code, now(deals[0]).expected_close) == (409, in_days(90))
    assert "Ada Abel changed this deal while you were writing." in answer.text
    assert "After the fair" in answer.text
    given["version"] = now(deals[0]).version
    assert mona.post(at(review, 1, "push"), given).status_code == 302


def test_each_manager_holds_a_review_of_their_own(cast, deals, review, as_user):
    other = begin(cast.ada)
    assert as_user(cast.ada).post(at(other, 1, "keep")).status_code == 302
    assert as_user(cast.mona).post(at(review, 1, "park"), facts_for("park", deals[0])).status_code == 302
    assert "Kept in the review of" in as_user(cast.mona).get(at(review, 1)).text
    assert as_user(cast.ada).post(at(review, 2, "keep")).status_code == 404


def test_what_somebody_closed_meanwhile_is_decided_no_more(cast, deals, review, mona):
    lose_deal(deals[0], reason=LostReason.objects.get_or_create(name="Price")[0], by=cast.alice)
    for choice in ("keep", "commit", "push", "park"):
        answer = mona.post(at(review, 1, choice), facts_for(choice, deals[0]))
        assert (answer.status_code, "closed by now" in answer.text) == (409, True)
    assert "Lost by now" in mona.get(at(review, 1)).text


def test_undo_says_when_the_deal_has_gone_on(cast, board, deals, review, mona):
    mona.post(at(review, 1, "park"), facts_for("park", deals[0]))
    move_deal(deals[0], to=board.proposal, by=cast.alice)
    answer = mona.post(f"{REVIEWS}{review.pk}/undo/")
    assert (answer.status_code, "The deal has moved on since" in answer.text) == (409, True)
    assert Decision.objects.count() == 1


def test_undo_with_nothing_decided_says_so(review, mona):
    answer = mona.post(f"{REVIEWS}{review.pk}/undo/", follow=True)
    assert "Nothing is decided yet" in answer.text


def test_notes_and_promises_stay_with_the_card_and_stand_in_the_minutes(cast, deals, review, mona):
    set_up_kinds()
    assert mona.post(at(review, 1, "note"), {"text": "Ask who signs"}).url == at(review, 1)
    assert mona.post(at(review, 1, "promise"), {"title": "Call Kari", "day": in_days(2)}).url == at(review, 1)
    follow_up = FollowUp.objects.get()
    assert (follow_up.owner, follow_up.title, follow_up.deal_id) == (cast.alice, "Call Kari", deals[0].pk)
    assert Event.objects.filter(subject=subject_key(deals[0]), verb="deal.noted").count() == 1
    minutes = minutes_of(review, cast.mona)
    assert [note.note for note in minutes.lines[0].notes] == ["Ask who signs"]
    assert [(promise.owner, promise.title) for promise in minutes.promises] == [("Alice Archer", "Call Kari")]
    assert "Alice Archer was asked: Call Kari" in mona.get(at(review, 1)).text


def test_the_minutes_tell_from_what_to_what_and_what_it_adds_up_to(cast, deals, review, mona):
    mona.post(at(review, 1, "push"), facts_for("push", deals[0]))
    mona.post(at(review, 2, "lose"), facts_for("lose", deals[1]))
    minutes = minutes_of(review, cast.mona)
    pushed, lost = minutes.decided
    assert (lost.before, lost.after) == ("Demo", "Lost")
    assert (pushed.before == pushed.after, minutes.left) == (False, [])
    totals = {total.choice: (total.count, total.amount) for total in minutes.totals}
    nothing = (0, 0)
    assert totals == {"keep": nothing, "push": (1, 2000), "commit": nothing, "park": nothing, "lose": (1, 1000)}
    page = mona.get(f"{REVIEWS}{review.pk}/").text
    assert "2 of 2 deals decided." in page
    assert "Price · Too dear" in page


def test_the_minutes_as_pdf(cast, deals, review, mona):
    mona.post(at(review, 1, "park"), facts_for("park", deals[0]))
    answer = mona.get(f"{REVIEWS}{review.pk}/minutes.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_an_ended_review_takes_no_decision_any_more(deals, review, mona):
    mona.post(at(review, 1, "keep"))
    assert mona.post(f"{REVIEWS}{review.pk}/end/").url == f"{REVIEWS}{review.pk}/"
    ended = Review.objects.get().ended_at
    mona.post(f"{REVIEWS}{review.pk}/end/")
    assert (ended is None, Review.objects.get().ended_at) == (False, ended)
    for address in (at(review, 2, "keep"), f"{REVIEWS}{review.pk}/undo/"):
        answer = mona.post(address)
        assert (answer.status_code, "This review is over." in answer.text) == (409, True)
    page = mona.get(REVIEWS).text
    assert ("Past reviews" in page, "is not finished" in page) == (True, False)


def test_the_next_review_goes_on_where_this_one_ended(cast, deals, review, mona):
    mona.post(at(review, 1, "keep"))
    mona.post(at(review, 2, "keep"))
    mona.post(f"{REVIEWS}{review.pk}/undo/")
    assert begin(cast.mona).deal_ids == [deals[1].pk]
    assert begin(cast.ada).deal_ids == [deal.pk for deal in deals]


def test_who_may(cast, deals, review, as_user):
    theirs = [f"{REVIEWS}{review.pk}/", at(review), at(review, 1, "push")]
    assert [as_user(cast.gus).get(address).status_code for address in (REVIEWS, theirs[0])] == [403, 403]
    assert [as_user(cast.charlie).get(address).status_code for address in theirs] == [404, 404, 404]
    assert [as_user(cast.bob).get(address).status_code for address in theirs] == [200, 404, 404]
    mona = as_user(cast.mona)
    assert mona.get(at(review, 3)).status_code == 404
    assert mona.get(at(review, 1, "win")).status_code == 404
    assert [mona.get(f"{REVIEWS}{review.pk}/{act}/").status_code for act in ("undo", "end")] == [405, 405]


def test_a_deal_that_went_to_strangers_is_told_of_no_more(cast, deals, review, mona):
    mona.post(at(review, 1, "keep"), {"note": "A secret"})
    edit_deal(deals[0], by=cast.ada, owner=cast.charlie)
    assert "no longer yours to see" in mona.get(at(review, 1)).text
    assert mona.post(at(review, 1, "commit")).status_code == 404
    assert mona.post(f"{REVIEWS}{review.pk}/undo/").status_code == 404
    page = mona.get(f"{REVIEWS}{review.pk}/").text
    assert ("A secret" in page, "1 deal of this review is not yours to see." in page) == (False, True)


def test_decisions_are_never_changed_or_removed(deals, review, mona):
    mona.post(at(review, 1, "keep"))
    refused = [
        lambda: Decision.objects.update(choice="park"),
        lambda: Decision.objects.all().delete(),
        lambda: Review.objects.update(agenda=[]),
    ]
    for write in refused:
        with pytest.raises(DatabaseError, match="What was written down stays"), transaction.atomic():
            write()


def test_pages_ask_as_much_for_many_as_for_one(cast, board, make_deal, review, mona):
    def counts(of):
        return [queries_of(mona, address) for address in (REVIEWS, f"{REVIEWS}{of.pk}/", at(of))]

    mona.post(at(review, 1, "keep"))
    few = counts(review)
    for number in range(5):
        make_deal(cast.alice, board.demo, f"More {number}", amount=5000, expected_close=date(2027, 1, 1))
    many = begin(cast.mona)
    for place in range(1, 6):
        mona.post(at(many, place, "keep"))
    mona.post(f"{REVIEWS}{many.pk}/undo/")
    assert counts(many) == few
