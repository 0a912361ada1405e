"""The first page of a large board is light: two hundred cards and the truth about sixteen hundred."""

import gzip
from datetime import timedelta
from random import Random

from django.utils import timezone

from leads.models import Company, Label, Qualification
from pipeline.models import Deal

COLUMN, BUDGET = 200, 15_000
WORDS = [
    "Cold-chain",
    "telemetry",
    "Reefer",
    "fleet",
    "rollout",
    "Sensor",
    "pilot",
    "Depot",
    "gateway",
    "Warehouse",
    "yard",
    "tracking",
    "Customs",
]


def test_the_first_page_of_eight_times_two_hundred_is_light(as_user, cast, board):
    fill(board, cast)
    page = as_user(cast.mona).get(f"/board/{board.pipeline.pk}/")
    assert page.text.count('<li class="card') == 200
    assert len(gzip.compress(page.content, 9)) <= BUDGET


def fill(board, cast):
    """Deals as different from each other as real ones are."""
    chance, now = Random(7), timezone.now()
    companies = Company.objects.bulk_create(Company(name=f"{chance.choice(WORDS)} {n} Ltd") for n in range(300))
    labels = list(Label.objects.all())
    for stage in board.stages:
        sheets = Qualification.objects.bulk_create(
            Qualification(**{topic: chance.randrange(3) for topic in Qualification.TOPICS}) for _one in range(COLUMN)
        )
        Deal.objects.bulk_create(
            Deal(
                pipeline=board.pipeline,
                stage=stage,
                rank=f"a{number:03}{chance.randrange(9)}V",
                title=f"{' '.join(chance.sample(WORDS, 2))} {number}",
                owner=chance.choice([cast.alice, cast.bob]),
                company=chance.choice(companies),
                label=chance.choice([*labels, None]),
                amount=chance.randrange(1000, 90_000),
                status="open" if stage.is_open else "won",
                closed_at=None if stage.is_open else now - timedelta(minutes=number),
                entered_stage_at=now - timedelta(days=chance.randrange(30)),
                next_step_at=chance.choice([None, now + timedelta(days=chance.randrange(-3, 20))]),
                qualification=sheet,
            )
            for number, sheet in enumerate(sheets)
        )
