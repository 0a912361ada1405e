"""The scores of the sample: a newcomer reads why, and nothing of it stays."""

import pytest

from accounts.models import CustomField, User
from config.sample.create import create_sample
from config.sample.removal import remove_sample_data
from leads.actions import create_lead
from leads.models import Lead, ScoreReason, ScoreThreshold, ScoringRule
from leads.scoring.catching_up import behind
from leads.scoring.engine import rescore
from leads.scoring.reasons import reasons_of
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(settings):
    settings.SAMPLE_MODE = True
    create_sample({})
    return User.objects.get(email="elif@tamar.example")


def test_every_lead_in_work_says_why_it_scores_what_it_scores(ada):
    leads = list(Lead.objects.working())
    why = reasons_of([lead.pk for lead in leads])
    shown = {lead.name: sum(reason.points for reason in why[lead.pk]) for lead in leads}
    assert shown == {lead.name: lead.score for lead in leads}
    mwana = next(lead for lead in leads if lead.name == "Mwana Kapinga")
    assert [(one.points, one.name) for one in why[mwana.pk]][:2] == [
        (20, "Sent our form"),
        (16, "More than 100 vehicles"),
    ]


def test_scores_and_labels_are_as_they_were_when_the_worker_looks(ada):
    assert not behind().exists()
    assert not Event.objects.filter(verb__in=["lead.labelled", "lead.promoted"]).exists()


def test_the_rules_go_with_the_sample_and_so_do_the_points_they_gave(ada):
    mine = create_lead(by=ada, name="Olga", source="Referral")
    rescore([mine.pk])
    assert Lead.objects.get(pk=mine.pk).score == 16
    identity = {"company": "Oak", "name": "Olga Oak", "email": "olga@oak.example", "password": "acorns fall in autumn"}
    remove_sample_data(by=ada, identity=identity)
    left = [model.objects.count() for model in (ScoringRule, ScoreReason, ScoreThreshold, CustomField)]
    assert (left, Lead.objects.get(pk=mine.pk).score) == ([0, 0, 0, 0], 0)
