"""Whatever is thrown away and restored, in whatever order: each row of the database is as it was."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.bin.actions import restore, throw_away
from accounts.bin.kinds import kinds
from accounts.bin.parcels import unlink
from accounts.bin.walking import hanging_on
from accounts.models import BinnedLink, BinnedRecord, BinnedRow
from followups.models import FollowUp
from leads.models import Company, Contact, Lead, Qualification
from tests.accounts.bin.hanging import hang_everything
from tests.tables import differences, every_row
from tests.world import make_lead

pytestmark = pytest.mark.django_db
RECORDS = ["lead", "other", "company", "child", "contact", "deal"]
ORDERS = st.lists(st.tuples(st.sampled_from(["throw", "restore"]), st.integers(0, 5)), max_size=14)


class Undone(Exception):
    """Ends an example: nothing of it stays."""


@pytest.fixture
def hanging(world, cast):
    return hang_everything(world, cast.alice)


@pytest.mark.parametrize("name", [name for name in RECORDS if name != "deal"])
def test_each_row_is_as_it_was(hanging, cast, name):
    before = every_row()
    outcome = throw_away([hanging[name]], by=cast.alice, note="A test")
    assert not type(hanging[name]).objects.filter(pk=hanging[name].pk).exists()
    assert [record.pk for record in restore(outcome.done, by=cast.mona).done] == [hanging[name].pk]
    assert differences(before, every_row()) == {}
    assert (BinnedRecord.objects.count(), BinnedRow.objects.count(), BinnedLink.objects.count()) == (0, 0, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ORDERS)
def test_in_whatever_order(hanging, cast, acts):
    before = every_row()
    try:
        with transaction.atomic():
            for verb, number in acts:
                act(hanging, cast, verb, RECORDS[number])
            restore(list(BinnedRecord.objects.order_by("-pk")), by=cast.alice)
            for binned in BinnedRecord.objects.order_by("pk"):
                restore([binned], by=cast.alice)
            assert differences(before, every_row()) == {}
            raise Undone
    except Undone:
        pass


def act(hanging, cast, verb, name):
    record = hanging[name]
    if record._meta.model_name not in kinds:
        return
    if verb == "throw":
        throw_away([record], by=cast.alice)
    else:
        binned = BinnedRecord.objects.filter(kind=record._meta.model_name, record_id=record.pk)
        restore(list(binned), by=cast.alice)


def test_many_at_once_cost_no_more_than_one(cast, hanging):
    many = [make_lead(f"Lead {number}", cast.alice, label=hanging["label"]) for number in range(40)]
    with CaptureQueriesContext(connection) as one:
        outcome = throw_away([many.pop()], by=cast.alice)
    with CaptureQueriesContext(connection) as back:
        restore(outcome.done, by=cast.alice)
    with CaptureQueriesContext(connection) as all_of_them:
        outcome = throw_away(many, by=cast.alice)
    with CaptureQueriesContext(connection) as all_back:
        restore(outcome.done, by=cast.alice)
    assert (len(all_of_them), len(all_back)) == (len(one), len(back))
    assert Lead.objects.filter(name__startswith="Lead ").count() == 40


def test_what_is_gone_by_now_is_not_missed(cast, hanging):
    outcome = throw_away([hanging["other"]], by=cast.alice)
    throw_away([hanging["child"]], by=cast.alice)
    BinnedRecord.objects.filter(kind="company").delete()
    restore(outcome.done, by=cast.alice)
    other = Lead.objects.get(pk=hanging["other"].pk)
    assert (other.company, other.contact) == (None, hanging["contact"])


def test_what_cannot_be_without_something_gone_stays_with_a_sentence(cast):
    lead = make_lead("Alone", cast.alice)
    outcome = throw_away([lead], by=cast.alice)
    Qualification.objects.filter(pk=lead.qualification_id).delete()
    with pytest.raises(ValidationError, match="“Alone” belongs to something that is gone for good"):
        restore(outcome.done, by=cast.alice)
    assert BinnedRow.objects.filter(binned=outcome.done[0]).count() == 1


def test_a_value_taken_meanwhile_is_a_sentence_and_changes_nothing(cast):
    company = Company.objects.create(name="First", external_id="c-1", owner=cast.alice)
    outcome = throw_away([company], by=cast.alice)
    Company.objects.create(name="Second", external_id="c-1")
    with pytest.raises(ValidationError, match="has the same external id by now"):
        restore(outcome.done, by=cast.alice)
    assert BinnedRecord.objects.count() == 1
    assert Company.objects.get(external_id="c-1").name == "Second"


def test_columns_of_another_version_are_no_matter(cast):
    contact = Contact.objects.create(name="Kari", owner=cast.alice, custom={"size": 3})
    outcome = throw_away([contact], by=cast.alice)
    row = BinnedRow.objects.get(model="leads.contact")
    row.row = {"was_dropped": 1} | {
        name: value for name, value in row.row.items() if name not in ("created_at", "phone")
    }
    row.save()
    restore(outcome.done, by=cast.alice)
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.custom) == ("Kari", "", {"size": 3})


def test_of_several_those_that_cannot_come_back_stay(cast):
    first = Company.objects.create(name="First", external_id="c-1", owner=cast.alice)
    other = Company.objects.create(name="Other", owner=cast.alice)
    outcome = throw_away([first, other], by=cast.alice)
    Company.objects.create(name="Second", external_id="c-1")
    back = restore(outcome.done, by=cast.alice)
    assert [record.name for record in back.done] == ["Other"]
    assert [(one.title, "same external id" in why) for one, why in back.refused] == [("First", True)]


def test_what_points_elsewhere_since_it_was_read_is_left_so(cast):
    old, new = (Company.objects.create(name=name, owner=cast.alice) for name in ("Old", "New"))
    lead = make_lead("Mwana Kapinga", cast.alice)
    Lead.objects.filter(pk=lead.pk).update(company=old)
    found = hanging_on(Company, [old.pk])
    Lead.objects.filter(pk=lead.pk).update(company=new)
    facts = {"kind": "company", "record_id": old.pk, "title": "Old", "owner": cast.alice, "by": cast.alice}
    unlink(found, {old.pk: BinnedRecord.objects.create(act=uuid4(), **facts).pk})
    assert Lead.objects.get(pk=lead.pk).company == new


def test_what_is_promised_to_the_deal_a_lead_became_stays_with_it(hanging, cast):
    facts = {"kind": hanging["kind"], "owner": cast.alice, "due_at": timezone.now()}
    promised = FollowUp.objects.create(title="Call", deal=hanging["deal"], lead=hanging["lead"], **facts)
    before = every_row()
    outcome = throw_away([hanging["lead"]], by=cast.alice)
    assert FollowUp.objects.values_list("deal", "lead").get(pk=promised.pk) == (hanging["deal"].pk, None)
    restore(outcome.done, by=cast.alice)
    assert differences(before, every_row()) == {}


def test_what_is_promised_to_a_deal_goes_with_it(hanging, cast):
    facts = {"kind": hanging["kind"], "owner": cast.alice, "due_at": timezone.now()}
    promised = FollowUp.objects.create(title="Call", deal=hanging["deal"], lead=hanging["lead"], **facts)
    throw_away([hanging["deal"]], by=cast.alice)
    assert not FollowUp.objects.filter(pk=promised.pk).exists()
