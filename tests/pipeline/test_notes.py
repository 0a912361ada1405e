"""The composer of a deal: notes, calls and meetings, and who hears of them."""

import pytest

from followups.models import Notification
from followups.notices.listeners import tell_of_mentions
from leads.models import Contact
from pipeline.actions.people import add_to_committee
from pipeline.models import DealContact
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    add_to_committee(deal, name="Erik Nygård", role=DealContact.Role.CHAMPION, by=cast.alice)
    return deal


@pytest.fixture
def erik(deal):
    return Contact.objects.get(name="Erik Nygård")


def write(person, deal, **typed):
    return person.post(f"/deals/{deal.pk}/note/", typed)


def test_a_call_is_told_with_whom_how_long_and_whether_they_answered(cast, deal, erik, as_user):
    sent = {"kind": "call", "people": [erik.pk], "minutes": "22", "outcome": "answered", "text": "Two batches"}
    assert write(as_user(cast.bob), deal, **sent)["Location"] == f"/deals/{deal.pk}/#timeline"
    entry = timeline_of(deal, cast.alice)[0]
    assert entry.sentence == "<b>Call with Erik Nygård</b>, 22 min, answered"
    assert (entry.verb, entry.kind, entry.note, entry.signed_by) == ("deal.call", "calls", "Two batches", "Bob Baker")
    assert f"contact:{erik.pk}" in Event.objects.get(verb="deal.call").about


def test_a_meeting_has_no_outcome(cast, deal, erik, as_user):
    write(
        as_user(cast.bob), deal, kind="meeting", people=[erik.pk], minutes="50", outcome="no_answer", text="Live demo"
    )
    assert timeline_of(deal, cast.alice)[0].sentence == "<b>Meeting with Erik Nygård</b>, 50 min"


def test_nobody_picked_up_and_nothing_is_to_be_said(cast, deal, as_user):
    assert write(as_user(cast.bob), deal, kind="call", outcome="no_answer").status_code == 302
    assert timeline_of(deal, cast.alice)[0].sentence == "<b>Call</b>, no answer"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "call", "outcome": "answered"}, "Write something first."),
        ({"kind": "meeting", "outcome": "no_answer"}, "Write something first."),
        ({"kind": "call", "text": "Kept words", "minutes": "long"}, "Write the minutes as a whole number, like 20."),
        ({"kind": "call", "text": "Kept words", "minutes": "-3"}, "greater than or equal to 0"),
        ({"kind": "call", "text": "Kept words", "people": ["999999"]}, "not one of the available choices"),
        ({"kind": "sing", "text": "Kept words"}, "Kept words"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(cast, deal, as_user, typed, words):
    answer = write(as_user(cast.bob), deal, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert typed.get("text", "") in answer.text
    assert Event.objects.filter(verb__in=["deal.call", "deal.meeting", "deal.noted"]).exists() is False


def test_people_of_other_deals_are_nobody_to_talk_to(cast, deal, as_user):
    other = Contact.objects.create(name="Somebody Else", owner=cast.alice)
    assert write(as_user(cast.bob), deal, kind="call", people=[other.pk], text="x").status_code == 422


def test_who_is_named_in_a_call_hears_of_it(cast, deal, as_user):
    write(as_user(cast.bob), deal, kind="call", text="@Mona Marsh, they ask for you. @Charlie Cole")
    tell_of_mentions([Event.objects.get(verb="deal.call")])
    assert list(Notification.objects.values_list("user", flat=True)) == [cast.mona.pk]


def test_a_note_is_shown_in_its_form_and_harmless(cast, deal, as_user):
    write(as_user(cast.bob), deal, text="**Bold** <script>alert(1)</script> [x](javascript:alert(1))")
    page = as_user(cast.alice).get(f"/deals/{deal.pk}/").text
    assert "<strong>Bold</strong> &lt;script&gt;" in page
    assert 'href="javascript:' not in page
