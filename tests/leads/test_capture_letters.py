"""Letters to one mailbox: few an hour and few a day from all forms together, however its address is spelt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client

from leads.capture.mailboxes import mailbox_of
from leads.models import Lead, Submission
from tests.leads.forms import make_form, send
from timeline.models import Outgoing

ASKING = {"asks_twice": True, "confirm_subject": "Was it you?", "confirm_text": "Open {link}."}
ANSWERING = {"reply_subject": "Thank you", "reply_text": "We will call."}


def make_forms(cast, count, **facts):
    return [make_form(cast.ada, key=f"{number:022}", name=f"Form {number}", **facts) for number in range(count)]


def age(**ago):
    Outgoing.objects.update(created_at=F("created_at") - timedelta(**ago))


def flood(client, forms, addresses=("kari@fjord.example",)):
    for number, form in enumerate(forms):
        sender = f"198.51.100.{number}"
        assert send(client, form, sender=sender, email=addresses[number % len(addresses)]).status_code == 302


@pytest.mark.parametrize("facts", [ASKING, ANSWERING])
def test_many_forms_are_no_way_to_fill_a_mailbox(client, cast, facts):
    forms = make_forms(cast, 8, **facts)
    flood(client, forms)
    assert (Submission.objects.count(), Outgoing.objects.count()) == (8, 3)


def test_nor_is_another_spelling_of_its_address(client, cast):
    spelt = ["ka.ri@gmail.com", "KARI@googlemail.com", "k.a.r.i+x@Gmail.com", "kari@gmail.com", "kari+y@gmail.com"]
    flood(client, make_forms(cast, 5, **ASKING), spelt)
    assert Outgoing.objects.count() == 3


def test_after_an_hour_there_are_a_few_more_and_after_a_day_anew(client, cast):
    forms = make_forms(cast, 16, **ANSWERING)
    flood(client, forms[:5])
    age(minutes=61)
    flood(client, forms[5:10])
    assert Outgoing.objects.count() == 6
    age(minutes=61)
    flood(client, forms[10:12])
    assert Outgoing.objects.count() == 6
    age(hours=23)
    flood(client, forms[12:])
    assert Outgoing.objects.count() == 9


def test_others_are_written_to_meanwhile(client, cast):
    forms = make_forms(cast, 6, **ASKING)
    flood(client, forms)
    flood(client, forms[:2], ["per@fjord.example", "k.ari@fjord.example"])
    assert Outgoing.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_it_is_not_more(cast):
    forms = make_forms(cast, 12, **ASKING)

    def post(form):
        try:
            return send(Client(), form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        assert list(crowd.map(post, forms)) == [302] * 12
    assert (Outgoing.objects.count(), Lead.objects.count()) == (3, 0)


@pytest.mark.parametrize(
    ("said", "mailbox"),
    [
        ("Ka.Ri+fair@GoogleMail.com", "kari@gmail.com"),
        ("ｋａｒｉ@gmail.com", "kari@gmail.com"),
        ("Ka.Ri+fair@Fjord.example", "ka.ri@fjord.example"),
    ],
)
def test_a_mailbox_has_one_name(said, mailbox):
    assert mailbox_of(said) == mailbox
