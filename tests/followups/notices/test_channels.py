"""By which ways somebody is told: as usual, or as they chose; never by night, never twice."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.actions import notify
from followups.models import ChannelChoice, Notification, PushSubscription
from followups.notices.channels import Ways, ways_of
from followups.notices.kinds import all_kinds, kind_of
from followups.notices.sending import take_for_digest
from timeline.models import Event, Outgoing

Mail = ChannelChoice.Mail
CHANNELS = "/settings/notifications/"


@pytest.fixture
def browser(cast):
    return PushSubscription.objects.create(
        user=cast.alice, endpoint="https://push.example/1", p256dh="x", auth="y", server_key="z", browser="Firefox"
    )


def tell(user, kind="reminder", key="1", **more):
    return notify(user, key=key, kind=kind, text="Call Kari", url="/my-day/", **more)


def sent():
    return [(message.kind, message.payload.get("subject")) for message in Outgoing.objects.order_by("pk")]


def test_a_reminder_goes_to_the_app_and_by_mail(cast):
    assert tell(cast.alice)
    assert [notice.text for notice in Notification.objects.to(cast.alice)] == ["Call Kari"]
    assert sent() == [("email", "Call Kari")]


def test_the_same_thing_is_sent_once_by_every_way(cast, browser):
    assert [tell(cast.alice), tell(cast.alice)] == [True, False]
    assert sent() == [("email", "Call Kari"), ("push", None)]


def test_a_kind_nobody_chose_goes_its_usual_ways(cast):
    tell(cast.alice, "handed_over")
    assert (Notification.objects.to(cast.alice).count(), sent()) == (1, [])
    assert ways_of(cast.alice, "handed_over") == Ways(True, Mail.NEVER, True)


@pytest.mark.parametrize(("kind", "known"), [("lead.woken", "lead"), ("proposal.accepted", "proposal"), ("x", "other")])
def test_a_notice_belongs_to_what_stands_before_its_dot(kind, known):
    assert kind_of(kind).key == known


def test_what_is_chosen_is_obeyed(cast, browser):
    ChannelChoice.objects.create(user=cast.alice, kind="reminder", in_app=False, mail=Mail.NEVER, push=True)
    ChannelChoice.objects.create(user=cast.alice, kind="lead", in_app=True, mail=Mail.NOW, push=False)
    tell(cast.alice)
    tell(cast.alice, "lead.woken", key="2")
    assert [notice.kind for notice in Notification.objects.to(cast.alice)] == ["lead.woken"]
    assert [kind for kind, _subject in sent()] == ["push", "email"]


def test_what_is_not_shown_is_not_counted_under_the_bell(as_user, cast):
    ChannelChoice.objects.create(user=cast.alice, kind="reminder", in_app=False, mail=Mail.NEVER, push=False)
    tell(cast.alice)
    assert "pip" not in as_user(cast.alice).get("/badges/").text


def test_what_waits_for_the_digest_is_taken_once(cast):
    ChannelChoice.objects.create(user=cast.alice, kind="lead", in_app=True, mail=Mail.DIGEST, push=False)
    tell(cast.alice, "lead.woken")
    tell(cast.bob, "lead.woken", key="2")
    assert sent() == []
    assert [notice.key for notice in take_for_digest(cast.alice)] == ["1"]
    assert take_for_digest(cast.alice) == []


def test_by_night_only_the_app_is_told(cast, browser, time_machine):
    cast.alice.quiet_from, cast.alice.quiet_until = time(20), time(7)
    cast.alice.save()
    time_machine.move_to(timezone.now().replace(hour=22, minute=0, second=0, microsecond=0), tick=False)
    tell(cast.alice)
    morning = timezone.now() + timedelta(hours=9)
    assert {message.available_at for message in Outgoing.objects.all()} == {morning}
    assert Notification.objects.to(cast.alice).count() == 1


def test_who_left_is_sent_nothing(cast, browser):
    cast.alice.is_active = False
    tell(cast.alice)
    assert sent() == []


def test_the_mail_of_a_notice_leads_to_what_it_is_about_and_to_the_choices(cast, settings):
    ChannelChoice.objects.create(user=cast.alice, kind="lead", in_app=True, mail=Mail.NOW, push=False)
    notify(cast.alice, key="1", kind="lead", text="Kari & Co\nis back", url="/leads/7/")
    letter = Outgoing.objects.get().payload
    assert letter["subject"] == "Kari & Co is back"
    assert f"{settings.BASE_URL}/leads/7/" in letter["text"]
    assert "Kari & Co" in letter["text"]
    assert "Kari &amp; Co" in letter["html"]
    assert f"{settings.BASE_URL}{CHANNELS}" in letter["html"]


def as_typed(**chosen):
    """What the form sends: everything as it stands, but for what is chosen."""
    typed = {}
    for kind in all_kinds():
        typed |= {f"{kind.key}.in_app": "on", f"{kind.key}.mail": kind.mail}
        typed |= {f"{kind.key}.push": "on"} if kind.push else {}
    return {name: value for name, value in (typed | chosen).items() if value is not None}


def test_choosing(as_user, cast):
    client = as_user(cast.alice)
    answer = client.post(CHANNELS, as_typed(**{"reminder.mail": "digest", "lead.in_app": None}))
    assert answer.url == CHANNELS
    choices = {choice.kind: (choice.in_app, choice.mail) for choice in cast.alice.channel_choices.all()}
    assert choices == {"reminder": (True, "digest"), "lead": (False, "never")}
    assert Event.objects.get(verb="person.channels_chosen").details == {"kinds": ["lead", "reminder"]}
    client.post(CHANNELS, as_typed())
    assert not cast.alice.channel_choices.exists()


def test_choosing_nothing_new_writes_nothing(as_user, cast):
    as_user(cast.alice).post(CHANNELS, as_typed())
    assert not Event.objects.filter(verb="person.channels_chosen").exists()


def test_a_way_nobody_knows_is_refused_and_what_was_typed_is_kept(as_user, cast):
    answer = as_user(cast.alice).post(CHANNELS, as_typed(**{"reminder.mail": "pigeon", "lead.in_app": None}))
    assert (answer.status_code, cast.alice.channel_choices.count()) == (422, 0)
    assert answer.context["form"]["lead.in_app"].value() is False


def test_the_page_of_choices_asks_few_questions(as_user, cast, django_assert_max_num_queries):
    client = as_user(cast.alice)
    client.get(CHANNELS)
    with django_assert_max_num_queries(8):
        assert "A follow-up of yours is due." in client.get(reverse("followups:channels")).text
