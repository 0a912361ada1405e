"""Adding and changing leads; two people at the same lead lose nothing."""

import pytest
from django.urls import reverse

from leads import actions
from leads.models import Lead
from timeline.models import Event

FACTS = {"name": "Mwana Kapinga", "company_name": "Dar Freight", "source": "Fair", "email": "mwana@dar.example"}


def edit_url(lead):
    return reverse("leads:edit", args=[lead.pk])


def test_a_lead_is_added_with_an_empty_sheet(as_user, cast, verbs):
    response = as_user(cast.alice).post(reverse("leads:new"), {"name": "Haruto Sato", "owner": cast.alice.pk})
    made = Lead.objects.get(name="Haruto Sato")
    assert (response.status_code, response.url) == (302, reverse("leads:lead", args=[made.pk]))
    assert made.qualification.answers == [0, 0, 0, 0]
    assert verbs() == ["lead.created"]


def test_bad_input_is_asked_about_with_everything_typed(as_user, cast):
    response = as_user(cast.alice).post(reverse("leads:new"), {"name": "", "email": "no-at", "notes": "Long story"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "no-at" in page
    assert "Long story" in page
    assert "Write who it is" in page
    assert "Write an address like" in page
    assert not Lead.objects.exists()


def test_guests_may_not_add(as_user, cast):
    assert as_user(cast.gus).get(reverse("leads:new")).status_code == 403


def test_a_lead_cannot_be_given_to_somebody_unseen(as_user, cast):
    response = as_user(cast.alice).post(reverse("leads:new"), {"name": "Haruto Sato", "owner": cast.charlie.pk})
    assert response.status_code == 422


def test_facts_that_are_not_on_the_form_cannot_be_written(as_user, cast, lead):
    as_user(cast.alice).post(edit_url(lead), FACTS | {"status": "converted", "score": 99, "version": 1})
    again = Lead.objects.get(pk=lead.pk)
    assert (again.status, again.score) == ("new", 0)


def test_a_change_is_one_event_with_old_and_new(as_user, cast, lead):
    told = FACTS | {"phone": "+49 30 1", "owner": cast.alice.pk, "version": 1}
    assert as_user(cast.alice).post(edit_url(lead), told).status_code == 302
    event = Event.objects.get(verb="lead.edited")
    assert event.changes == {"phone": ["", "+49 30 1"]}
    assert Lead.objects.get(pk=lead.pk).version == 2


def test_saving_nothing_says_nothing(as_user, cast, lead, verbs):
    as_user(cast.alice).post(edit_url(lead), FACTS | {"owner": cast.alice.pk, "version": 1})
    assert verbs() == []


def test_two_people_changing_different_facts_both_keep_theirs(cast, lead):
    actions.edit_lead(lead, by=cast.bob, version=1, phone="+49 30 1")
    actions.edit_lead(lead, by=cast.alice, version=1, phone="", country="Tanzania")
    again = Lead.objects.get(pk=lead.pk)
    assert (again.phone, again.country) == ("+49 30 1", "Tanzania")


def test_two_people_changing_the_same_fact_are_asked_and_saving_again_decides(as_user, cast, lead):
    actions.edit_lead(lead, by=cast.bob, version=1, phone="+49 30 1")
    client, told = as_user(cast.alice), FACTS | {"phone": "+49 30 2", "owner": cast.alice.pk, "version": 1}
    response = client.post(edit_url(lead), told)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bob Baker changed phone while you were writing" in page
    assert 'value="+49 30 2"' in page
    assert 'name="version" value="2"' in page
    client.post(edit_url(lead), told | {"version": 2})
    assert Lead.objects.get(pk=lead.pk).phone == "+49 30 2"


@pytest.mark.parametrize(("actor", "status"), [("charlie", 404), ("gus", 403), ("bob", 200)])
def test_who_may_change_it(as_user, cast, lead, actor, status):
    assert as_user(getattr(cast, actor)).get(edit_url(lead)).status_code == status
