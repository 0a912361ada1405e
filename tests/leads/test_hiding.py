"""Merging takes a record out of nobody's sight, unless those who lead all who lose it do it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role, RoleVisibility
from accounts.visibility import viewers
from leads.actions import take_lead
from leads.duplicates.merging import merge, merge_all
from leads.duplicates.undoing import undo_merge
from leads.models import Company, Contact, Lead, LikelyPair
from tests.cast import make_person, make_team
from tests.world import make_lead

KINDS = [Company, Contact]


def make(kind, owner, name="Dar Freight"):
    return make_lead(name, owner) if kind is Lead else kind.objects.create(name=name, owner=owner)


def seen(kind, user):
    return [record.owner and record.owner.name for record in kind.objects.visible_to(user)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_what_was_nobodys_stays_everybodys(cast, kind, is_turned):
    both = [make(kind, cast.alice), make(kind, None)]
    made = merge(*(both[::-1] if is_turned else both), by=cast.alice)
    assert (seen(kind, cast.charlie), seen(kind, cast.bob)) == ([None], [None])
    undo_merge(made, by=cast.alice)
    assert (seen(kind, cast.charlie), len(seen(kind, cast.bob))) == ([None], 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rep_cannot_keep_for_their_team_what_everybody_sees(cast, kind):
    mine, theirs = make(kind, cast.alice), make(kind, None, "Dar Ports")
    with pytest.raises(ValidationError, match="Dar Ports is nobody’s, so everybody sees it. Leave the owner empty"):
        merge(mine, theirs, by=cast.alice, choices={"owner": "kept"})
    assert kind.objects.filter(merged_into=None).count() == 2


def test_a_lead_that_is_nobodys_is_taken_first(cast):
    mine, theirs = make(Lead, cast.alice), make(Lead, None, "Dar Ports")
    with pytest.raises(ValidationError, match="Dar Ports is nobody’s yet, so everybody sees it. Take it first"):
        merge(mine, theirs, by=cast.alice)
    merge(mine, take_lead(theirs, by=cast.alice), by=cast.alice)
    assert seen(Lead, cast.alice) == ["Alice Archer"]


@pytest.mark.parametrize("kind", [*KINDS, Lead])
def test_who_sees_everybodys_may(cast, kind):
    mine, theirs = make(kind, cast.alice), make(kind, None)
    with pytest.raises(ValidationError):
        merge(mine, theirs, by=cast.mona, choices={"owner": "kept"})
    merge(mine, theirs, by=cast.ada, choices={"owner": "kept"})
    assert (seen(kind, cast.alice), seen(kind, cast.charlie)) == (["Alice Archer"], [])


@pytest.mark.parametrize("kind", [*KINDS, Lead])
def test_within_a_team_whoever_owned_it_may_keep_it(cast, kind):
    merge(make(kind, cast.alice), make(kind, cast.bob), by=cast.bob)
    assert (seen(kind, cast.alice), seen(kind, cast.bob)) == (["Alice Archer"], ["Alice Archer"])


def test_branches_that_would_lose_it_are_named(cast):
    branch = make_team("Harbours", parent=cast.north)
    dora, emil = (make_person(name, Role.REP, branch) for name in ("Dora Dean", "Emil Ek"))
    mine, theirs = make(Company, cast.alice), make(Company, dora)
    with pytest.raises(ValidationError, match="Dora Dean and Emil Ek would not see it any more"):
        merge(mine, theirs, by=cast.alice)
    merge(mine, theirs, by=cast.alice, choices={"owner": "gone"})
    assert [seen(Company, one) for one in (cast.alice, emil)] == [["Dora Dean"], ["Dora Dean"]]


def test_their_manager_may_take_it_from_them(cast):
    dora = make_person("Dora Dean", Role.REP, make_team("Harbours", parent=cast.north))
    merge(make(Company, cast.alice), make(Company, dora), by=cast.mona)
    assert (seen(Company, dora), seen(Company, cast.alice)) == ([], ["Alice Archer"])


def test_where_reps_see_their_own_alone_each_would_lose_it(cast):
    RoleVisibility.objects.create(role=Role.REP, visibility="own")
    mine, theirs = make(Lead, cast.alice), make(Lead, cast.bob)
    with pytest.raises(ValidationError, match="Bob Baker would not see it"):
        merge(mine, theirs, by=cast.alice)


def test_of_several_the_owner_in_the_end_counts(cast):
    mine, bobs, nobodys = make(Company, cast.alice), make(Company, cast.bob), make(Company, None)
    with pytest.raises(ValidationError):
        merge_all(mine, [bobs, nobodys], by=cast.alice, choices={"owner": mine})
    assert Company.objects.filter(merged_into=None).count() == 3
    merge_all(mine, [bobs, nobodys], by=cast.alice)
    assert seen(Company, cast.charlie) == [None]


def test_the_page_says_so_and_keeps_what_was_chosen(as_user, cast):
    mine, theirs = make(Company, cast.alice), make(Company, None, "Dar Ports")
    pair = LikelyPair.objects.create(one=f"company:{mine.pk}", other=f"company:{theirs.pk}", likeness=99)
    client = as_user(cast.alice)
    page = client.get(reverse("leads:compare", args=[pair.pk])).text
    assert "Whoever sees one of them now sees what stays." in page
    assert 'name="owner" value="other" checked' in page
    answer = client.post(reverse("leads:merge", args=[pair.pk]), {"owner": "one", "kept": "one"})
    assert (answer.status_code, "Leave the owner empty" in answer.text) == (422, True)
    assert 'name="owner" value="one" checked' in answer.text


def test_the_rule_is_the_one_of_every_list(cast):
    """Whoever is asked from either side says the same."""
    RoleVisibility.objects.create(role=Role.GUEST, visibility="own")
    everybody = [cast.alice, cast.bob, cast.charlie, cast.mona, cast.ada, cast.gus, make_person("Free", "rep", None)]
    owners = [*everybody, None]
    records = {make(Company, owner).pk: owner for owner in owners}
    found = {viewer.pk: [pk for pk, owner in records.items() if viewer.sees(owner)] for viewer in viewers()}
    asked = {one.pk: sorted(Company.objects.visible_to(one).values_list("pk", flat=True)) for one in everybody}
    assert found == asked
