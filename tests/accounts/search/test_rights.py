"""Whatever is owned by whomever and seen by whomever: the search finds just what a plain filter finds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Role, RoleVisibility, Team, User, Visibility
from accounts.search.queries import search
from leads.models import Company, Contact, Lead, Qualification
from pipeline.actions import note_on_deal
from pipeline.actions.setup import set_up_pipeline
from pipeline.models import Deal
from tests.world import make_lead

ROLES = [Role.REP, Role.MANAGER, Role.ADMIN, Role.GUEST]


@st.composite
def houses(draw):
    """(role and team of each person, how far each role sees, (kind, owner) of each record)."""
    people = draw(st.lists(st.tuples(st.sampled_from(ROLES), st.integers(0, 2)), min_size=2, max_size=5))
    reach = draw(st.fixed_dictionaries({role: st.sampled_from(Visibility.values) for role in ROLES}))
    owners = st.one_of(st.none(), st.integers(0, len(people) - 1))
    records = draw(st.lists(st.tuples(st.sampled_from(["deal", "lead", "company", "contact"]), owners), max_size=9))
    handed = draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, len(people) - 1)), max_size=3))
    return people, reach, records, handed


class NobodyFindsWhatTheyMayNotSee(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(houses())
    def test_as_a_plain_filter(self, house):
        people, reach, records, handed = house
        users = self.people(people, reach)
        made = [self.record(kind, users[owner] if owner is not None else None, users) for kind, owner in records]
        for place, to in handed:
            if place < len(made):
                type(made[place]).objects.filter(pk=made[place].pk).update(owner=users[to])
        for user in users:
            fresh = User.objects.get(pk=user.pk)
            assert self.found(fresh) == self.seen(fresh)

    def people(self, people, reach):
        set_up_pipeline()
        for role, far in reach.items():
            RoleVisibility.objects.update_or_create(role=role, defaults={"visibility": far})
        teams = [None, *(Team.objects.create(name=f"T{number}") for number in (1, 2))]
        for team in teams[1:]:
            Team.objects.filter(pk=team.pk).update(path=f"{team.pk}.")
        return [
            User.objects.create(email=f"p{place}@x.example", name=f"P{place}", role=role, team=teams[team])
            for place, (role, team) in enumerate(people)
        ]

    def record(self, kind, owner, users):
        if kind == "deal":
            stage = set_up_pipeline().stages.standing().first()
            deal = Deal.objects.create(
                pipeline=stage.pipeline,
                stage=stage,
                rank=f"h{Deal.objects.count() + 1:04}V",
                title="Zebra",
                owner=owner or users[0],
                qualification=Qualification.objects.create(),
            )
            note_on_deal(deal, text="zebra note", by=users[0])
            return deal
        if kind == "lead":
            return make_lead("Zebra", owner)
        return {"company": Company, "contact": Contact}[kind].objects.create(name="Zebra", owner=owner)

    def found(self, user):
        return {group.kind.key: len(group.hits) for group in search("zebra", user).groups}

    def seen(self, user):
        counts = {
            model._meta.model_name: model.objects.visible_to(user).count() for model in (Deal, Lead, Company, Contact)
        }
        counts["note"] = counts["deal"]
        return {kind: min(count, 5) for kind, count in counts.items() if count}
