"""Placing people, letting them go, the tree of teams, and how far each role sees."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Role, Team, User, Visibility
from accounts.visibility import visible_owner_ids
from tests.cast import make_person, make_team
from tests.counting import queries_of
from timeline.models import Event


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def url(name, thing):
    return reverse(f"accounts:{name}", args=[thing.pk])


def test_an_admin_sees_everybody(as_user, cast):
    page = as_user(cast.ada).get(reverse("accounts:people")).content.decode()
    assert all(person.name in page for person in User.objects.all())


def test_the_number_of_queries_does_not_grow(as_user, cast):
    client, url = as_user(cast.ada), reverse("accounts:people")
    few = queries_of(client, url)
    for number in range(3):
        make_person(f"P{number} Extra", Role.REP, make_team(f"Team {number}"))
    assert queries_of(client, url) == few


def test_a_person_is_placed(as_user, cast):
    as_user(cast.ada).post(url("person", cast.bob), {"role": "manager", "team": cast.south.pk})
    assert (again(cast.bob).role, again(cast.bob).team) == ("manager", cast.south)
    event = Event.objects.get(verb="person.placed")
    assert event.changes == {"role": ["rep", "manager"], "team": ["North", "South"]}


def test_a_new_role_counts_from_the_next_click(as_user, cast):
    client = as_user(cast.bob)
    assert client.get(reverse("accounts:people")).status_code == 403
    actions.place_person(cast.bob, role=Role.ADMIN, team=None, by=cast.ada)
    assert client.get(reverse("accounts:people")).status_code == 200


def test_the_last_admin_stays(as_user, cast):
    response = as_user(cast.ada).post(url("person", cast.ada), {"role": "rep", "team": ""})
    assert response.status_code == 422
    assert "Ada Abel is the last admin" in response.content.decode()
    assert again(cast.ada).role == "admin"


def test_a_deactivated_person_is_out_at_once(as_user, cast):
    bobs = Client()
    bobs.post(reverse("account_login"), {"login": cast.bob.email, "password": "a long enough password"})
    assert UserSession.objects.filter(user=cast.bob).count() == 1
    as_user(cast.ada).post(url("person-deactivate", cast.bob))
    assert UserSession.objects.filter(user=cast.bob).count() == 0
    assert bobs.get(reverse("accounts:settings")).status_code == 302
    assert again(cast.bob).is_active is False
    as_user(cast.ada).post(url("person-reactivate", cast.bob))
    assert again(cast.bob).is_active is True


def test_nobody_deactivates_themselves(as_user, cast):
    response = as_user(cast.ada).post(url("person-deactivate", cast.ada))
    assert response.status_code == 422
    assert "You cannot deactivate yourself" in response.content.decode()


def test_a_team_is_added_below_another(as_user, cast):
    as_user(cast.ada).post(reverse("accounts:team-add"), {"team-name": "Coast", "team-parent": cast.north.pk})
    coast = Team.objects.get(name="Coast")
    assert coast.path == f"{cast.north.pk}.{coast.pk}."


def test_moving_a_team_moves_its_branch(cast):
    coast = make_team("Coast", cast.north)
    harbour = make_team("Harbour", coast)
    actions.change_team(coast, name="Shore", parent=cast.south, by=cast.ada)
    assert (again(coast).name, again(coast).path) == ("Shore", f"{cast.south.pk}.{coast.pk}.")
    assert again(harbour).path == f"{cast.south.pk}.{coast.pk}.{harbour.pk}."
    assert again(harbour).parent == coast
    actions.change_team(coast, name="Shore", parent=None, by=cast.ada)
    assert again(harbour).path == f"{coast.pk}.{harbour.pk}."


def test_a_team_cannot_stand_below_its_own_branch(as_user, cast):
    coast = make_team("Coast", cast.north)
    response = as_user(cast.ada).post(url("team", cast.north), {"name": "North", "parent": coast.pk})
    assert response.status_code == 422
    assert "North cannot stand below its own branch." in response.content.decode()
    with pytest.raises(ValidationError):
        actions.change_team(coast, name="Coast", parent=coast, by=cast.ada)


@pytest.mark.parametrize(
    ("visibility", "seen"), [("own", {"alice"}), ("team", {"alice", "bob", "gus", "mona"}), ("everyone", None)]
)
def test_how_far_a_role_sees(as_user, cast, visibility, seen):
    as_user(cast.ada).post(reverse("accounts:reach"), {"role": "rep", "visibility": visibility})
    ids = visible_owner_ids(again(cast.alice))
    assert ids == (None if seen is None else sorted(getattr(cast, name).pk for name in seen))


def test_a_manager_sees_the_branches_below(cast):
    coast = make_team("Coast", cast.north)
    carl = make_person("Carl Coast", Role.REP, coast)
    assert carl.pk in visible_owner_ids(cast.mona)
    assert cast.charlie.pk not in visible_owner_ids(cast.mona)


def test_a_role_nobody_knows_is_refused(as_user, cast):
    assert as_user(cast.ada).post(reverse("accounts:reach"), {"role": "boss", "visibility": "own"}).status_code == 422
    assert Visibility.TEAM == "team"
