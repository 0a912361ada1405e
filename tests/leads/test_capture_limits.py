"""Many posts: those beyond the limit leave nothing, and nobody else is kept out by them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from leads.capture.addresses import address_hash, address_of, network_of
from leads.models import Lead, Submission
from tests.leads.forms import make_form, send
from timeline.models import Event, Outgoing

THANKED, TOO_MANY = 302, 429


def letters(form):
    form.reply_subject, form.reply_text = "Thank you", "We will call."
    form.save()


def test_a_thousand_posts_from_one_address_leave_the_limit_and_others_get_through(client, cast):
    form = make_form(cast.ada)
    letters(form)
    flood = [send(client, form, email=f"a{number}@flood.example").status_code for number in range(1, 1001)]
    assert (flood.count(THANKED), flood.count(TOO_MANY)) == (10, 990)
    honest = [
        send(client, form, sender=f"198.51.100.{number}", email=f"b{number}@honest.example").status_code
        for number in range(1, 21)
    ]
    assert honest == [THANKED] * 20
    assert [model.objects.count() for model in (Lead, Submission, Event, Outgoing)] == [30, 30, 30, 30]


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_do_not_slip_past_the_limit(cast):
    form = make_form(cast.ada, hourly_limit=3)

    def post(number):
        try:
            return send(Client(), form, email=f"a{number}@flood.example").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(post, range(40)))
    assert (answers.count(THANKED), answers.count(TOO_MANY)) == (3, 37)
    assert Lead.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_one_operation_sent_twice_at_the_same_moment_is_one_lead(cast):
    form = make_form(cast.ada)
    from tests.leads.forms import seal_of

    seal = seal_of(form)

    def post(number):
        try:
            return send(Client(), form, seal=seal, sender=f"198.51.100.{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert list(crowd.map(post, range(16))) == [THANKED] * 16
    assert (Lead.objects.count(), Submission.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_who_is_refused_is_told_and_keeps_the_words(client, cast):
    form = make_form(cast.ada, hourly_limit=1)
    send(client, form)
    answer = send(client, form, email="per@fjord.example", name="Per Solheim")
    assert (answer.status_code, answer["Retry-After"]) == (TOO_MANY, "3600")
    assert "Please try again later." in answer.content.decode()
    assert 'value="Per Solheim"' in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_a_house_is_counted_as_one(said, network):
    assert network_of(said) == network


def request(forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)


def test_what_a_sender_says_of_itself_is_believed_only_from_our_own_proxies(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert address_of(request("203.0.113.7")) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address_of(request("1.1.1.1, 203.0.113.7")) == "203.0.113.7"
    assert address_of(request()) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert address_of(request("1.1.1.1, 203.0.113.7, 10.0.0.9")) == "203.0.113.7"


def test_the_address_itself_is_nowhere():
    assert "203" not in address_hash(request())[:3] or len(address_hash(request())) == 64
    assert address_hash(request()) == address_hash(request())
