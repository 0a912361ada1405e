"""The calendar feed: valid by the letter of RFC 5545, read by another library, private, the same until a change."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from django.utils import timezone
from icalendar import Calendar

from followups.actions import (
    cancel_follow_up,
    complete_follow_up,
    hand_over_follow_up,
    plan_follow_up,
    reschedule_follow_up,
)
from followups.calendar.actions import close_feed, hash_of, open_feed
from followups.models import CalendarFeed, FollowUp
from pipeline.models import Deal

PAGE = "/settings/calendar/"
SOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TITLE = "Call Kari, “prices”; 50% \\ off\nand then a sentence that is longer than any line of a calendar may be · 看船"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(datetime(2026, 11, 20, 9, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def feed(cast):
    """The address of Alice's calendar: events, reminded of 15 minutes before."""
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    return make_feed(cast.alice)


def make_feed(user, shape="events", alarm_minutes=15):
    return f"/calendar/{open_feed(user, shape=shape, alarm_minutes=alarm_minutes, by=user)}/follow-ups.ics"


@pytest.fixture
def plan(cast, deal, kinds):
    def planned(title="Call Kari", due_at=SOON, **more):
        facts = {"about": deal, "kind": kinds["Call"], "by": cast.alice} | more
        return plan_follow_up(title=title, due_at=due_at, **facts)

    return planned


def read(client, feed):
    return Calendar.from_ical(client.get(feed).content)


def events(client, feed):
    return [part for part in read(client, feed).walk() if part.name in ("VEVENT", "VTODO")]


def test_it_is_valid_to_the_letter(client, feed, plan, cast):
    plan(TITLE)
    plan("Any time", any_time=True)
    complete_follow_up(plan("Done"), by=cast.alice, outcome="They\r\nsaid\x07 yes")
    cancel_follow_up(plan("Off"), by=cast.alice)
    answer = client.get(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert faults_of(answer.content) == []


def faults_of(content):
    """What RFC 5545 says MUST be and is not."""
    lines = content.split(b"\r\n")
    faults = [f"too long: {line!r}" for line in lines if len(line) > 75]
    faults += ["a bare line break"] if b"\n" in content.replace(b"\r\n", b"") else []
    faults += ["no end"] if lines[-2:] != [b"END:VCALENDAR", b""] else []
    faults += [f"control letter in {line!r}" for line in lines if any(byte < 32 and byte != 9 for byte in line)]
    content.replace(b"\r\n ", b"").decode()
    calendar = Calendar.from_ical(content)
    faults += [f"no {name}" for name in ("PRODID", "VERSION") if name not in calendar]
    faults += [str(part.errors) for part in calendar.walk() if part.errors]
    parts = [part for part in calendar.walk() if part.name in ("VEVENT", "VTODO")]
    faults += ["no part at all"] if not calendar.subcomponents else []
    faults += ["a UID twice"] if len({part["UID"] for part in parts}) != len(parts) else []
    for part in parts:
        must = ["UID", "DTSTAMP", "SUMMARY", "SEQUENCE"] + (["DTSTART"] if part.name == "VEVENT" else ["DUE"])
        faults += [f"{part['SUMMARY']} has no {name}" for name in must if name not in part]
        faults += ["DTSTAMP is not in UTC"] if part.decoded("DTSTAMP").utcoffset() != timedelta(0) else []
        faults += ["ends before it begins"] if part.name == "VEVENT" and part.end <= part.start else []
        for alarm in part.walk("VALARM"):
            faults += [f"alarm has no {name}" for name in ("ACTION", "TRIGGER", "DESCRIPTION") if name not in alarm]
    return faults


def test_another_library_reads_it(client, feed, plan):
    plan(TITLE)
    plan("Any time", any_time=True)
    calendar = vobject.readOne(client.get(feed).content.decode())
    first, second = calendar.vevent_list
    assert first.summary.value == TITLE
    assert (first.dtstart.value, first.dtend.value) == (SOON, SOON + timedelta(minutes=30))
    assert first.valarm.action.value == "DISPLAY"
    assert (second.dtstart.value, second.dtend.value) == (date(2026, 11, 24), date(2026, 11, 25))
    assert calendar.x_wr_timezone.value == "Europe/Berlin"


def test_tasks_by_choice(client, cast, plan):
    feed = make_feed(cast.alice, "tasks")
    plan()
    complete_follow_up(plan("Done"), by=cast.alice)
    cancel_follow_up(plan("Off"), by=cast.alice)
    calendar = vobject.readOne(client.get(feed).content.decode())
    states = {todo.summary.value: todo.status.value for todo in calendar.vtodo_list}
    assert states == {"Call Kari": "NEEDS-ACTION", "Done": "COMPLETED", "Off": "CANCELLED"}
    assert faults_of(client.get(feed).content) == []


def test_what_is_over_stays_and_says_so(client, feed, plan, cast):
    complete_follow_up(plan("Done"), by=cast.alice)
    cancel_follow_up(plan("Off"), by=cast.alice)
    said = {str(event["SUMMARY"]): (event["STATUS"], event["TRANSP"]) for event in events(client, feed)}
    assert said == {"✓ Done": ("CONFIRMED", "TRANSPARENT"), "Off": ("CANCELLED", "TRANSPARENT")}
    assert not any(event.walk("VALARM") for event in events(client, feed))


def test_a_change_keeps_the_name_and_counts(client, feed, plan, cast, settings):
    settings.BASE_URL = "https://kariz.tamar.example"
    call = plan()
    (before,) = events(client, feed)
    reschedule_follow_up(call, due_at=SOON + timedelta(hours=1), by=cast.alice)
    (after,) = events(client, feed)
    assert before["UID"] == after["UID"] == f"follow-up-{call.pk}@kariz.tamar.example"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.start == SOON + timedelta(hours=1)
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")


@pytest.mark.parametrize(
    ("minutes", "any_time", "rings"),
    [
        (15, False, [SOON - timedelta(minutes=15)]),
        (0, False, [SOON]),
        (None, False, []),
        (15, True, [datetime(2026, 11, 24, 7, 30, tzinfo=UTC)]),
    ],
)
def test_the_alarm(client, cast, plan, minutes, any_time, rings):
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    for shape in ("events", "tasks"):
        feed = make_feed(cast.alice, shape, minutes)
        FollowUp.objects.all().delete()
        plan(any_time=any_time)
        (part,) = events(client, feed)
        assert [alarm.decoded("TRIGGER") for alarm in part.walk("VALARM")] == rings


def test_a_whole_day_is_the_day_of_its_owner(client, plan, cast, deal):
    for zone, day in (("Pacific/Kiritimati", 25), ("America/Los_Angeles", 24)):
        cast.alice.time_zone = zone
        cast.alice.save()
        FollowUp.objects.all().delete()
        plan(any_time=True)
        (event,) = events(client, make_feed(cast.alice))
        assert event.start == date(2026, 11, day)


def test_only_what_is_ones_own_and_seen_and_near(client, feed, plan, cast, deal):
    plan("Mine")
    plan("Long ago", SOON - timedelta(days=100))
    plan("Far ahead", SOON + timedelta(days=400))
    hand_over_follow_up(plan("Bob’s"), to=cast.bob, by=cast.alice)
    assert [event["SUMMARY"] for event in events(client, feed)] == ["Mine"]
    Deal.objects.update(owner=cast.charlie)
    assert events(client, feed) == []


def test_what_a_lost_deal_promised_is_gone(client, feed, plan, deal):
    plan()
    Deal.objects.update(status=Deal.Status.LOST)
    assert events(client, feed) == []
    assert faults_of(client.get(feed).content) == []


def test_nothing_new_is_not_sent_again(client, feed, plan, cast, time_machine):
    call = plan()
    tag = client.get(feed)["ETag"]
    time_machine.move_to(timezone.now() + timedelta(minutes=40), tick=False)
    again = client.get(feed, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    complete_follow_up(call, by=cast.alice)
    assert client.get(feed, headers={"If-None-Match": tag}).status_code == 200
    assert client.head(feed).content == b""


@pytest.mark.parametrize("token", ["x", "a" * 43, "é", "%00", "a" * 5000])
def test_a_wrong_address_is_none(client, feed, token):
    assert client.get(f"/calendar/{token}/follow-ups.ics").status_code == 404


def test_a_revoked_address_and_that_of_who_left_open_nothing(client, feed, cast):
    assert client.get(feed).status_code == 200
    close_feed(cast.alice, by=cast.alice)
    assert client.get(feed).status_code == 404
    other = make_feed(cast.bob)
    cast.bob.is_active = False
    cast.bob.save()
    assert client.get(other).status_code == 404


def test_a_new_address_ends_the_one_before(client, feed, cast):
    other = make_feed(cast.alice)
    assert [client.get(address).status_code for address in (feed, other)] == [404, 200]


def test_only_a_hash_of_the_address_is_kept(feed):
    token = feed.split("/")[2]
    kept = CalendarFeed.objects.get()
    assert (kept.token_hash, len(token) >= 43) == (hash_of(token), True)
    assert token not in str(kept.__dict__)


def test_who_asks_too_often_waits(client, feed):
    assert {client.get(feed).status_code for _time in range(30)} == {200}
    assert client.get(feed).status_code == 429
    assert {client.get("/calendar/wrong/follow-ups.ics").status_code for _time in range(30)} == {404}
    assert client.get("/calendar/wrong/follow-ups.ics").status_code == 429


def test_many_take_as_many_questions(client, feed, plan, django_assert_num_queries):
    for number in range(4):
        plan(f"Call {number}")
        if number in (0, 3):
            client.get(feed)
            with django_assert_num_queries(4):
                client.get(feed)


def test_making_changing_and_revoking(as_user, cast):
    client = as_user(cast.alice)
    assert "There is no address yet" in client.get(PAGE).text
    made = client.post(PAGE, {"shape": "tasks", "alarm_minutes": "30"})
    address = made.context["address"]
    assert address in made.text
    assert made["Cache-Control"] == "no-store"
    assert client.get(address).status_code == 200
    assert address not in client.get(PAGE).text
    assert client.post(PAGE, {"shape": "events", "alarm_minutes": ""}).url == PAGE
    kept = CalendarFeed.objects.open().get()
    assert (kept.shape, kept.alarm_minutes) == ("events", None)
    anew = client.post(PAGE, {"shape": "events", "alarm_minutes": "5", "anew": "1"}).context["address"]
    assert [client.get(one).status_code for one in (address, anew)] == [404, 200]
    assert client.get(f"{PAGE}revoke/").status_code == 405
    client.post(f"{PAGE}revoke/")
    assert client.get(anew).status_code == 404


def test_nonsense_is_refused(as_user, cast):
    answer = as_user(cast.alice).post(PAGE, {"shape": "poem", "alarm_minutes": "x"})
    assert (answer.status_code, CalendarFeed.objects.count()) == (422, 0)
