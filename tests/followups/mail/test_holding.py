"""A letter that waits to leave stays when what it is about, or who it goes to, is thrown away; its writer is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from followups.mail.opting_out import opt_out
from followups.mail.sending import send_letter, withdraw_letter, write_letter
from followups.models import Letter, Notification
from leads.models import Contact
from timeline.models import Event, Outgoing
from timeline.outgoing import send_waiting

pytestmark = pytest.mark.django_db
TOLD = "Your letter “The offer” to kari@nordkyst.example was not sent: “%s” was thrown away before it left"


@pytest.fixture
def letter(deal, kari, cast):
    return write_letter(deal, to=kari.email, subject="The offer", body="Hello", by=cast.alice)


def send_now():
    Outgoing.objects.filter(key__startswith="letter:").update(available_at=timezone.now() - timedelta(seconds=1))
    return send_waiting()


def bring_back(by):
    return restore(list(BinnedRecord.objects.all()), by=by)


def test_the_letter_of_a_deal_in_the_bin_stays_and_its_writer_is_told(letter, deal, cast, smtp, as_user):
    throw_away([deal], by=cast.mona)
    assert (send_now(), smtp.letters) == (0, [])
    assert Notification.objects.get(user=cast.alice, kind="mail").text == TOLD % deal.title
    bring_back(cast.mona)
    assert (send_now(), smtp.letters, Letter.objects.get().state) == (0, [], "held")
    held = Event.objects.get(verb="letter.held_back")
    assert (held.subject, held.owner, held.undoes.verb) == (f"deal:{deal.pk}", cast.alice, "letter.sent")
    page = strip_tags(as_user(cast.alice).get(reverse("pipeline:deal", args=[deal.pk])).text)
    assert f"The letter The offer to kari@nordkyst.example was not sent: {deal.title} was in the bin" in page
    assert "Taken back by" not in page


def test_so_does_that_of_a_lead(lead, cast, smtp):
    write_letter(lead, to="mwana@ecopack.example", subject="Hello", body="Hello", by=cast.alice)
    throw_away([lead], by=cast.alice)
    assert (send_now(), smtp.letters) == (0, [])


def test_and_that_to_a_person_in_the_bin(letter, kari, deal, cast, smtp):
    throw_away([kari], by=cast.alice)
    assert (send_now(), smtp.letters, Letter.objects.get().state) == (0, [], "held")
    assert Notification.objects.get(kind="mail").text == TOLD % kari.name


class TestToSomebodyElse:
    @pytest.fixture
    def ole(self, deal):
        ole = Contact.objects.create(name="Ole Berg", email="ole@adviser.example")
        deal.committee.create(contact=ole, role="decides")
        return ole

    @pytest.fixture
    def tove(self, deal):
        return Contact.objects.create(name="Tove Lie", email="tove@nordkyst.example", company=deal.company)

    def write_to(self, deal, address, by):
        return write_letter(deal, to=address, subject="The offer", body="Hello", by=by)

    @pytest.mark.parametrize("who", ["ole", "tove"])
    def test_it_is_of_whom_it_goes_to_and_stays_with_them(self, who, deal, kari, cast, smtp, request):
        person = request.getfixturevalue(who)
        assert self.write_to(deal, person.email.upper(), cast.alice).contact == person
        throw_away([person], by=cast.alice)
        assert (send_now(), smtp.letters, Letter.objects.get().state) == (0, [], "held")
        assert f"“{person.name}” was thrown away" in Notification.objects.get(kind="mail").text

    @pytest.mark.parametrize("address", ["ole@adviser.example", "stranger@else.example"])
    def test_who_is_thrown_away_beside_them_holds_nothing_back(self, address, ole, deal, kari, cast, smtp):
        self.write_to(deal, address, cast.alice)
        throw_away([kari], by=cast.alice)
        assert (send_now(), len(smtp.letters)) == (1, 1)


def test_restored_before_its_turn_it_goes_its_way(letter, deal, cast, smtp):
    throw_away([deal], by=cast.alice)
    bring_back(cast.alice)
    assert (send_now(), len(smtp.letters), Letter.objects.get().state) == (1, 1, "sent")
    assert not Notification.objects.filter(kind="mail").exists()


def test_one_whose_sender_died_stays_too(letter, deal, cast, smtp):
    Outgoing.objects.update(attempts=1, lease_until=timezone.now() - timedelta(seconds=1))
    throw_away([deal], by=cast.alice)
    assert (send_now(), smtp.letters) == (0, [])


class TestSendingItAfterAll:
    @pytest.fixture
    def held(self, letter, deal, cast, smtp):
        throw_away([deal], by=cast.mona)
        send_now()
        bring_back(cast.mona)
        return Letter.objects.get()

    def send(self, client, letter):
        return client.post(reverse("followups:letter-send", args=[letter.pk]), follow=True)

    def test_its_page_says_why_and_sends_it(self, held, as_user, cast, smtp):
        client = as_user(cast.alice)
        page = client.get(reverse("followups:letter", args=[held.pk])).text
        assert "It does not leave by itself any more." in page
        assert "leaves in ten seconds" in self.send(client, held).text
        assert (send_now(), len(smtp.letters), Letter.objects.get().state) == (1, 1, "sent")
        assert Event.objects.filter(verb="letter.sent").standing().count() == 1
        assert "It is on its way already." in self.send(client, held).text
        assert send_now() == 0

    def test_it_can_be_taken_back_again(self, held, as_user, cast, smtp):
        self.send(as_user(cast.alice), held)
        withdraw_letter(held, by=cast.alice)
        assert (send_now(), Letter.objects.get().state) == (0, "withdrawn")

    def test_thrown_away_once_more_it_is_held_once_more(self, held, deal, as_user, cast, smtp):
        self.send(as_user(cast.alice), held)
        throw_away([deal], by=cast.alice)
        assert (send_now(), smtp.letters) == (0, [])
        assert Notification.objects.filter(kind="mail").count() == 2

    def test_not_while_its_person_lies_in_the_bin(self, held, kari, as_user, cast, smtp):
        throw_away([kari], by=cast.alice)
        assert f"“{kari.name}” is still in the bin: restore that first." in self.send(as_user(cast.alice), held).text
        assert Letter.objects.get().state == "held"

    @pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("gus", 403)])
    def test_not_by_everybody(self, held, as_user, cast, who, status):
        assert self.send(as_user(getattr(cast, who)), held).status_code == status

    def test_never_to_whoever_wants_none(self, deal, kari, cast, make_template, as_user, smtp):
        letter = send_letter(make_template(), about=deal, key="1")
        throw_away([deal], by=cast.alice)
        send_now()
        bring_back(cast.alice)
        opt_out(letter)
        assert "wants no letters from templates" in self.send(as_user(cast.alice), letter).text
        assert Letter.objects.get().state == "held"
