"""A report sent at once: to each receiver, as they may see it, and never twice by one who presses twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from reports.mailing.actions import pause_schedule, send_now
from reports.models import ReportLetter, ReportSchedule
from tests.reports.test_mailing import LIST, history, reasons, said, schedule, won_in, work_through  # noqa: F401 - the fixtures these tests ask for
from timeline.models import Event
from timeline.outgoing import send_waiting


@pytest.mark.django_db
def test_one_is_sent_at_once_and_the_next_time_stays(history, cast, smtp):  # noqa: F811 - the fixture imported above
    one = schedule(cast.ada, cast.ada, cast.alice)
    assert send_now(one, by=cast.ada) == [cast.ada, cast.alice]
    work_through()
    send_waiting()
    assert {mail["To"]: won_in(mail) for mail in smtp.letters} == {cast.ada.email: 5300, cast.alice.email: 300}
    assert ReportSchedule.objects.get().next_at == one.next_at
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[:2] == [
        "report.scheduled",
        "report.sent_now",
    ]


@pytest.mark.django_db
def test_pressed_twice_it_is_sent_once_to_each(history, cast):  # noqa: F811 - the fixture imported above
    one = schedule(cast.ada, cast.alice)
    send_now(one, by=cast.ada)
    with pytest.raises(ValidationError, match="nothing was sent twice"):
        send_now(one, by=cast.ada)
    work_through()
    one.receivers.add(cast.bob)
    assert send_now(one, by=cast.ada) == [cast.bob]
    ReportLetter.objects.update(state="done", due_at=timezone.now() - timedelta(minutes=2))
    assert send_now(one, by=cast.ada) == [cast.alice, cast.bob]


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_in_the_same_instant_it_is_sent_once(history, cast):  # noqa: F811 - the fixture imported above
    one = schedule(cast.ada, cast.alice)
    with ThreadPoolExecutor(4) as hands:
        sent = list(hands.map(lambda _press: press(one, cast.ada), range(4)))
    assert sorted(sent) == [0, 0, 0, 1]
    assert ReportLetter.objects.count() == 1


def press(one, by):
    """To how many it goes by one press of the button."""
    try:
        return len(send_now(one, by=by))
    except ValidationError:
        return 0
    finally:
        connection.close()


@pytest.mark.django_db
def test_rights_hold_at_once_too(history, cast):  # noqa: F811 - the fixture imported above
    one = schedule(cast.ada, cast.alice, query=f"period=all&owner={cast.charlie.pk}")
    send_now(one, by=cast.ada)
    work_through()
    assert reasons() == {"Alice Archer": "Alice Archer may not see what the report is narrowed to: Rep."}


@pytest.mark.django_db
def test_a_paused_one_and_one_to_nobody_are_not_sent(history, cast):  # noqa: F811 - the fixture imported above
    paused, left = schedule(cast.ada, cast.alice), schedule(cast.ada)
    pause_schedule(paused, by=cast.ada)
    for one, reason in ((paused, "It is paused"), (left, "Nobody gets it any more")):
        with pytest.raises(ValidationError, match=reason):
            send_now(one, by=cast.ada)
    assert ReportLetter.objects.count() == 0


@pytest.mark.django_db
def test_the_button_says_what_happened(history, cast, as_user):  # noqa: F811 - the fixture imported above
    client, one = as_user(cast.ada), schedule(cast.ada, cast.ada, cast.alice)
    address = reverse("reports:mailing-send", args=[one.pk])
    assert address in client.get(LIST).content.decode()
    assert said(client.post(address, follow=True)) == ["It is on its way to 2 people."]
    assert said(client.post(address, follow=True)) == [
        "It has just gone out, or is on its way: nothing was sent twice."
    ]
    pause_schedule(one, by=cast.ada)
    assert address not in client.get(LIST).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_workers_are_woken(history, cast, monkeypatch):  # noqa: F811 - the fixture imported above
    poked = []
    monkeypatch.setattr("timeline.wire.poke", poked.append)
    send_now(schedule(cast.ada, cast.alice), by=cast.ada)
    assert "reports.tasks.claim_mailing" in poked
