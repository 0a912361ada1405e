"""Taking, moving and giving back a time: once, about the right person, and both are written to."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from icalendar import Calendar

from followups.actions import cancel_follow_up, reschedule_follow_up
from followups.booking.actions import MOST_MOVES, NotFree, TooMany, book, give_back, move_booking, retire_link
from followups.booking.letters import calendar_file
from followups.booking.tokens import booking_link_of, find_booking, token_of
from followups.mail.merging import merge
from followups.models import Booking, FollowUp, Notification
from leads.actions.resting import recycle
from leads.models import Lead
from pipeline.models import Deal
from tests.followups.booking.conftest import at
from tests.followups.conftest import make_lead
from timeline.listeners import catch_up
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db


def letters():
    mails = Outgoing.objects.filter(kind="email").order_by("pk")
    return [(mail.payload["to"], mail.payload["subject"]) for mail in mails]


def test_a_new_guest_becomes_a_lead_with_a_meeting(link, guest, cast):
    booking = book(link, at(24, "09:00"), guest(company="Fjord Lines", note="Prices"))
    lead, meeting = Lead.objects.get(), FollowUp.objects.get()
    assert (lead.name, lead.email, lead.company_name) == ("Kari Solheim", "kari@fjord.example", "Fjord Lines")
    assert (lead.owner, lead.source, lead.notes) == (cast.alice, "Booking", "Prices")
    assert (meeting.about, meeting.owner, meeting.due_at) == (lead, cast.alice, at(24, "09:00"))
    assert (meeting.title, meeting.any_time, booking.follow_up) == ("Demo with Kari Solheim", False, meeting)
    assert Event.objects.filter(verb="booking.made", about__contains=[f"lead:{lead.pk}"]).count() == 1


def test_both_are_written_to_with_an_entry_for_their_calendars(link, guest):
    booking = book(link, at(24, "09:00"), guest(time_zone="America/New_York"))
    assert letters() == [
        (["kari@fjord.example"], "Demo, Tue 24 Nov 04:00 (New York time)"),
        (["alice@tamar.example"], "Kari Solheim booked “Demo” for Tue 24 Nov 10:00 (Berlin time)"),
    ]
    notice = Notification.objects.get(kind="booked.new")
    assert notice.url == f"/leads/{booking.follow_up.lead_id}/"
    for mail in Outgoing.objects.filter(kind="email"):
        (file,) = mail.payload["files"]
        (event,) = Calendar.from_ical(file["text"]).events
        assert (event.start, event.end) == (at(24, "09:00"), at(24, "09:30"))
        assert (event["STATUS"], event["ORGANIZER"]) == ("CONFIRMED", "mailto:alice@tamar.example")
    assert token_of(booking) in Outgoing.objects.filter(kind="email").first().payload["text"]


def test_a_known_contact_meets_about_their_open_deal(link, guest, deal):
    deal.contact.email = "kari@fjord.example"
    deal.contact.save()
    book(link, at(24, "09:00"), guest())
    assert (FollowUp.objects.get().deal, Lead.objects.count()) == (deal, 0)


def test_a_closed_deal_or_one_of_others_is_not_taken(link, guest, deal, cast):
    deal.contact.email = "kari@fjord.example"
    deal.contact.save()
    Deal.objects.update(owner=cast.charlie)
    book(link, at(24, "09:00"), guest())
    Deal.objects.update(owner=cast.alice, status=Deal.Status.LOST)
    book(link, at(24, "10:00"), guest())
    assert [meeting.deal for meeting in FollowUp.objects.all()] == [None, None]


def test_a_known_lead_is_met_again_and_one_that_rested_is_at_work(link, guest, cast, time_machine):
    lead = make_lead(cast.bob, "Kari Solheim", email="kari@fjord.example")
    recycle(lead, until=at(30, "00:00").date(), reason="Budget", by=cast.bob)
    book(link, at(24, "09:00"), guest())
    lead.refresh_from_db()
    assert (Lead.objects.count(), lead.status, lead.owner) == (1, Lead.Status.WORKING, cast.bob)
    assert FollowUp.objects.planned().get(owner=cast.alice).lead == lead


def test_a_lead_the_owner_may_not_see_stays_unseen(link, guest, cast):
    make_lead(cast.charlie, "Kari Solheim", email="kari@fjord.example")
    booking = book(link, at(24, "09:00"), guest())
    assert booking.follow_up.lead.owner == cast.alice
    assert Lead.objects.count() == 2


def test_the_same_opening_of_the_page_books_once(link, guest):
    kari = guest()
    assert book(link, at(24, "09:00"), kari) == book(link, at(24, "09:00"), kari)
    assert (Booking.objects.count(), FollowUp.objects.count(), len(letters())) == (1, 1, 2)


@pytest.mark.parametrize("start", [at(24, "09:10"), at(24, "13:00"), at(23, "10:00"), at(28, "09:00")])
def test_what_is_not_offered_is_not_taken(link, guest, start):
    with pytest.raises(NotFree):
        book(link, start, guest())
    assert not Lead.objects.exists()


def test_a_taken_time_is_refused(link, guest):
    book(link, at(24, "09:00"), guest())
    with pytest.raises(NotFree):
        book(link, at(24, "09:00"), guest("Ola", "ola@fjord.example"))


def test_nobody_books_a_whole_week(link, guest):
    for number in range(6):
        book(link, at(24 + number // 3, f"{8 + number % 3:02}:00"), guest(address_hash="a"))
    with pytest.raises(TooMany):
        book(link, at(27, "08:00"), guest(address_hash="a"))
    book(link, at(27, "08:00"), guest(address_hash="b"))


def test_the_guest_moves_it(link, guest, cast):
    booking = book(link, at(24, "09:00"), guest())
    move_booking(booking, at(24, "09:30"))
    booking.refresh_from_db()
    assert (booking.follow_up.due_at, booking.sequence) == (at(24, "09:30"), 1)
    assert [subject for _to, subject in letters()[2:]] == [
        "Demo, Tue 24 Nov 09:30 (UTC time)",
        "Kari Solheim moved “Demo” to Tue 24 Nov 10:30 (Berlin time)",
    ]
    assert Notification.objects.filter(user=cast.alice, kind="booked.moved").count() == 1


def test_nobody_has_letters_written_to_an_address_without_end(link, guest):
    booking = book(link, at(24, "09:00"), guest())
    for number in range(MOST_MOVES):
        move_booking(booking, at(24, ("09:30", "10:00")[number % 2]))
    with pytest.raises(TooMany):
        move_booking(booking, at(24, "09:30"))
    assert len(letters()) == 2 * (MOST_MOVES + 1)
    give_back(booking)
    assert FollowUp.objects.get().cancelled_at


def test_moving_within_its_own_time_is_no_clash(link, guest):
    link.buffer_minutes = 20
    link.save()
    booking = book(link, at(24, "09:00"), guest())
    move_booking(booking, at(24, "09:30"))


def test_the_guest_gives_it_back(link, guest):
    booking = book(link, at(24, "09:00"), guest())
    give_back(booking)
    assert FollowUp.objects.get().cancelled_at
    (event,) = Calendar.from_ical(calendar_file(Booking.objects.get())["text"]).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert letters()[2][1] == "Cancelled: Demo, Tue 24 Nov 09:00 (UTC time)"
    book(link, at(24, "09:00"), guest("Ola", "ola@fjord.example"))
    with pytest.raises(ValidationError):
        give_back(find_booking(token_of(booking)))


@pytest.mark.parametrize("token", ["", "x", "x.y", "é", "a" * 9000])
def test_a_forged_token_finds_nothing(db, token):
    assert find_booking(token) is None


def test_the_address_for_letters_is_that_of_the_first_open_page(link, cast, settings):
    assert booking_link_of(cast.alice) == f"{settings.BASE_URL}/book/{link.key}/"
    merged = merge("Choose a time", "{{owner.booking_link}}", about=make_lead(cast.alice), sender=cast.alice)
    assert merged.text == booking_link_of(cast.alice)
    retire_link(link, by=cast.alice)
    assert (booking_link_of(cast.alice), booking_link_of(cast.bob)) == ("", "")


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_take_the_same_time_and_one_gets_it(self, link, guest):
        guests = [guest(f"Guest {number}", f"guest{number}@fjord.example") for number in range(6)]
        barrier, outcomes = threading.Barrier(len(guests)), []

        def take(one):
            barrier.wait()
            try:
                outcomes.append(book(link, at(24, "09:00"), one) and "taken")
            except NotFree:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=take, args=[one]) for one in guests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(outcomes) == ["refused"] * 5 + ["taken"]
        assert (Booking.objects.count(), FollowUp.objects.count(), Lead.objects.count()) == (1, 1, 1)

    def test_what_a_colleague_changes_is_told_to_the_guest_once(self, link, guest, cast):
        booking = book(link, at(24, "09:00"), guest())
        catch_up(["bookings"], undo_window=timedelta(0))
        move_booking(booking, at(24, "09:30"))
        reschedule_follow_up(booking.follow_up, due_at=at(25, "09:00"), by=cast.alice)
        cancel_follow_up(booking.follow_up, by=cast.alice)
        catch_up(["bookings"], undo_window=timedelta(0))
        to_guest = [subject for to, subject in letters() if to == ["kari@fjord.example"]]
        assert len(to_guest) == 4
        assert to_guest[-1].startswith("Cancelled: Demo")
