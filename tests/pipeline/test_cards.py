"""The pen that writes cards: whatever people typed stays text, and the page around it stays whole."""

import pytest
from django.urls import reverse

from leads.models import Label, LabelSet
from pipeline.actions.board_settings import choose_card
from pipeline.cards import FACTS, MOST_FACTS
from pipeline.models import Deal

HOSTILE = """"><script>alert('%s')</script><b x='"""
FACT_NAMES = list(FACTS)
CHOICES = [FACT_NAMES[at : at + MOST_FACTS] for at in range(0, len(FACT_NAMES), MOST_FACTS)]


@pytest.fixture
def hostile_deal(cast, board, make_deal):
    """A deal whose every text tries to leave its place."""
    label = Label.objects.create(set=LabelSet.objects.create(name="Bad"), name=(HOSTILE % "label")[:40])
    deal = make_deal(cast.alice, board.demo, HOSTILE % "title", company=HOSTILE % "company", label=label, amount=1)
    Deal.objects.filter(pk=deal.pk).update(source=HOSTILE % "source", product=HOSTILE % "product", proposal="sent")
    cast.alice.name = HOSTILE % "owner"
    cast.alice.save(update_fields=["name"])
    return deal


@pytest.mark.parametrize("facts", CHOICES, ids=["usual", "further", "rest"])
@pytest.mark.parametrize("group", ["", "owner", "label"])
def test_no_text_leaves_its_place(as_user, cast, hostile_deal, facts, group):
    choose_card(cast.alice, facts=facts, is_compact=False)
    page = as_user(cast.alice).get(reverse("pipeline:board"), {"group": group}).text
    assert f'id="deal-{hostile_deal.pk}"' in page
    assert "<script>" not in page
    assert "<b x=" not in page
