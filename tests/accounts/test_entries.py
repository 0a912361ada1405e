"""Words on a timeline: comments, answers, corrections, pins, and what was taken away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.entries import actions
from followups.models import Notification
from followups.notices.listeners import tell_of_mentions
from pipeline.actions.notes import note_on_deal
from timeline.models import EntryState, Event
from timeline.queries import pinned_on, timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo)


@pytest.fixture
def note(cast, deal):
    return note_on_deal(deal, text="Kari **calls**", by=cast.alice)


def url(name, event):
    return reverse(f"accounts:entry-{name}", args=[event.pk])


def newest(deal, viewer):
    return timeline_of(deal, viewer)[0]


def verbs():
    return [verb for verb in Event.objects.order_by("id").values_list("verb", flat=True) if verb.startswith("entry.")]


class TestComments:
    def test_a_guest_says_something_on_a_deal_of_the_team(self, cast, deal, as_user):
        answer = as_user(cast.gus).post(f"/comments/deal/{deal.pk}/", {"text": "The plan is **ready**"})
        assert answer["Location"] == f"/deals/{deal.pk}/#timeline"
        entry = newest(deal, cast.alice)
        assert (entry.verb, entry.actor) == ("entry.commented", "Gus Gray")
        assert "<strong>ready</strong>" in as_user(cast.alice).get(f"/deals/{deal.pk}/").text

    def test_a_guest_writes_nothing_else(self, cast, deal, as_user):
        page = as_user(cast.gus).get(f"/deals/{deal.pk}/").text
        assert f'action="/comments/deal/{deal.pk}/"' in page
        assert f"/deals/{deal.pk}/note/" not in page
        assert as_user(cast.gus).post(f"/deals/{deal.pk}/note/", {"text": "x"}).status_code == 403

    @pytest.mark.parametrize("kind", ["user", "deals", "x"])
    def test_only_known_kinds_of_records(self, cast, deal, as_user, kind):
        assert as_user(cast.alice).post(f"/comments/{kind}/{deal.pk}/", {"text": "x"}).status_code == 404

    def test_strangers_find_nothing(self, cast, deal, as_user):
        assert as_user(cast.charlie).post(f"/comments/deal/{deal.pk}/", {"text": "x"}).status_code == 404

    def test_an_empty_one_is_asked_for_again(self, cast, deal, as_user):
        answer = as_user(cast.gus).post(f"/comments/deal/{deal.pk}/", {"text": "  "})
        assert (answer.status_code, "Write something first." in answer.text) == (422, True)

    def test_leads_companies_and_contacts_hear_comments_too(self, cast, as_user, deal):
        address = f"/comments/company/{deal.company_id}/"
        assert as_user(cast.gus).post(address, {"text": "Old customers"}).status_code == 303
        assert "Old customers" in as_user(cast.alice).get(f"/companies/{deal.company_id}/").text


class TestAnswers:
    def test_an_answer_stands_below_what_it_answers(self, cast, deal, note, as_user):
        as_user(cast.gus).post(url("reply", note), {"text": "I know her"})
        entry = newest(deal, cast.alice)
        assert (entry.event_id, [answer.note for answer in entry.replies]) == (note.pk, ["I know her"])

    def test_an_answer_to_an_answer_stands_there_too(self, cast, deal, note):
        first = actions.reply_to(note, deal, text="One", by=cast.gus)
        actions.reply_to(first, deal, text="Two", by=cast.bob)
        assert [answer.note for answer in newest(deal, cast.alice).replies] == ["One", "Two"]

    def test_who_is_answered_hears_of_it_once(self, cast, deal, note):
        event = actions.reply_to(note, deal, text="@Alice Archer, I know her", by=cast.gus)
        tell_of_mentions([event])
        tell_of_mentions([actions.reply_to(note, deal, text="And her sister", by=cast.gus)])
        texts = Notification.objects.filter(user=cast.alice).order_by("id").values_list("text", flat=True)
        assert [text.partition(" about")[0] for text in texts] == ["Gus Gray mentioned you", "Gus Gray answered you"]

    def test_who_answers_oneself_is_not_told(self, cast, deal, note):
        tell_of_mentions([actions.reply_to(note, deal, text="Done", by=cast.alice)])
        assert Notification.objects.count() == 0

    def test_many_answers_ask_no_more_often(self, cast, deal, note, django_assert_num_queries):
        for number in range(20):
            actions.reply_to(note, deal, text=str(number), by=cast.bob)
        with django_assert_num_queries(4):  # how far one sees, which, what, and the answers
            timeline_of(deal, cast.alice)


class TestCorrections:
    def test_the_new_words_stand_and_the_old_can_be_read(self, cast, deal, note, as_user):
        assert as_user(cast.alice).post(url("edit", note), {"text": "Kari writes"}).status_code == 303
        entry = newest(deal, cast.bob)
        assert (entry.note, entry.edited_at is None) == ("Kari writes", False)
        history = as_user(cast.bob).get(url("history", note)).text
        assert "Kari writes" in history
        assert "<strong>calls</strong>" in history

    def test_after_a_day_it_stays_as_it_is(self, cast, deal, note, as_user, time_machine):
        time_machine.move_to(timezone.now() + timedelta(hours=25))
        answer = as_user(cast.alice).post(url("edit", note), {"text": "Something else"})
        assert answer.status_code == 422
        assert "It is older than a day now" in answer.text
        assert "Something else" in answer.text

    def test_nobody_corrects_what_others_wrote(self, cast, note, as_user):
        assert [as_user(person).get(url("edit", note)).status_code for person in (cast.bob, cast.ada)] == [404, 404]

    def test_a_search_finds_only_the_words_that_stand(self, cast, deal, note):
        event = actions.edit_entry(note, deal, text="Kari writes", by=cast.alice)
        assert "text" not in event.details

    def test_the_same_words_are_no_correction(self, cast, deal, note):
        assert actions.edit_entry(note, deal, text="Kari **calls**", by=cast.alice) is None
        assert verbs() == []

    def test_only_who_is_named_newly_hears_of_it(self, cast, deal):
        event = note_on_deal(deal, text="@Bob Baker look", by=cast.alice)
        tell_of_mentions([event, actions.edit_entry(event, deal, text="@Bob Baker @Mona Marsh look", by=cast.alice)])
        assert list(Notification.objects.order_by("id").values_list("user", flat=True)) == [cast.bob.pk, cast.mona.pk]


class TestPins:
    def test_it_stands_on_top_until_it_is_unpinned(self, cast, deal, note, as_user):
        as_user(cast.bob).post(url("pin", note))
        assert [entry.event_id for entry in pinned_on([f"deal:{deal.pk}"])] == [note.pk]
        assert 'id="pinned-' in as_user(cast.gus).get(f"/deals/{deal.pk}/").text
        as_user(cast.bob).post(url("unpin", note))
        assert pinned_on([f"deal:{deal.pk}"]) == []
        assert verbs() == ["entry.pinned", "entry.unpinned"]

    def test_three_are_enough(self, cast, deal, as_user):
        notes = [note_on_deal(deal, text=str(number), by=cast.alice) for number in range(4)]
        answers = [as_user(cast.alice).post(url("pin", event), follow=True) for event in notes]
        assert "Three entries are pinned already" in answers[-1].text
        assert EntryState.objects.filter(pinned_at__isnull=False).count() == 3

    def test_twice_is_once(self, cast, deal, note):
        assert actions.pin_entry(note, deal, by=cast.alice) is not None
        assert actions.pin_entry(note, deal, by=cast.bob) is None

    def test_guests_pin_nothing(self, cast, note, as_user):
        assert as_user(cast.gus).post(url("pin", note)).status_code == 403


class TestTakingAway:
    def test_the_words_go_and_come_back(self, cast, deal, note, as_user):
        alice = as_user(cast.alice)
        alice.post(url("take", note))
        assert "<strong>calls" not in alice.get(f"/deals/{deal.pk}/").text
        assert alice.get(url("history", note)).status_code == 404
        alice.post(url("return", note))
        assert newest(deal, cast.bob).note == "Kari **calls**"
        assert verbs() == ["entry.taken", "entry.restored"]

    def test_managers_may_and_colleagues_may_not(self, cast, note, as_user):
        assert [as_user(cast.bob).post(url("take", note)).status_code] == [404]
        assert [as_user(cast.mona).post(url("take", note)).status_code] == [303]

    def test_what_is_no_words_of_anybody_stays(self, cast, deal, as_user):
        opened = Event.objects.get(verb="deal.created")
        assert as_user(cast.mona).post(url("take", opened)).status_code == 404
