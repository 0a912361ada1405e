"""Throwing away and restoring: events, what is seen meanwhile, what stands against it, two at once."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord, SearchEntry, StoredFile, User
from accounts.models.search import NOBODY
from accounts.records import record_named
from accounts.search.queries import search
from leads.duplicates.shown import seen_pairs, shown_pairs
from leads.models import Company, Contact, Fingerprint, Lead, LeadLabelStay
from proposals.models import Link
from tests.tables import differences, every_row
from tests.world import make_lead
from timeline.listeners import catch_up
from timeline.log import record
from timeline.models import Event, SetAside

pytestmark = pytest.mark.django_db


def test_one_event_for_each_and_the_history_is_whole_again(lead, cast):
    outcome = throw_away([lead], by=cast.alice, note="It was a test")
    thrown = Event.objects.get(verb="lead.thrown_away")
    assert (thrown.subject, thrown.actor, thrown.owner) == (f"lead:{lead.pk}", cast.alice, cast.alice)
    assert thrown.details == {"name": lead.name, "note": "It was a test", "bulk": str(outcome.act)}
    restore(outcome.done, by=cast.mona)
    back = Event.objects.get(verb="lead.restored")
    assert (back.subject, back.actor, back.team_path) == (f"lead:{lead.pk}", cast.mona, cast.north.path)


def test_the_log_is_listened_to_while_it_is_away(world, cast):
    outcome = throw_away([world["lead"]], by=cast.alice)
    catch_up(undo_window=timedelta(0))
    restore(outcome.done, by=cast.alice)
    catch_up(undo_window=timedelta(0))
    assert SetAside.objects.filter(event__verb__in=["lead.thrown_away", "lead.restored"]).count() == 0


def test_nothing_knows_of_it_meanwhile(world, cast):
    contact, lead = world["contact"], world["lead"]
    record("lead.noted", lead, by=cast.alice, owner=cast.alice, details={"text": "zebrafinch"})
    note = SearchEntry.objects.filter(kind="note", holder=f"lead:{lead.pk}")
    outcome = throw_away([lead], by=cast.alice)
    assert note.get().owner_id == NOBODY
    assert kinds_found("zebrafinch", cast.ada) == []
    assert record_named(f"lead:{lead.pk}", cast.ada) is None
    assert SearchEntry.objects.filter(kind="lead", record_id=lead.pk).count() == 0
    assert Fingerprint.objects.filter(record="lead", record_id=lead.pk).count() == 0
    assert list(shown_pairs(seen_pairs(cast.alice, state="open"), cast.alice)) == []
    throw_away([contact], by=cast.alice)
    assert Contact.objects.visible_to(cast.ada).filter(pk=contact.pk).count() == 0
    restore(outcome.done, by=cast.alice)
    assert note.get().owner_id == cast.alice.pk
    assert kinds_found("zebrafinch", cast.ada) == ["note"]


def kinds_found(text, reader):
    return [group.kind.key for group in search(text, reader).groups]


def test_a_stay_under_a_label_goes_on(lead, cast, hot):
    Lead.objects.filter(pk=lead.pk).update(label=hot)
    stays = list(LeadLabelStay.objects.values())
    restore(throw_away([lead], by=cast.alice).done, by=cast.alice)
    assert list(LeadLabelStay.objects.values()) == stays


def test_what_is_gone_already_is_passed_over(lead, cast):
    throw_away([lead], by=cast.alice)
    assert throw_away([lead], by=cast.alice).done == []
    binned = BinnedRecord.objects.all()
    restored = list(binned)
    assert len(restore(restored, by=cast.alice).done) == 1
    assert restore(restored, by=cast.alice).done == []
    assert Event.objects.filter(verb__startswith="lead.").count() == 2


def test_what_stands_against_it_is_said(world, cast):
    buyer = Link.objects.get().contact
    with pytest.raises(ValidationError, match="A proposal names “Mirabilis Kari” as its reader"):
        throw_away([buyer], by=cast.alice)
    outcome = throw_away([buyer, world["contact"]], by=cast.alice)
    assert [one.title for one in outcome.done] == [world["contact"].name]
    assert [what for what, _why in outcome.refused] == [buyer]
    assert Contact.objects.filter(pk=buyer.pk).exists()


def test_what_was_given_a_new_company_keeps_it(world, cast):
    lead = make_lead("Kari", cast.alice, company=world["company"])
    outcome = throw_away([world["company"]], by=cast.alice)
    other = Company.objects.create(name="Other")
    Lead.objects.filter(pk=lead.pk).update(company=other)
    restore(outcome.done, by=cast.alice)
    lead.refresh_from_db()
    assert lead.company == other


def test_files_wait_under_their_name(world, cast):
    lead = world["lead"]
    StoredFile.objects.create(
        record=f"lead:{lead.pk}", name="a.txt", kind="txt", size=0, sha256="0" * 64, by=cast.alice
    )
    outcome = throw_away([lead], by=cast.alice)
    assert StoredFile.objects.filter(record=f"lead:{lead.pk}").count() == 1
    restore(outcome.done, by=cast.alice)
    assert record_named(f"lead:{lead.pk}", cast.alice) == lead


def test_whose_owner_left_comes_back_as_it_was(lead, cast):
    outcome = throw_away([lead], by=cast.alice)
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    restore(outcome.done, by=cast.mona)
    assert Lead.objects.visible_to(cast.mona).get(pk=lead.pk).owner == cast.alice


@pytest.fixture
def lead(cast):
    return make_lead("Mwana Kapinga", cast.alice)


@pytest.fixture
def hot(world):
    return world["label"]


@pytest.mark.django_db(transaction=True)
def test_two_restore_at_once(cast):
    leads = [make_lead(f"Lead {number}", cast.alice) for number in range(3)]
    before = every_row()
    binned = throw_away(leads, by=cast.alice, act=uuid4()).done
    told = []
    threads = [Thread(target=restore_apart, args=(binned, cast.alice, told)) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(told) == [0, 0, 3]
    assert differences(before, every_row()) == {}
    assert Event.objects.filter(verb="lead.restored").count() == 3


def restore_apart(binned, by, told):
    try:
        told.append(len(restore(binned, by=by).done))
    finally:
        connection.close()
