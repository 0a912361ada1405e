"""Every task of the workers, run twice, leaves what it left when run once: any of them may be delivered again."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from accounts.fields.indexes import ensure_indexes
from accounts.models import CustomField
from accounts.zones import today, workspace_zone
from config.celery import app
from config.health import TICK
from followups.mail.addresses import reply_address
from followups.models import Habit, LetterTemplate, Rule, Sequence
from followups.sequences.actions import start_sequence
from leads.models import ScoreReason, Submission
from leads.scoring import catching_up
from leads.scoring.actions import add_rule
from pipeline.models import Deal, ExchangeRate
from reports.models import EndedMonth
from tests.followups.mail.letters import raw_mail
from tests.leads.files import DEALS, queue, receive
from tests.offered import remind_soon
from tests.proposals.at_work import outlive, wait_to_be_drawn
from tests.test_house import FLOORS
from tests.world import make_lead
from timeline.outgoing import queue_email

DAY = timedelta(days=1)
HOUSE = tuple(f"{floor}." for floor in FLOORS if floor != "kit")
ROWS = "SELECT to_jsonb(t) - %s::text[] FROM {} t"
INDEXES = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'custom_field_%%'"
# When somebody last looked is no state of the house.
LOOKS = ["moved_at", "watched_until", "computed_at"]
DEED = {"kind": "deed", "signal": "lead.answered", "points": 20, "half_life": 10}


@pytest.mark.django_db(transaction=True)
def test_every_task_run_twice_leaves_what_it_left_once(work):
    twice, idle = {}, []
    for name in tasks_of_the_house():
        arguments = work.pop(name, tuple)() or ()
        before, once, again = picture(), after(name, arguments), after(name, arguments)
        if once != again:
            twice[name] = [key for key in once if once[key] != again[key]]
        if before == once:
            idle.append(name)
    assert (twice, idle, list(work)) == ({}, [], [])


def tasks_of_the_house():
    autodiscover_modules("tasks")
    return sorted(name for name in app.tasks if name.startswith(HOUSE))


def after(name, arguments):
    app.tasks[name].apply(args=arguments, throw=True)
    return picture()


def picture():
    """Everything the house knows: {table: its rows}, the indexes made for admins, whether the scheduler was heard."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.managed]
    found = {table: sorted(map(repr, ask(ROWS.format(table), [LOOKS]))) for table in tables}
    return found | {"indexes": sorted(ask(INDEXES)), "tick": cache.get(TICK) is not None}


def ask(question, values=()):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def work(world, cast, imap, settings):
    """{task: what gives it something to do; returns its arguments, if it has any}."""
    settings.INBOUND = settings.INBOUND | {"address": "kariz+{token}@in.tamar.example"}
    settings.DEFAULT_FROM_EMAIL = "Kariz <kariz@tamar.example>"
    yield {
        "accounts.tasks.ensure_indexes": lambda: add_field(),
        "followups.tasks.ask_rules": lambda: leave_alone(world["deal"]),
        "followups.tasks.claim_due": lambda: make_due(world["reminder"]),
        "followups.tasks.claim_sequences": lambda: begin_sequence(world["lead"], cast.alice) and None,
        "followups.tasks.deliver": lambda: make_due(world["reminder"]) or [world["reminder"].pk],
        "followups.tasks.read_mailbox": lambda: imap.deliver(raw_mail(to=reply_address(world["deal"]))),
        "followups.tasks.send_digests": lambda: begin_morning(cast.alice),
        "followups.tasks.take_step": lambda: [begin_sequence(make_lead("Sofía", cast.alice), cast.alice)],
        "leads.tasks.fade_scores": lambda: age_a_deed(cast),
        "leads.tasks.forget_unconfirmed_forms": lambda: forget_to_confirm(world["form"]),
        "leads.tasks.run_imports": lambda: hand_in_a_file(cast.ada),
        "leads.tasks.score_leads": lambda: add_rule(by=cast.ada, name="Everybody", points=5) and None,
        "leads.tasks.wake_leads": lambda: recycle_until_today(cast.alice),
        "pipeline.tasks.begin_rates": lambda: begin_rate(world["deal"]),
        "pipeline.tasks.wake_parked_deals": lambda: park_until_today(world["deal"]),
        "proposals.tasks.claim_reminders": lambda: remind_soon(world["buyer_link"], days=3) and None,
        "proposals.tasks.draw_waiting": lambda: wait_to_be_drawn(world["deal"]),
        "proposals.tasks.expire_versions": lambda: outlive(world["deal"]),
        "proposals.tasks.remind": lambda: [remind_soon(world["buyer_link"], days=1)],
        "reports.tasks.claim_mailing": lambda: send_now(world["report_schedule"]) and None,
        "reports.tasks.write_letter": lambda: [send_now(world["report_schedule"])],
        "reports.tasks.write_ended": lambda: end_long_ago(world["deal"]),
        "timeline.tasks.catch_up": lambda: age_the_log(),
        "timeline.tasks.send_outgoing": lambda: write_a_letter(),
    }
    CustomField.objects.all().delete()
    ensure_indexes()


def add_field():
    CustomField.objects.create(record="lead", key="fleet", name="Fleet", kind="number")


def leave_alone(deal):
    acts = [{"act": "tell", "given": {"whom": "owner", "text": "Look"}}]
    long_ago = timezone.now() - 8 * DAY
    Rule.objects.create(
        name="Idle", trigger="deal.idle", parameters={"days": 7}, acts=acts, watched_until=long_ago + 6 * DAY
    )
    Deal.objects.filter(pk=deal.pk).update(touched_at=long_ago, entered_stage_at=long_ago, opened_at=long_ago)
    deal.visits.update(entered_at=long_ago)


def make_due(reminder):
    reminder.due_at, reminder.lease_until = timezone.now() - timedelta(minutes=1), None
    reminder.save()


def begin_sequence(lead, by):
    lead.email = f"{lead.pk}@lacteos.example"
    lead.save()
    template = LetterTemplate.objects.create(name=f"Hello {lead.pk}", subject="Hello", body="Hello")
    sequence = Sequence.objects.create(name=f"Fair {lead.pk}", is_on=True)
    for position in (1, 2):
        sequence.steps.create(position=position, pause_days=position - 1, template=template)
    run = start_sequence(sequence, about=lead, by=by)
    run.next_at = timezone.now() - timedelta(minutes=1)  # whatever day it is today
    run.save()
    return run.pk


def begin_morning(person):
    local = timezone.localtime()
    Habit.objects.update_or_create(user=person, defaults={"morning": local.time(), "digested_on": None})


def age_a_deed(cast):
    rule = add_rule(by=cast.ada, name="Answered", **DEED)
    catching_up.score_those_behind()
    lead = make_lead("Dmytro Bondar", cast.alice, score=20, scored_at=timezone.now())
    ScoreReason.objects.create(lead=lead, rule=rule, points=20, earned_at=timezone.now() - 10 * DAY)


def forget_to_confirm(form):
    Submission.objects.create(form=form, operation=uuid.uuid4(), state="waiting", sent_at=timezone.now() - 60 * DAY)


def hand_in_a_file(by):
    queue(receive(by, DEALS))


def recycle_until_today(owner):
    make_lead("Chiara Esposito", owner, status="recycled", returns_on=timezone.localdate() - DAY)


def park_until_today(deal):
    Deal.objects.filter(pk=deal.pk).update(parked_until=timezone.localdate() - DAY, parked_reason="Budget")


def begin_rate(deal):
    Deal.objects.filter(pk=deal.pk).update(currency="USD", amount=100, base_amount=0)
    ExchangeRate.objects.create(currency="USD", since=today(), rate=Decimal("0.5"))


def end_long_ago(deal):
    """In a house that writes down how stays ended, as one with very many does."""
    now = timezone.now()
    EndedMonth.objects.create(month=date(2000, 1, 1), zone=workspace_zone(), start=now, until=now)
    moment = timezone.now() - 90 * DAY
    stay = {"stage": deal.stage, "entered_at": moment - DAY, "left_at": moment}
    deal.visits.create(**stay, exit="moved", exit_to=deal.stage)


def send_now(schedule):
    schedule.next_at = timezone.now() - timedelta(minutes=1)
    schedule.save()
    return schedule.letters.create(receiver=schedule.owner, due_at=schedule.next_at).pk


def age_the_log():
    """As if all had happened before the time in which it can be undone; the log itself lets nobody say so."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timeline_event DISABLE TRIGGER event_guard")
        cursor.execute("UPDATE timeline_event SET happened_at = happened_at - interval '1 hour'")
        cursor.execute("ALTER TABLE timeline_event ENABLE TRIGGER event_guard")


def write_a_letter():
    queue_email(key="a letter", to="kari@nordkyst.example", subject="Hello", text="Hello")
