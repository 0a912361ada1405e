"""Who is like somebody: the question, the weights, what a reader may see, and the pairs that are kept."""

import pytest

from leads.actions import create_lead
from leads.duplicates.alike import company_likeness, name_likeness
from leads.duplicates.asking import find_like
from leads.duplicates.finding import likes_of, likes_of_record, the_same_lead
from leads.duplicates.listeners import look_for_likes
from leads.duplicates.marks import HOUSES, Marks, marks_of, marks_of_house, marks_of_person
from leads.duplicates.pairs import find_pairs
from leads.duplicates.weighing import PAIR, weigh_houses, weigh_people
from leads.models import Company, Contact, LikelyPair
from tests.world import make_lead
from timeline.models import Event


def pairs():
    return list(LikelyPair.objects.order_by("one", "other").values_list("one", "other", "state"))


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("mwana kapinga", "kapinga mwana", 1.0),
        ("anna kowalczyk", "jan kowalczyk", 0.6),
        ("k kowalczyk", "katarzyna kowalczyk", 0.95),
        ("anna maria lopez", "annamaria lopez", 1.0),
        ("nguyen thi thu ha", "thu ha nguyen", 0.88),
        ("mwana", "", 0.0),
        ("mwana kapinga", "chiara esposito", 0.3),
    ],
)
def test_names_are_compared_word_by_word(one, other, likeness):
    assert name_likeness(one, other) <= likeness
    assert round(name_likeness(one, other), 2) == likeness or likeness == 0.3


def test_neighbours_that_changed_places_are_one_error():
    assert round(company_likeness("dar freight", "dar frieght"), 2) == 0.93
    assert company_likeness("dar freight", "dar freight tanzania") == 0.88


def who(name="Katarzyna Kowalczyk", email="", phone="", company=""):
    return {"name": name, "email": email, "phone": phone, "company": company}


def person(name="Katarzyna Kowalczyk", email="", phone="", company=""):
    return marks_of_person(name, company, email, phone)


@pytest.mark.parametrize(
    ("one", "other", "points", "reasons"),
    [
        (who(email="kasia@ko.example"), who("Kasia Kowalczyk", "Kasia+fair@ko.example"), 96, ("email",)),
        (who(email="info@ko.example"), who("Dmytro Bondar", "info@ko.example"), 45, ("email",)),
        (who("李伟", "li@ko.example"), who("Li Wei", "li@ko.example"), 96, ("email",)),
        (who(phone="+48 601 234 567"), who(phone="+48۶۰۱۲۳۴۵۶۷"), 97, ("phone", "name")),
        (who(company="Ko Sp"), who("Kowalczyk, Katarzyna", company="KO SP"), 94, ("name", "company")),
        (who(company="Ko Sp"), who("Katarzyna Kowalczik", company="Ko Sp"), 90, ("like-name", "company")),
        (who("Anna Ito", "anna@ko.example"), who("Hanna Ito", "hanna@ko.example"), 62, ("like-name", "domain")),
        (who("Anna Ito", "a@gmail.com"), who("Anna Ito", "b@gmail.com"), 50, ("name",)),
        (who("Anna Ito", company="Ko"), who("Anna Ito", company="Nordkyst Fisk"), 40, ("name",)),
        (who("Anna Ito"), who("Owen Pritchard"), 0, ()),
        (who("", "info@ko.example"), who("Anna Ito", "info@ko.example"), 96, ("email",)),
        (who("601 234 567", phone="+48 601 234 567"), who(phone="+48 601 234 567"), 82, ("phone",)),
    ],
)
def test_what_speaks_for_and_against(workspace, one, other, points, reasons):
    one, other = marks_of_person(**one), marks_of_person(**other)
    assert weigh_people(one, other) == weigh_people(other, one) == (points, reasons)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        (("Dar Freight Ltd", "dar.example"), ("DAR Freight", "www.dar.example"), 98),
        (("Dar Freight Ltd", ""), ("Dar Freight GmbH", ""), 92),
        (("Dar Freight", "dar.example"), ("Dar Freight", "freight.example"), 72),
        (("Dar Freight", ""), ("Dar Frieght", ""), 84),
        (("Nova Foods", ""), ("Nora Foods", ""), 0),
    ],
)
def test_companies_are_known_by_website_and_name(one, other, points):
    assert weigh_houses(marks_of_house(*one), marks_of_house(*other))[0] == points


def test_a_name_alone_is_nobody(cast, lead):
    make_lead("Mwana Kapinga", cast.alice, company_name="Nordkyst Fisk")
    assert find_pairs([f"lead:{lead.pk}"]) == 0


def test_likes_of_what_is_typed(cast, lead):
    contact = Contact.objects.create(name="Mwana K.", email="mwana@dar.example", owner=cast.alice)
    likes = likes_of(person("M Kapinga", "MWANA@dar.example"), cast.alice)
    assert [(like.record, like.likeness, like.reasons[0]) for like in likes] == [
        (contact, 99, "email"),
        (lead, 99, "email"),
    ]


def test_a_lead_beside_its_contact_is_no_second_person(cast, lead):
    lead.contact = Contact.objects.create(name=lead.name, email=lead.email, owner=cast.alice)
    lead.save()
    assert [like.name for like in likes_of(marks_of(lead), cast.alice)] == [f"contact:{lead.contact_id}"]


def test_what_a_reader_may_not_see_is_not_there(cast, lead):
    marks = marks_of(lead)
    assert [like.record for like in likes_of(marks, cast.bob)] == [lead]
    assert likes_of(marks, cast.charlie) == []
    assert [like.record for like in likes_of(marks)] == [lead]


def test_nothing_asked_nothing_found(lead):
    assert likes_of(Marks()) == []


def test_captures_attach_to_a_lead_in_work(cast, lead):
    assert the_same_lead(person("Mwana Kapinga", "mwana@dar.example")) == lead
    assert the_same_lead(person("Mwana Kapinga", company="Dar Freight")) is None
    lead.status = "converted"
    lead.save()
    assert the_same_lead(person("Mwana Kapinga", "mwana@dar.example")) is None


def test_a_house_of_many_is_left_to_the_other_arms(cast):
    for number in range(210):
        make_lead(f"Worker {number}", cast.alice, company_name="Unknown")
    assert find_like(Marks("warker 1", "unknown"), ["lead"]) == []
    assert len(find_like(Marks("worker 1", "unknown"), ["lead"], by_name=True)) == 50


def test_companies_are_found_by_their_site(cast):
    firm = Company.objects.create(name="Dar Freight", domain="dar.example")
    likes = likes_of(marks_of_house("", "https://dar.example/en"), cast.alice, kinds=HOUSES)
    assert [like.record for like in likes] == [firm]


def test_pairs_are_kept_once_and_in_order(cast, lead):
    twin = make_lead("Kapinga Mwana", cast.bob, email=lead.email)
    assert find_pairs([f"lead:{twin.pk}"]) == 1
    assert find_pairs([f"lead:{lead.pk}", f"lead:{twin.pk}"]) == 2
    assert pairs() == [(f"lead:{lead.pk}", f"lead:{twin.pk}", "open")]
    pair = LikelyPair.objects.get()
    assert (pair.likeness, pair.reasons) == (99, ["email", "name"])


def test_a_pair_that_is_no_longer_alike_is_forgotten(cast, lead):
    twin = make_lead("Kapinga Mwana", cast.bob, email=lead.email)
    find_pairs([f"lead:{twin.pk}"])
    twin.name, twin.email = "Owen Pritchard", "owen@freelance.example"
    twin.save()
    find_pairs([f"lead:{twin.pk}"])
    assert pairs() == []


def test_what_somebody_decided_stays(cast, lead):
    twin = make_lead("Kapinga Mwana", cast.bob, email=lead.email)
    LikelyPair.objects.create(one=f"lead:{lead.pk}", other=f"lead:{twin.pk}", likeness=90, state="apart")
    find_pairs([f"lead:{twin.pk}"])
    assert LikelyPair.objects.values_list("state", "likeness").get() == ("apart", 90)


def test_a_lead_and_its_contact_are_no_pair(cast, lead):
    lead.contact = Contact.objects.create(name=lead.name, email=lead.email)
    lead.save()
    assert find_pairs([f"lead:{lead.pk}"]) == 0


def test_a_deal_is_no_pair(cast, lead):
    twin = make_lead("Mwana Kapinga", cast.bob, email=lead.email, status="converted")
    assert find_pairs([f"lead:{twin.pk}"]) == 0


def test_likes_of_a_record_leave_itself_out(cast, lead):
    assert likes_of_record(lead, cast.alice) == []
    assert PAIR == 80


def test_whatever_is_written_is_looked_at(cast, lead):
    twin = create_lead(by=cast.bob, owner=cast.bob, name="Kapinga Mwana", email=lead.email)
    look_for_likes(list(Event.objects.all()))
    assert pairs() == [(f"lead:{lead.pk}", f"lead:{twin.pk}", "open")]
