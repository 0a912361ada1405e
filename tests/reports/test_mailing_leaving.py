"""Whoever gets a report takes themselves off it by the link in its letter."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reports.mailing.leaving import SALT
from reports.models import ReportLetter
from tests.reports.test_mailing import LIST, history, outcomes, plan_due, reasons, schedule, send  # noqa: F401 - the fixtures these tests ask for
from timeline.models import Event
from timeline.outgoing import send_waiting


def way_out(mail):
    [link] = re.findall(r"https?://[^/]+(/reports/mailing/stop/\S+)", mail.get_body(("plain",)).get_content())
    assert link in mail["List-Unsubscribe"]
    return link


@pytest.mark.django_db
def test_the_link_asks_first_and_then_ends_it_for_them_alone(history, cast, smtp, as_user):  # noqa: F811 - the fixture imported above
    one = schedule(cast.mona, cast.alice, cast.bob)
    send(one)
    send_waiting()
    [link] = [way_out(mail) for mail in smtp.letters if mail["To"] == cast.alice.email]
    street = Client()
    page = street.get(link).content.decode()
    assert "Send it to me no more" in page
    assert one.receivers.count() == 2
    for _again in range(2):
        assert "ask Mona Marsh" in street.post(link).content.decode()
    assert list(one.receivers.all()) == [cast.bob]
    assert Event.objects.filter(verb="report.left", actor=cast.alice).count() == 1
    assert "Bob Baker" in as_user(cast.mona).get(LIST).content.decode()


@pytest.mark.django_db
def test_a_letter_that_waited_meanwhile_is_not_written(history, cast, smtp):  # noqa: F811 - the fixture imported above
    one = schedule(cast.mona, cast.alice)
    ReportLetter.objects.create(schedule=one, receiver=cast.alice, due_at=one.next_at)
    one.receivers.clear()
    send()
    assert (outcomes(), reasons()) == ({"Alice Archer": "skipped"}, {"Alice Archer": "Alice Archer gets it no more."})


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["no-such-token", "", SALT])
def test_a_forged_link_ends_nothing(history, cast, token):  # noqa: F811 - the fixture imported above
    one = schedule(cast.mona, cast.alice)
    address = reverse("reports:mailing-stop", args=[token or "x"])
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 410
    assert one.receivers.count() == 1
