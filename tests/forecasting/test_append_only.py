from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from forecasting.models import DealSnapshot, Entry, ForecastSnapshot, Night
from timeline.log import erasing

DAY = date(2026, 3, 31)
SUMS = dict.fromkeys(
    ["won", "won_count", "open_amount", "open_count", "commit", "best", "weighted", "expected", "variance"], 1
) | dict.fromkeys(["new_business", "low", "middle", "high"], 1)


@pytest.fixture
def written(cast):
    Night.objects.create(day=DAY, currency="EUR", deals=1, changed=1)
    DealSnapshot.objects.create(
        deal_id=1, since=DAY, pipeline_id=1, stage_id=1, owner_id=cast.alice.pk, status="open", amount=5,
        currency="EUR", base_amount=5, category="commit", probability=10,
    )  # fmt: skip
    ForecastSnapshot.objects.create(
        day=DAY, scope="house", period="year", first=DAY, last=DAY, horizon=0, currency="EUR", **SUMS
    )
    Entry.objects.create(
        kind="quota", owner=cast.alice, period="year", first=DAY, last=DAY, amount=5, currency="EUR", base_amount=5,
        base_currency="EUR", effective_on=DAY, by=cast.mona,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Night, {"deals": 9}),
        (DealSnapshot, {"amount": 9}),
        (DealSnapshot, {"category": "best", "until": date(2026, 4, 2)}),
        (ForecastSnapshot, {"won": 9}),
        (ForecastSnapshot, {"actual": 9, "low": 0}),
        (Entry, {"amount": 9}),
        (Entry, {"note": "never said"}),
    ],
)
def test_nothing_written_down_is_changed_or_removed(written, model, facts):
    with pytest.raises(DatabaseError, match="What was written down stays"), transaction.atomic():
        model.objects.update(**facts)
    with pytest.raises(DatabaseError, match="What was written down stays"), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "once"), [(DealSnapshot, {"until": date(2026, 4, 2)}), (ForecastSnapshot, {"actual": 3})]
)
def test_what_only_time_tells_is_written_once(written, model, once):
    assert model.objects.update(**once) == 1
    name = next(iter(once))
    with pytest.raises(DatabaseError, match="What was written down stays"), transaction.atomic():
        model.objects.update(**{name: F(name) + (1 if name == "actual" else 30)})


def test_only_an_erasure_removes(written):
    with erasing():
        Entry.objects.all().delete()
    assert Entry.objects.count() == 0
