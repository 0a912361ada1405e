"""Companies and contacts: shared, searched, and shown with what is theirs."""

import pytest
from django.urls import reverse

from leads.models import Company, Contact
from tests.counting import queries_of
from tests.world import MARK


@pytest.mark.parametrize("name", ["companies", "contacts"])
def test_lists_show_what_may_be_seen(as_user, cast, world, name):
    assert MARK in as_user(cast.bob).get(reverse(f"leads:{name}")).content.decode()
    assert MARK not in as_user(cast.charlie).get(reverse(f"leads:{name}")).content.decode()


@pytest.mark.parametrize("name", ["companies", "contacts"])
def test_lists_are_searched(as_user, cast, world, name):
    client = as_user(cast.alice)
    assert MARK in client.get(reverse(f"leads:{name}"), {"q": "mirabilis"}).content.decode()
    assert f">{MARK}" not in client.get(reverse(f"leads:{name}"), {"q": "nothing like it"}).content.decode()


@pytest.mark.parametrize("name", ["companies", "contacts"])
def test_the_number_of_queries_does_not_grow(as_user, cast, name):
    client, counts = as_user(cast.alice), []
    for number in range(3):
        company = Company.objects.create(name=f"Company {number}", owner=cast.bob)
        Contact.objects.create(name=f"Contact {number}", company=company, owner=cast.bob)
        counts.append(queries_of(client, reverse(f"leads:{name}")))
    assert counts[2] == counts[0]


@pytest.mark.parametrize("thing", ["company", "contact"])
def test_a_page_shows_the_deals_its_reader_sees(as_user, cast, world, thing):
    page = as_user(cast.alice).get(reverse(f"leads:{thing}", args=[world[thing].pk])).content.decode()
    assert world["deal"].title in page
    type(world[thing]).objects.update(owner=None)
    page = as_user(cast.charlie).get(reverse(f"leads:{thing}", args=[world[thing].pk])).content.decode()
    assert world["deal"].title not in page


@pytest.mark.parametrize(("thing", "verb"), [("company", "company.created"), ("contact", "contact.created")])
def test_one_is_added(as_user, cast, verbs, thing, verb):
    response = as_user(cast.alice).post(reverse(f"leads:{thing}-new"), {"name": "Nordkyst"})
    assert response.status_code == 302
    assert verbs() == [verb]


@pytest.mark.parametrize("thing", ["company", "contact"])
def test_one_is_changed(as_user, cast, world, verbs, thing):
    edit = reverse(f"leads:{thing}-edit", args=[world[thing].pk])
    assert as_user(cast.alice).post(edit, {"name": ""}).status_code == 422
    assert as_user(cast.gus).post(edit, {"name": "Other"}).status_code == 403
    assert as_user(cast.charlie).post(edit, {"name": "Other"}).status_code == 404
    assert as_user(cast.alice).post(edit, {"name": "Other", "owner": cast.alice.pk}).status_code == 302
    assert type(world[thing]).objects.get(pk=world[thing].pk).name == "Other"
    assert [verb for verb in verbs() if verb.startswith(thing)] == [f"{thing}.edited"]
