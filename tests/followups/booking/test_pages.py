"""The pages of bookings: for guests without script, cookie or account; for owners their own."""

import re

import pytest

from followups.booking.actions import book, make_link, retire_link
from followups.booking.tokens import token_of
from followups.models import Booking, BookingLink, FollowUp
from tests.followups.booking.conftest import WEEKDAYS, at
from tests.tables import differences, every_row
from timeline.models import Event

TYPED = {"name": "Kari Solheim", "email": "kari@fjord.example", "company": "", "note": "", "zone": "Europe/Oslo"}


def open_form(client, link, code="20261124T0900Z"):
    page = client.get(f"/book/{link.key}/", {"at": code, "zone": "Europe/Oslo"})
    return {"seal": re.search(r'name="seal" value="([^"]+)"', page.text)[1], "at": code} | TYPED


@pytest.fixture
def later(time_machine):
    """A person takes a while to write."""
    return lambda: time_machine.shift(20)


def test_times_stand_in_the_owners_zone_until_one_is_chosen(client, link):
    page = client.get(f"/book/{link.key}/")
    assert (page.status_code, page.context["zone"]) == (200, "Europe/Berlin")
    assert ">09:00</time>" in page.text
    tokyo = client.get(f"/book/{link.key}/?zone=Asia/Tokyo&day=2026-11-25")
    assert ">17:00</time>" in tokyo.text
    assert str(tokyo.context["day"]) == "2026-11-25"
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("query", ["zone=Moon/Base", "day=soon", "at=never", "at=20261399T9999Z", "day=2020-01-01"])
def test_nonsense_in_the_address_shows_the_first_day(client, link, query):
    page = client.get(f"/book/{link.key}/?{query}")
    assert (page.status_code, str(page.context["day"])) == (200, "2026-11-24")


def test_taking_a_time(client, link, later, cast):
    typed = open_form(client, link)
    later()
    answer = client.post(f"/book/{link.key}/", typed)
    booking = Booking.objects.get()
    assert answer.url == f"/book/kept/{token_of(booking)}/?new=1"
    assert (booking.time_zone, booking.follow_up.due_at) == ("Europe/Oslo", at(24, "09:00"))
    page = client.get(answer.url)
    assert "It is yours" in page.text
    assert "10:00</time>" in page.text
    assert client.post(f"/book/{link.key}/", typed).url == answer.url
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "kari"}, {"seal": "forged"}])
def test_what_is_missing_is_said_and_the_rest_kept(client, link, later, wrong):
    typed = open_form(client, link) | {"note": "About prices"} | wrong
    later()
    answer = client.post(f"/book/{link.key}/", typed)
    assert (answer.status_code, Booking.objects.count()) == (422, 0)
    assert "About prices" in answer.text
    assert "Europe/Oslo" in answer.text


def test_a_robot_leaves_nothing(client, link, later):
    typed = open_form(client, link)
    assert client.post(f"/book/{link.key}/", typed).status_code == 422
    later()
    assert client.post(f"/book/{link.key}/", typed | {"website": "x"}).status_code == 302
    assert not Booking.objects.exists()


def test_a_time_somebody_has_just_taken_is_kindly_refused(client, link, later, guest):
    typed = open_form(client, link)
    book(link, at(24, "09:00"), guest("Ola", "ola@fjord.example"))
    later()
    answer = client.post(f"/book/{link.key}/", typed)
    assert answer.status_code == 409
    assert "Somebody has just taken this time" in answer.text
    assert ">09:30</time>" in answer.text


def test_moving_and_giving_back(client, link, guest):
    booking = book(link, at(24, "09:00"), guest(time_zone="Europe/Oslo"))
    kept = f"/book/kept/{token_of(booking)}/"
    assert "Choose another time" in client.get(kept + "?move=1").text
    assert client.post(kept, {"at": "20261124T0930Z"}).url == kept
    assert FollowUp.objects.get().due_at == at(24, "09:30")
    assert client.post(kept, {"at": "20261124T1530Z"}).status_code == 409
    assert client.post(kept, {"give_back": "1"}).url == kept
    assert "This time was given back" in client.get(kept).text
    assert client.post(kept, {"give_back": "1"}).status_code == 409


def test_what_is_over_is_not_moved(client, link, guest, time_machine):
    booking = book(link, at(24, "09:00"), guest())
    time_machine.move_to(at(25, "09:00"), tick=False)
    answer = client.post(f"/book/kept/{token_of(booking)}/", {"at": "20261126T0900Z"})
    assert (answer.status_code, "This meeting is over" in answer.text) == (409, True)


def test_a_closed_page_says_so(client, link, cast):
    retire_link(link, by=cast.alice)
    assert client.get(f"/book/{link.key}/").status_code == 410
    assert client.get("/book/no-such-page-here/").status_code == 404
    assert client.get("/book/kept/forged/").status_code == 404


def test_a_closed_page_is_opened_again_as_it_was(client, as_user, link, cast):
    before = every_row(["django_session"])
    retire_link(link, by=cast.alice)
    assert f"Open {link.name} again" in as_user(cast.alice).get("/settings/booking/").text
    alice, where = as_user(cast.alice), f"/settings/booking/{link.pk}/return/"
    for _time in range(2):
        page = alice.post(where, follow=True)
    assert ("at the address it had" in page.text, "Closed pages" in page.text) == (True, False)
    assert client.get(f"/book/{link.key}/").status_code == 200
    assert differences(before, every_row(["django_session"])).keys() <= {"accounts_user"}
    assert Event.objects.filter(verb="booking_link.returned").count() == 1
    assert as_user(cast.bob).post(where).status_code == 404


def test_who_left_gives_no_times(client, link, cast):
    cast.alice.is_active = False
    cast.alice.save()
    assert client.get(f"/book/{link.key}/").status_code == 410


def test_who_asks_without_end_waits(client, link):
    assert {client.get(f"/book/{link.key}/").status_code for _time in range(60)} == {200}
    assert client.get(f"/book/{link.key}/").status_code == 429


OFFERED = {"name": "Demo", "minutes": "45", "buffer_minutes": "5", "notice_hours": "4", "days_ahead": "14"}


@pytest.fixture
def offer(kinds):
    days = {f"{end}_{day}": clock for day in range(2) for end, clock in (("from", "08:00"), ("until", "10:00"))}
    return OFFERED | days | {"kind": kinds["Demo"].pk, "place": "", "intro": ""}


def test_offering_times(as_user, cast, offer):
    client = as_user(cast.alice)
    assert client.post("/settings/booking/new/", offer).url == "/settings/booking/"
    link = BookingLink.objects.get()
    assert (link.owner, link.minutes) == (cast.alice, 45)
    assert link.hours == {"0": [["08:00", "10:00"]], "1": [["08:00", "10:00"]]}
    assert f"/book/{link.key}/" in client.get("/settings/booking/").text
    client.post(f"/settings/booking/{link.pk}/", offer | {"name": "Long demo", "from_1": "", "until_1": ""})
    link.refresh_from_db()
    assert (link.name, list(link.hours)) == ("Long demo", ["0"])
    assert 'value="08:00"' in client.get(f"/settings/booking/{link.pk}/").text
    client.post(f"/settings/booking/{link.pk}/close/")
    assert "No booking page yet" in client.get("/settings/booking/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Say what it is"),
        ({"until_0": ""}, "Give both ends"),
        ({"until_0": "07:00"}, "It ends before it begins"),
        ({"from_0": "", "until_0": "", "from_1": "", "until_1": ""}, "Offer at least one hour"),
        ({"minutes": "7"}, "valid choice"),
        ({"notice_hours": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_offered_is_said(as_user, cast, offer, wrong, said):
    answer = as_user(cast.alice).post("/settings/booking/new/", offer | {"place": "Room 7"} | wrong)
    assert (answer.status_code, said in answer.text, "Room 7" in answer.text) == (422, True, True)
    assert not BookingLink.objects.exists()


def test_links_are_ones_own(as_user, cast, link):
    for user, status in ((cast.bob, 404), (cast.mona, 404)):
        assert as_user(user).get(f"/settings/booking/{link.pk}/").status_code == status
        assert as_user(user).post(f"/settings/booking/{link.pk}/close/").status_code == status
    assert as_user(cast.gus).get("/settings/booking/new/").status_code == 403
    assert as_user(cast.alice).get(f"/settings/booking/{link.pk}/close/").status_code == 405


def test_a_guest_of_the_house_changes_none_of_their_own(as_user, cast, kinds):
    mine = make_link(by=cast.gus, name="Talk", kind=kinds["Demo"], hours=WEEKDAYS)
    assert as_user(cast.gus).post(f"/settings/booking/{mine.pk}/close/").status_code == 403
