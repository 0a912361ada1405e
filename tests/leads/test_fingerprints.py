"""The database itself keeps what records are recognised by, and since when a lead carries which label."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Company, Contact, Fingerprint, Label, Lead, LeadLabelStay
from tests.world import make_lead


def keys(thing):
    """name, company, e-mail, phone, domain of a record; None if nothing recognises it."""
    found = Fingerprint.objects.filter(record=thing._meta.model_name, record_id=thing.pk)
    return found.values_list("name_key", "company_key", "email_key", "phone_key", "domain_key").first()


@pytest.fixture
def firm(db):
    return Company.objects.create(name="Dar Freight Ltd.", domain="https://www.dar.example/")


@pytest.fixture
def person(firm):
    return Contact.objects.create(name="Mwana Kapinga", company=firm, email="mwana@dar.example")


def test_each_kind_is_recognised_by_its_facts(lead, firm, person):
    assert keys(lead) == ("mwana kapinga", "dar freight", "mwana@dar.example", "", "dar.example")
    assert keys(firm) == ("dar freight", "dar freight", "", "", "dar.example")
    assert keys(person) == ("mwana kapinga", "dar freight", "mwana@dar.example", "", "dar.example")


def test_it_follows_every_change(lead):
    Lead.objects.update(name="محمد رضائي", email="", phone_key="+989121234567")
    assert keys(lead) == ("محمد رضایی", "dar freight", "", "+989121234567", "")


def test_contacts_follow_the_name_of_their_company(firm, person):
    Company.objects.update(name="Pwani Cargo GmbH")
    assert keys(person)[1] == "pwani cargo"
    Contact.objects.update(company=None)
    assert keys(person)[1] == ""


def test_many_at_once_are_all_recognised(db):
    Company.objects.bulk_create(Company(name=f"Firm {number} AG") for number in range(3))
    names = Fingerprint.objects.filter(record="company").order_by("name_key").values_list("name_key", flat=True)
    assert list(names) == ["firm 0", "firm 1", "firm 2"]


def test_what_is_merged_or_gone_is_not_found(lead, cast):
    other = make_lead("Mwana K.", cast.alice)
    Lead.objects.filter(pk=other.pk).update(merged_into=lead)
    assert keys(other) is None
    Lead.objects.filter(pk=other.pk).update(merged_into=None)
    assert keys(other)[0] == "mwana k"
    Lead.objects.all().delete()
    assert Fingerprint.objects.count() == 0


def test_stays_of_labels_follow_one_another(lead, hot):
    cold = Label.objects.create(set=hot.set, name="Cold", hue=240)
    for label in (hot, cold, cold, None, hot):
        Lead.objects.update(label=label)
    stays = list(LeadLabelStay.objects.filter(lead=lead).order_by("id").values_list("label__name", "ended_at"))
    assert [name for name, _end in stays] == ["Hot", "Cold", "Hot"]
    assert [end is None for _name, end in stays] == [False, False, True]


def test_a_label_a_lead_was_born_with_began_then(cast, hot):
    born = timezone.now() - timedelta(days=30)
    lead = make_lead("Haruto Sato", cast.bob, label=hot, created_at=born)
    assert list(lead.label_stays.values_list("label", "began_at", "ended_at")) == [(hot.pk, born, None)]
    lead.delete()
    assert LeadLabelStay.objects.count() == 0
