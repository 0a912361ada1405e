"""Mails with a private link stay while their deal lies in the bin; whoever sent them is told, and may send them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.urls import reverse

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from followups.models import Notification
from proposals.actions.reminding import remind_buyers
from proposals.actions.sending import send_version
from proposals.actions.stopping import withdraw_version
from proposals.answering.actions import ask_question
from proposals.answering.letters import send_copies
from proposals.answering.replying import reply_to
from proposals.drawing import draw_waiting
from proposals.holding import send_held
from proposals.links import reminding
from proposals.models import Answer, ExpiryReminder, Link, Version
from tests.proposals.buyer.conftest import accept, sent
from timeline.listeners import catch_up
from timeline.models import Event, Outgoing
from timeline.outgoing import send_waiting

pytestmark = pytest.mark.django_db
NOT_SENT = "Not sent to kari@nordkyst.example"


def bring_back(by):
    restore(list(BinnedRecord.objects.all()), by=by)


def in_the_bin(deal, by):
    """What leaves while the deal lies in the bin; then it is restored."""
    throw_away([deal], by=by)
    left = send_waiting()
    bring_back(by)
    return left


@pytest.fixture
def held(version, deal, cast, smtp):
    """A version whose mail was held back, its deal restored since."""
    assert in_the_bin(deal, cast.mona) == 0
    return version


def test_the_mail_of_a_deal_in_the_bin_stays(held, deal, smtp):
    assert (send_waiting(), smtp.letters) == (0, [])
    event = Event.objects.get(verb="proposal.held_back")
    assert event.about == [f"proposal:{held.proposal_id}", f"deal:{deal.pk}"]
    assert event.details["to"] == "kari@nordkyst.example"


def test_restored_before_its_turn_it_goes_its_way(version, deal, cast, smtp):
    throw_away([deal], by=cast.alice)
    bring_back(cast.alice)
    assert (send_waiting(), len(smtp.letters)) == (1, 1)
    assert not Event.objects.filter(verb="proposal.held_back").exists()


class TestSendingItAfterAll:
    def release(self, client, version):
        return client.post(reverse("proposals:release", args=[version.pk]), follow=True).text

    def test_the_pages_of_deal_and_proposal_say_so_and_send_it(self, held, deal, as_user, cast, smtp, buyer):
        client = as_user(cast.bob)
        for page in (reverse("proposals:deal-panel", args=[deal.pk]), reverse("proposals:proposal", args=[held.pk])):
            assert NOT_SENT in client.get(page).text
        assert "It is on its way." in self.release(client, held)
        assert (send_waiting(), len(smtp.letters)) == (1, 1)
        assert NOT_SENT not in client.get(reverse("proposals:proposal", args=[held.pk])).text
        assert "It is on its way already." in self.release(client, held)
        assert (send_waiting(), Event.objects.get(verb="proposal.released").actor) == (0, cast.bob)

    def test_thrown_away_once_more_it_is_held_once_more(self, held, deal, cast, smtp):
        send_held(held, by=cast.alice)
        assert (in_the_bin(deal, cast.alice), smtp.letters) == (0, [])
        assert Event.objects.filter(verb="proposal.held_back").count() == 2

    def test_not_while_its_link_is_closed(self, held, cast):
        Link.objects.update(revoked_at=Now())
        with pytest.raises(ValidationError, match="is not open any more"):
            send_held(held, by=cast.alice)

    def test_nobody_is_asked_to_send_what_was_withdrawn(self, held, deal, as_user, cast):
        withdraw_version(held, by=cast.alice)
        assert NOT_SENT not in as_user(cast.alice).get(reverse("proposals:deal-panel", args=[deal.pk])).text

    def test_not_by_a_guest(self, held, as_user, cast):
        guest = as_user(cast.gus)
        assert (
            reverse("proposals:release", args=[held.pk])
            not in guest.get(reverse("proposals:proposal", args=[held.pk])).text
        )
        assert guest.post(reverse("proposals:release", args=[held.pk])).status_code == 403


class TestOtherMails:
    @pytest.fixture(autouse=True)
    def first_has_left(self, version, smtp):
        assert send_waiting() == 1
        return smtp.letters.clear()

    def test_a_friendly_word_stays_and_does_not_count_as_one(self, version, deal, cast, smtp):
        remind_buyers(version, by=cast.alice)
        assert (in_the_bin(deal, cast.alice), smtp.letters) == (0, [])
        remind_buyers(version, by=cast.alice)
        assert send_waiting() == 1

    def test_an_answer_to_a_question_stays_until_it_is_sent(self, version, deal, cast, smtp):
        question = ask_question(version.links.get(), "Can we pay later?", operation="7" * 32)
        reply_to(question, "Yes", by=cast.bob)
        assert (in_the_bin(deal, cast.alice), smtp.letters) == (0, [])
        send_held(version, by=cast.bob)
        assert (send_waiting(), smtp.letters[0].get_body("plain").get_content()[:3]) == (1, "Yes")

    def test_how_many_days_are_left_is_said_by_hand_then(self, version, deal, at_work, cast, smtp):
        ExpiryReminder.objects.filter(days=3).update(due_at=Now() - timedelta(minutes=1))
        for pk in reminding.claim_due():
            reminding.remind(pk)
        assert (in_the_bin(deal, cast.alice), smtp.letters) == (0, [])
        with pytest.raises(ValidationError):
            send_held(version, by=cast.alice)
        remind_buyers(version, by=cast.alice)

    def test_who_has_signed_gets_their_copy_whatever_becomes_of_the_deal(self, offer, deal, buyer, cast, smtp):
        accept(buyer, offer)
        send_copies(Answer.objects.get(), None)
        throw_away([deal], by=cast.mona)
        send_waiting()
        assert {letter["To"] for letter in smtp.letters} == {"kari@nordkyst.example", "alice@tamar.example"}


def test_what_was_not_drawn_yet_is_a_draft_again(draft, deal, cast, smtp):
    send_version(draft, by=cast.alice)
    throw_away([deal], by=cast.mona)
    assert draw_waiting() == 0
    bring_back(cast.mona)
    draw_waiting()
    assert (Version.objects.get().state, Outgoing.objects.count()) == ("draft", 0)
    problem = Event.objects.get(verb="proposal.not_sent").details["problem"]
    assert problem == "“Reefer fleet” was thrown away before it left."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["alice", "mona"])
def test_whoever_sent_it_hears_of_it(draft, deal, cast, smtp, who):
    catch_up(["proposals"])  # a listener begins at the end of the log
    sender = getattr(cast, who)
    sent(draft, sender)
    in_the_bin(deal, cast.ada)
    catch_up(["proposals"])
    notice = Notification.objects.get(kind="proposal.held_back")
    assert notice.user == sender
    assert notice.text == (
        "Your letter “Proposal: Reefer fleet” to kari@nordkyst.example was not sent: "
        "“Reefer fleet” was thrown away before it left"
    )
