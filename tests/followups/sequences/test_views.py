"""Building a sequence, seeing who is where, and beginning it with one or many."""

import pytest
from django.urls import reverse

from accounts.models import BinnedRecord
from followups.models import Sequence, SequenceRun, SequenceStep
from followups.sequences.actions import start_sequence
from tests.followups.conftest import make_deal, make_lead
from timeline.models import Event

pytestmark = pytest.mark.django_db
FACTS = {"name": "After the fair", "daily_cap": 20, "stops_on_stage_change": "on"}


def path_of(name, *args):
    return reverse(f"followups:{name}", args=args)


class TestBuilding:
    @pytest.fixture
    def mona(self, as_user, cast):
        return as_user(cast.mona)

    def test_one_is_begun_built_and_switched_on(self, mona, template, kinds):
        mona.post(path_of("sequence-new"), FACTS)
        sequence = Sequence.objects.get()
        refused = mona.post(path_of("sequence-switch", sequence.pk), {"on": "1"}, follow=True)
        assert "Add a step first." in refused.content.decode()
        mona.post(path_of("sequence-step-add", sequence.pk), {"pause_days": 0, "template": template.pk})
        task = {"pause_days": 2, "kind": kinds["Call"].pk, "title": "Call them"}
        mona.post(path_of("sequence-step-add", sequence.pk), task)
        mona.post(path_of("sequence-switch", sequence.pk), {"on": "1"})
        sequence.refresh_from_db()
        assert [str(step) for step in sequence.steps.all()] == ["Hello", "Call them"]
        assert (sequence.is_on, sequence.daily_cap) == (True, 20)

    @pytest.mark.parametrize("facts", [{"name": ""}, {"daily_cap": 0}, {"daily_cap": 501}])
    def test_what_is_wrong_is_said(self, mona, facts):
        assert mona.post(path_of("sequence-new"), FACTS | facts).status_code == 422

    def test_two_of_one_name_are_told_apart(self, mona, sequence):
        assert mona.post(path_of("sequence-new"), FACTS | {"name": "AFTER the fair"}).status_code == 422

    def test_a_step_is_a_letter_or_a_task(self, mona, sequence, template, kinds):
        task = {"kind": kinds["Call"].pk, "title": "Call"}
        for facts in ({}, task | {"template": template.pk}, {"title": "Call"}, {"kind": kinds["Call"].pk}):
            answer = mona.post(path_of("sequence-step-add", sequence.pk), {"pause_days": 0} | facts)
            assert answer.status_code == 422
        assert sequence.steps.count() == 3

    def test_steps_are_moved_changed_and_taken_out(self, mona, sequence):
        first, second, third = sequence.steps.all()
        mona.post(path_of("sequence-step-place", third.pk), {"step": "up"})
        mona.post(path_of("sequence-step", first.pk), {"pause_days": 4, "template": first.template_id})
        mona.post(path_of("sequence-step-retire", second.pk))
        standing = SequenceStep.objects.filter(retired_at=None).values_list("pk", "pause_days")
        assert list(standing) == [(first.pk, 4), (third.pk, 3)]

    def test_one_is_thrown_away_and_comes_back_with_its_steps(self, mona, sequence):
        page = mona.post(path_of("sequence-drop", sequence.pk), follow=True)
        assert mona.get(path_of("sequence-edit", sequence.pk)).status_code == 404
        assert not SequenceStep.objects.exists()
        mona.post(f"/bin/acts/{BinnedRecord.objects.get().act}/undo/")
        assert "is in the bin" in page.text
        assert SequenceStep.objects.filter(sequence=sequence).count() == 3

    def test_reps_build_none(self, as_user, cast, sequence):
        assert as_user(cast.alice).get(path_of("sequence-edit", sequence.pk)).status_code == 403
        assert as_user(cast.alice).get(path_of("sequences")).status_code == 200


class TestOnTheWay:
    def test_it_begins_and_stops_on_the_page_of_a_deal(self, as_user, cast, sequence, deal, kari):
        client = as_user(cast.alice)
        client.post(path_of("deal-sequence", deal.pk), {"sequence": sequence.pk})
        run = SequenceRun.objects.get()
        assert "After the fair" in client.get(path_of("deal-letters", deal.pk)).content.decode()
        client.post(path_of("sequence-stop", run.pk))
        run.refresh_from_db()
        assert (run.state, run.reason) == ("stopped", "hand")

    def test_why_it_cannot_begin_is_said(self, as_user, cast, sequence, deal):
        page = as_user(cast.alice).post(path_of("deal-sequence", deal.pk), {"sequence": sequence.pk}, follow=True)
        assert "contact.email" in page.content.decode()

    def test_each_person_sees_theirs(self, as_user, cast, sequence, deal, kari):
        run = start_sequence(sequence, about=deal, by=cast.alice)
        page = path_of("sequence", sequence.pk)
        assert str(deal) in as_user(cast.bob).get(page).content.decode()
        assert str(deal) not in as_user(cast.charlie).get(page).content.decode()
        assert as_user(cast.charlie).post(path_of("sequence-stop", run.pk)).status_code == 404
        assert as_user(cast.gus).post(path_of("sequence-stop", run.pk)).status_code == 403

    def test_more_people_are_no_more_questions(
        self, as_user, cast, sequence, demo, kari, django_assert_max_num_queries
    ):
        client = as_user(cast.alice)
        for number in range(4):
            start_sequence(sequence, about=make_deal(demo, cast.alice, f"Deal {number}", contact=kari), by=cast.alice)
        client.get(path_of("sequence", sequence.pk))
        with django_assert_max_num_queries(9):
            client.get(path_of("sequence", sequence.pk))


class TestMany:
    def test_leads_begin_together_and_it_is_taken_back(self, as_user, cast, sequence):
        leads = [make_lead(cast.alice, f"Lead {number}", email=f"{number}@dar.example") for number in range(2)]
        blind = make_lead(cast.alice, "No address")
        ids = ",".join(str(lead.pk) for lead in (*leads, blind))
        client = as_user(cast.alice)
        page = client.post("/leads/bulk/", {"act": "sequence", "ids": ids, "sequence": sequence.pk})
        assert SequenceRun.objects.running().count() == 2
        assert "contact.email" in page.content.decode()
        bulk = page.context["bulk"]
        client.post(reverse("leads:undo-bulk", args=[bulk]))
        assert SequenceRun.objects.running().count() == 0

    def test_deals_begin_together(self, as_user, cast, sequence, deal, kari, demo):
        blind = make_deal(demo, cast.alice, "No contact", contact=None)
        facts = {"ids": f"{deal.pk}.1,{blind.pk}", "sequence": sequence.pk}
        page = as_user(cast.alice).post(path_of("deals-sequence"), facts, follow=True)
        assert SequenceRun.objects.get().deal == deal
        assert "No contact" in page.content.decode()

    def test_deals_are_taken_back_together_as_far_as_nothing_was_sent(self, as_user, cast, sequence, deal, kari, demo):
        other = make_deal(demo, cast.alice, "Cold chain")
        other.contact.email = "other@nordkyst.example"
        other.contact.save()
        client, address = as_user(cast.alice), path_of("deals-sequence-undo")
        facts = {"ids": f"{deal.pk},{other.pk}", "sequence": sequence.pk}
        page = client.post(path_of("deals-sequence"), facts, follow=True).content.decode()
        runs = {run.deal: run for run in SequenceRun.objects.all()}
        assert [f'name="ids" value="{run.pk}"' in page for run in runs.values()] == [True, True]
        runs[other].done.create(step=sequence.steps.first(), sender=cast.alice)
        ids = {"ids": [run.pk for run in runs.values()]}
        assert (client.get(address).status_code, as_user(cast.gus).post(address, ids).status_code) == (405, 403)
        as_user(cast.charlie).post(address, ids)
        assert SequenceRun.objects.running().count() == 2
        said = as_user(cast.alice).post(address, ids, follow=True).content.decode()
        assert ("Taken back with 1 deal." in said, "The first step was taken already" in said) == (True, True)
        assert [run.deal for run in SequenceRun.objects.running()] == [other]
        assert Event.objects.get(verb="sequence.started", subject=f"deal:{deal.pk}").undone_by.actor == cast.alice
        assert "Taken back" not in client.post(address, ids, follow=True).content.decode()

    def test_nothing_chosen_begins_nothing(self, as_user, cast, sequence):
        assert "Choose an open deal" in as_user(cast.alice).get(path_of("deals-sequence")).content.decode()
