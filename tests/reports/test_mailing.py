"""Reports by e-mail: at their hour whatever the clock does, once each, and to each receiver as they may see it."""

import io
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from kit import formats
from reports import tasks
from reports.mailing.actions import delete_schedule, make_schedule, pause_schedule, resume_schedule
from reports.mailing.running import claim_letters, plan_due, write_letter
from reports.mailing.times import next_time
from reports.models import ReportLetter, ReportSchedule
from tests.kit.test_paper import text_of
from tests.reports.closings import close
from timeline.leases import PAUSES
from timeline.models import Event, Outgoing
from timeline.outgoing import send_waiting

LIST = reverse("reports:mailing")
NEW = reverse("reports:mailing-new", args=["win-rate"])
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def history(channel, cast):
    close(cast.alice, channel, "won", 300)
    close(cast.bob, channel, "lost", 700)
    close(cast.charlie, channel, "won", 5000)
    return channel


def schedule(by, *receivers, **facts):
    usual = {"name": "Monday figures", "every": "week", "weekday": 0, "at": time(8), "formats": ["xlsx"]}
    asked = {"report": "win-rate", "query": "period=all"}
    return make_schedule(by=by, receivers=receivers, **asked | usual | facts)


def make_due(*schedules):
    for one in schedules:
        ReportSchedule.objects.filter(pk=one.pk).update(next_at=timezone.now() - timedelta(minutes=1))


def send(*schedules):
    """Let the tick run once with these due, and the workers do what it hands them."""
    make_due(*schedules)
    plan_due()
    work_through()


def work_through():
    for pk in claim_letters():
        write_letter(pk)


def said(page):
    return [str(message) for message in page.context["messages"]]


def outcomes():
    return dict(ReportLetter.objects.values_list("receiver__name", "state"))


def reasons():
    return dict(ReportLetter.objects.values_list("receiver__name", "reason"))


def won_in(mail):
    """The won value in the workbook of a mail."""
    parts = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    figures = load_workbook(io.BytesIO(parts["xlsx"])).worksheets[0]
    return next(row[1].value for row in figures.iter_rows() if row[0].value == "Won")


# ── When ──
def after(every, weekday, at, instant, zone="Europe/Oslo"):
    owner = SimpleNamespace(time_zone=zone)
    found = next_time(SimpleNamespace(every=every, weekday=weekday, at=at, owner=owner), instant)
    return found.astimezone(ZoneInfo(zone))


def test_each_week_at_the_same_hour_while_the_clocks_change():
    first = after("week", 0, time(8), datetime(2026, 10, 18, tzinfo=UTC))
    second = after("week", 0, time(8), first)
    assert (first.isoformat(), second.isoformat()) == ("2026-10-19T08:00:00+02:00", "2026-10-26T08:00:00+01:00")
    assert second - first == timedelta(days=7)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(days=7, hours=1)


def test_an_hour_the_clock_skips_is_the_first_one_after_it():
    skipped = after("week", 6, time(2, 30), datetime(2026, 3, 28, tzinfo=UTC))
    assert skipped.isoformat() == "2026-03-29T03:00:00+02:00"


def test_an_hour_the_clock_shows_twice_comes_once():
    first = after("week", 6, time(2, 30), datetime(2026, 10, 24, tzinfo=UTC))
    assert first.isoformat() == "2026-10-25T02:30:00+02:00"
    assert after("week", 6, time(2, 30), first).isoformat() == "2026-11-01T02:30:00+01:00"


def test_on_the_first_of_every_month():
    first = after("month", 0, time(8), datetime(2026, 12, 15, tzinfo=UTC))
    assert first.isoformat() == "2027-01-01T08:00:00+01:00"
    assert after("month", 0, time(8), first).isoformat() == "2027-02-01T08:00:00+01:00"


# ── What is sent ──
@pytest.mark.django_db
def test_each_receiver_gets_what_they_may_see(history, cast, smtp):
    send(schedule(cast.ada, cast.ada, cast.alice, cast.charlie))
    send_waiting()
    won = {mail["To"]: won_in(mail) for mail in smtp.letters}
    assert won == {cast.ada.email: 5300, cast.alice.email: 300, cast.charlie.email: 5000}
    assert set(outcomes().values()) == {"done"}


@pytest.mark.django_db
def test_a_letter_says_what_it_is_and_carries_its_files(history, cast, smtp):
    send(schedule(cast.mona, cast.alice, formats=["pdf", "xlsx"]))
    send_waiting()
    [mail] = smtp.letters
    assert mail["Subject"] == "Monday figures: All"
    files = {part.get_filename().rpartition(".")[2]: part.get_content() for part in mail.iter_attachments()}
    assert "for Alice Archer" in text_of(files["pdf"])
    text = mail.get_body(("plain",)).get_content()
    assert "Won: €300 (1 deal)" in text
    assert "/reports/win-rate/?period=all" in text
    assert "Mona Marsh has it sent to you every Mon at 08:00" in text


@pytest.mark.django_db
def test_who_left_or_may_not_see_it_gets_none_and_the_owner_reads_why(history, cast, as_user, smtp):
    schedule(cast.ada, cast.ada, cast.alice, cast.bob, query=f"period=all&owner={cast.charlie.pk}")
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    send(ReportSchedule.objects.get())
    send_waiting()
    assert [mail["To"] for mail in smtp.letters] == [cast.ada.email]
    assert outcomes() == {"Ada Abel": "done", "Alice Archer": "skipped", "Bob Baker": "skipped"}
    page = as_user(cast.ada).get(LIST).content.decode()
    assert "Alice Archer may not see what the report is narrowed to: Rep." in page
    assert "Bob Baker no longer works here." in page


@pytest.mark.django_db
def test_an_owner_who_left_sends_nothing(history, cast):
    one = schedule(cast.bob, cast.alice)
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    send(one)
    assert reasons() == {"Alice Archer": "Bob Baker, who had it sent, no longer works here."}
    assert Outgoing.objects.count() == 0


# ── Once each ──
@pytest.mark.django_db
def test_everything_run_twice_sends_once(history, cast):
    one = schedule(cast.mona, cast.alice, cast.bob)
    send(one)
    plan_due()
    for letter in ReportLetter.objects.all():
        write_letter(letter.pk)
    assert claim_letters() == []
    assert Outgoing.objects.count() == 2
    assert ReportSchedule.objects.get().next_at > timezone.now()


@pytest.mark.django_db
def test_a_claim_is_a_lease(history, cast):
    make_due(schedule(cast.mona, cast.alice))
    plan_due()
    with time_machine.travel(timezone.now(), tick=True):
        [pk] = claim_letters()
        assert claim_letters() == []
    ReportLetter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claim_letters() == [pk]


@pytest.mark.django_db
def test_weeks_without_a_worker_are_made_up_for_once(history, cast):
    one = schedule(cast.mona, cast.alice)
    ReportSchedule.objects.filter(pk=one.pk).update(next_at=timezone.now() - timedelta(days=30))
    plan_due()
    plan_due()
    assert ReportLetter.objects.count() == 1


@pytest.mark.django_db
def test_what_fails_is_tried_again_and_given_up_in_the_end(history, cast):
    schedule(cast.mona, cast.alice)
    ReportSchedule.objects.update(formats=["csv?"])  # no such file
    send(ReportSchedule.objects.get())
    letter = ReportLetter.objects.get()
    assert (letter.state, letter.attempts) == ("pending", 1)
    assert letter.lease_until > timezone.now() + timedelta(seconds=50)
    ReportLetter.objects.update(attempts=len(PAUSES) + 1, lease_until=None)
    write_letter(letter.pk)
    assert outcomes() == {"Alice Archer": "failed"}


@pytest.mark.django_db(transaction=True)
def test_the_tick_does_it_all(history, cast, smtp):
    make_due(schedule(cast.mona, cast.alice))
    tasks.claim_mailing()
    letter = ReportLetter.objects.get()
    assert letter.lease_until > timezone.now()
    tasks.write_letter.apply(args=[letter.pk], throw=True)
    assert outcomes() == {"Alice Archer": "done"}


@pytest.mark.django_db
def test_a_paused_one_waits_and_makes_up_for_nothing(history, cast):
    one = pause_schedule(schedule(cast.mona, cast.alice), by=cast.mona)
    send(one)
    assert ReportLetter.objects.count() == 0
    one = resume_schedule(one, by=cast.mona)
    assert one.next_at > timezone.now()
    delete_schedule(one, by=cast.mona)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "report.scheduled",
        "report.paused",
        "report.resumed",
        "reportschedule.thrown_away",
    ]


# ── The pages ──
def asked(*receivers, **more):
    facts = {"name": "Each month", "every": "month", "weekday": 0, "at": "07:30", "formats": ["pdf"], "period": "all"}
    return facts | {"receivers": [person.pk for person in receivers]} | more


@pytest.mark.django_db
def test_made_changed_paused_and_ended(history, cast, as_user):
    client = as_user(cast.alice)
    assert client.get(f"{NEW}?period=all").status_code == 200
    assert client.post(f"{NEW}?period=all", asked(cast.alice, cast.bob)).status_code == 302
    one = ReportSchedule.objects.get()
    assert (one.owner, one.query, one.every, one.receivers.count()) == (cast.alice, "period=all", "month", 2)
    address = reverse("reports:mailing-change", args=[one.pk])
    assert "Each month" in client.get(address).content.decode()
    assert client.post(address, asked(cast.bob, every="week", weekday=4)).status_code == 302
    one.refresh_from_db()
    assert (one.weekday, one.receivers.get()) == (4, cast.bob)
    for paused in (True, False):
        assert client.post(reverse("reports:mailing-pause", args=[one.pk])).status_code == 302
        one.refresh_from_db()
        assert bool(one.paused_at) == paused
    assert client.post(reverse("reports:mailing-delete", args=[one.pk])).status_code == 302
    assert ReportSchedule.objects.count() == 0
    assert "You have no report sent yet." in client.get(LIST).content.decode()


@pytest.mark.django_db
def test_the_form_says_what_is_sent_and_of_which_period(history, cast, as_user):
    client, narrowed = as_user(cast.mona), f"owner={cast.alice.pk}"
    page = client.get(f"{NEW}?period=2026Q2&{narrowed}")
    assert "Rep: Alice Archer" in page.content.decode()
    assert page.context["form"]["period"].value() == "2026Q2"
    assert [code for code, _name in page.context["form"].fields["period"].choices][:2] == ["last12", "all"]
    assert client.get(f"{NEW}?{narrowed}").context["form"]["period"].value() == "last12"
    client.post(f"{NEW}?period=2026Q2&{narrowed}", asked(cast.mona, period="last12"))
    assert parse_qs(ReportSchedule.objects.get().query) == {"period": ["last12"], "owner": [str(cast.alice.pk)]}


@pytest.mark.django_db
def test_the_period_and_the_rhythm_are_changed_and_the_next_time_is_said(history, cast, as_user):
    client, one = as_user(cast.alice), schedule(cast.alice, cast.alice)
    address = reverse("reports:mailing-change", args=[one.pk])
    facts = asked(cast.alice, every="week", weekday=4, at="17:45", period="last12")
    page = client.post(address, facts, follow=True)
    one.refresh_from_db()
    assert (one.query, one.weekday, one.next_at) == ("period=last12", 4, next_time(one, timezone.now()))
    assert said(page) == [f"Changed. The next one: {formats.moment(one.next_at)}."]
    pause_schedule(one, by=cast.alice)
    assert said(client.post(address, facts, follow=True)) == ["Changed. It stays paused."]
    page = client.post(address, facts | {"period": "luck"})
    assert (page.status_code, "Choose a period." in page.content.decode()) == (422, True)


@pytest.mark.django_db
def test_a_forecast_moves_on_with_the_quarter_or_stays_with_one(history, cast, as_user):
    client, new = as_user(cast.mona), reverse("reports:mailing-new", args=["forecast"])
    offered = client.get(f"{new}?quarter=2026Q2").context["form"]
    assert (offered["period"].value(), offered.fields["period"].choices[0]) == (
        "2026Q2",
        ("now", "The current quarter"),
    )
    client.post(f"{new}?quarter=2026Q2", asked(cast.mona, period="now"))
    assert ReportSchedule.objects.get().query == "period=now"
    assert client.get("/reports/forecast/?period=now").context["filter"].period_asked.kind == "quarter"


@pytest.mark.django_db
def test_bad_input_is_kept_and_said(history, cast, as_user):
    page = as_user(cast.alice).post(NEW, asked(at="late", formats=[]))
    assert page.status_code == 422
    text = page.content.decode()
    for words in ("Write the time as 08:00.", "Tick PDF, Excel or both.", "Tick at least one person.", "Each month"):
        assert words in text


@pytest.mark.django_db
def test_strangers_find_it_not_and_guests_send_nothing(history, cast, as_user):
    one = schedule(cast.alice, cast.alice)
    for name in ("change", "send", "pause", "delete"):
        address = reverse(f"reports:mailing-{name}", args=[one.pk])
        assert as_user(cast.bob).post(address).status_code == 404
    assert as_user(cast.gus).get(NEW).status_code == 403
    assert as_user(cast.gus).get(LIST).status_code == 403
    for name in ("send", "pause"):
        assert as_user(cast.alice).get(reverse(f"reports:mailing-{name}", args=[one.pk])).status_code == 405
    assert "Send by e-mail" not in as_user(cast.gus).get("/reports/win-rate/").content.decode()
    assert "Send by e-mail" in as_user(cast.alice).get("/reports/win-rate/").content.decode()
