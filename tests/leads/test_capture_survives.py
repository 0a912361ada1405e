"""Whatever is killed, whenever: one answer, one owner, one event, one promise for each who sent a form."""

from collections import Counter

import pytest
from django.test import Client

from followups.actions import set_up_kinds
from followups.models import FollowUp, Notification
from leads.models import Lead
from tests.faults import test_reminders_survive as death
from tests.leads.forms import make_form, send
from tests.leads.test_assigning import make_rule
from timeline.models import Event, MailboxMessage, Outgoing

machine, valkey = death.machine, death.valkey
ROUNDS, AT_ONCE = 5, 12


@pytest.mark.django_db(transaction=True)
def test_each_who_sends_a_form_is_answered_and_given_once_however_often_the_worker_dies(cast, machine, monkeypatch):
    monkeypatch.setattr(death, "PATIENCE", 180)  # a mail that a dying worker had in hand is taken up after its lease
    set_up_kinds()
    make_rule("Everything", cast.alice, cast.bob)
    form = make_form(cast.ada, reply_subject="Thank you", reply_text="We will call.")
    senders = [f"a{number}@fjord.example" for number in range(ROUNDS * AT_ONCE)]
    for turn, seen in enumerate((Event, MailboxMessage, Outgoing, FollowUp, MailboxMessage)):
        before = seen.objects.count()
        for number in range(turn * AT_ONCE, (turn + 1) * AT_ONCE):
            assert send(Client(), form, sender=f"198.51.100.{number}", email=senders[number]).status_code == 302
        death.wait_for(lambda seen=seen, before=before: seen.objects.count() > before, f"more of {seen.__name__}")
        death.kill(machine["worker"])
        machine["worker"].start()
    death.wait_for(lambda: Outgoing.objects.filter(sent_at=None).count() == 0, "the last mail")
    death.wait_for(lambda: Notification.objects.count() == len(senders), "the last promise")

    assert sorted(MailboxMessage.objects.values_list("recipients__0", flat=True)) == sorted(senders)
    assert Lead.objects.filter(owner=None).count() == 0
    assert Counter(Lead.objects.values_list("owner__name", flat=True)) == {"Alice Archer": 30, "Bob Baker": 30}
    assert [Event.objects.filter(verb=verb).count() for verb in ("lead.captured", "lead.routed")] == [60, 60]
    assert FollowUp.objects.values("lead").distinct().count() == FollowUp.objects.count() == 60
