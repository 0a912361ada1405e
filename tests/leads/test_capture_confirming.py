"""Forms that ask twice: nobody becomes a lead, or hears from us, by the word of somebody else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.capture.actions import forget_unconfirmed
from leads.models import Lead, Submission
from tests.leads.forms import make_form, send
from timeline.models import Event, Outgoing


@pytest.fixture
def form(cast):
    asking = {"confirm_subject": "Was it you?", "confirm_text": "Please open {link} to confirm."}
    return make_form(cast.ada, asks_twice=True, reply_subject="Thank you", reply_text="We will call.", **asking)


def link_in(letter):
    return re.search(r"/f/confirm/\S+/", letter.payload["text"])[0]


def test_a_lead_is_made_when_the_button_behind_the_link_is_pressed(client, form):
    answer = send(client, form)
    assert "We have sent you a mail." in client.get(answer.url).content.decode()
    assert (Lead.objects.count(), Event.objects.count(), Submission.objects.get().state) == (0, 0, "waiting")
    link = link_in(Outgoing.objects.get())
    assert "Was it you?" in client.get(link).content.decode()
    assert Lead.objects.count() == 0
    assert "Thank you" in client.post(link).content.decode()
    assert client.post(link).status_code == 200
    sent = Submission.objects.get()
    assert (sent.lead, sent.state) == (Lead.objects.get(), "taken")
    assert sent.confirmed_at is not None
    assert list(Event.objects.values_list("verb", flat=True)) == ["lead.captured"]
    assert [mail.payload["subject"] for mail in Outgoing.objects.order_by("pk")] == ["Was it you?", "Thank you"]


def test_the_link_is_kept_nowhere_but_in_the_mail(client, form):
    send(client, form)
    token = link_in(Outgoing.objects.get()).split("/")[3]
    assert token not in str(Submission.objects.values().get())


def test_a_link_that_opens_nothing(client, form):
    assert client.post(reverse("leads:form-confirm", args=["unknown"])).status_code == 410


def test_after_a_week_it_is_forgotten(client, form):
    send(client, form)
    link = link_in(Outgoing.objects.get())
    Submission.objects.update(sent_at=timezone.now() - timedelta(days=8))
    assert client.post(link).status_code == 410
    assert forget_unconfirmed() == 1
    assert (Submission.objects.count(), Lead.objects.count()) == (0, 0)


def test_nobody_is_flooded_with_questions(client, form):
    for number in range(6):
        send(client, form, sender=f"198.51.100.{number}")
    assert Outgoing.objects.count() == 3


def test_another_spelling_of_an_address_is_no_way_to_flood_it(client, form):
    for number, spelt in enumerate(["kari", "KARI", "Kari+a", "kari+b", "kArI"]):
        send(client, form, sender=f"198.51.100.{number}", email=f"{spelt}@fjord.example")
    assert (Submission.objects.count(), Outgoing.objects.count()) == (5, 3)
