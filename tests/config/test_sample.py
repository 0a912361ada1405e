import pytest
from django.utils import timezone

from config.sample.create import create_sample
from pipeline.models import Deal


@pytest.fixture
def sample_mode(settings):
    settings.SAMPLE_MODE = True


def test_sample_makes_a_year_of_history(db, sample_mode):
    people = create_sample({}, now=timezone.now())
    assert len(people) == 9
    assert Deal.objects.count() == 420
