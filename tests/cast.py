"""The cast of every test: Alice owns, Bob is on her team, Charlie is a stranger, Mona leads, Ada shapes, Gus looks."""

from types import SimpleNamespace

import pytest

from accounts.models import Role, Team, User, Workspace


@pytest.fixture
def workspace(db):
    return Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR", time_zone="Europe/Berlin")


@pytest.fixture
def cast(workspace):
    """Everybody, as attributes: `cast.alice`, `cast.bob`, … and their teams `cast.north`, `cast.south`."""
    north, south = make_team("North"), make_team("South")
    return SimpleNamespace(
        north=north,
        south=south,
        alice=make_person("Alice Archer", Role.REP, north),
        bob=make_person("Bob Baker", Role.REP, north),
        charlie=make_person("Charlie Cole", Role.REP, south),
        mona=make_person("Mona Marsh", Role.MANAGER, north),
        ada=make_person("Ada Abel", Role.ADMIN, None),
        gus=make_person("Gus Gray", Role.GUEST, north),
    )


def make_team(name, parent=None):
    team = Team.objects.create(name=name, parent=parent)
    team.path = f"{parent.path if parent else ''}{team.pk}."
    team.save(update_fields=["path"])
    return team


def make_person(name, role, team):
    email = f"{name.split()[0].lower()}@tamar.example"
    return User.objects.create_user(email, "a long enough password", name=name, role=role, team=team)


@pytest.fixture
def as_user(client):
    """Sign somebody in: `as_user(cast.alice).get(…)`."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
