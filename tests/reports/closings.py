"""Deals that were won and lost, for the tests of the reports."""

from datetime import UTC, datetime, timedelta

import pytest

from leads.models import Label, LabelSet
from pipeline.models import LostReason
from tests.forecasting.sales import make_sale

JUNE = datetime(2026, 6, 15, 12, tzinfo=UTC)


def close(owner, channel, status, amount=100, *, closed=JUNE, days=10, **fields):
    stage = channel.won if status == "won" else channel.second
    return make_sale(
        owner, stage, amount, status=status, closed_at=closed, opened_at=closed - timedelta(days=days), **fields
    )


@pytest.fixture
def history(channel, cast):
    """Alice wins three of four, Bob one of three; Charlie, unseen by their team, loses one."""
    hot = Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")
    reason = LostReason.objects.create(name="Price")
    for days, amount in ((10, 300), (20, 200), (60, 100)):
        close(cast.alice, channel, "won", amount, days=days, source="Referral", label=hot, product="Pump")
    close(cast.alice, channel, "lost", 400, source="referral", lost_reason=reason)
    close(cast.bob, channel, "won", 50, source="Fair")
    close(cast.bob, channel, "lost", 150, lost_reason=reason)
    close(cast.bob, channel, "lost", 800, closed=datetime(2025, 1, 10, tzinfo=UTC))
    close(cast.charlie, channel, "lost", 9000)
    make_sale(cast.alice, channel.first, 70)
    make_sale(cast.alice, channel.second, 70)
    return channel
