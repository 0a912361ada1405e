"""Programs that a house runs by itself: `python -m tests.faults.seed WHAT …`, each printing what the test must know."""

import json
import sys
from datetime import timedelta
from importlib import import_module

BEFORE = timedelta(minutes=15)


def main():
    import django

    django.setup()
    print(json.dumps(PROGRAMS[sys.argv[1]](*map(int, sys.argv[2:]))))


def prepare():
    """Tables, people, and a deal for the promises to be about; returns what names them."""
    from django.core.management import call_command

    from followups.actions import set_up_kinds

    call_command("migrate", verbosity=0)
    set_up_kinds()
    owner = somebody()
    deal = a_deal_of(owner)
    return {"owner": owner.pk, "deal": deal.pk, "session": session_of(owner)}


def somebody():
    from accounts.models import Role, User, Workspace

    Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR", time_zone="Europe/Berlin")
    return User.objects.create_user("alice@tamar.example", "a long enough password", name="Alice", role=Role.ADMIN)


def a_deal_of(owner):
    from leads.models import Qualification
    from pipeline.models import Deal, Pipeline, Stage

    pipeline = Pipeline.objects.create(name="New business", currency="EUR")
    stage = Stage.objects.create(pipeline=pipeline, name="Prospecting", position=1, probability=10, colour=1)
    facts = {"pipeline": pipeline, "stage": stage, "owner": owner, "qualification": Qualification.objects.create()}
    return Deal.objects.create(title="Refrigerated vans", rank="a0", amount=48200, base_amount=48200, **facts)


def session_of(person):
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def remind(count, seconds, after=0):
    """So many reminders of the one deal, due evenly over these seconds, the first one `after` seconds from now."""
    from django.utils import timezone

    from followups.models import FollowUp, FollowUpKind, Reminder
    from pipeline.models import Deal

    deal, kind = Deal.objects.select_related("owner").get(), FollowUpKind.objects.first()
    begin = timezone.now() + timedelta(seconds=after)
    dues = [begin + timedelta(seconds=seconds * number / count) for number in range(count)]
    first = FollowUp.objects.count() + 1
    promises = FollowUp.objects.bulk_create(
        FollowUp(kind=kind, title=f"Call {number}", deal=deal, owner=deal.owner, due_at=due + BEFORE)
        for number, due in enumerate(dues, start=first)
    )
    Reminder.objects.bulk_create(
        Reminder(follow_up=promise, due_at=due) for promise, due in zip(promises, dues, strict=True)
    )
    return count


def collect():
    """The static files that the pages of a real house name by their contents."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


PROGRAMS = {"prepare": prepare, "remind": remind, "collect": collect}

if __name__ == "__main__":
    main()
