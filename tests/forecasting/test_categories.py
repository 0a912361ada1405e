import pytest
from django.urls import reverse

from pipeline.actions import edit_deal
from pipeline.models import Deal, Stage


def test_an_admin_gives_a_stage_its_category(cast, board, as_user):
    stage = board.demo
    facts = {
        "name": stage.name,
        "kind": "open",
        "colour": 4,
        "probability": 50,
        "category": "commit",
        "is_blocking": "True",
    }
    assert as_user(cast.ada).post(reverse("pipeline:stage", args=[stage.pk]), facts).status_code == 302
    assert Stage.objects.get(pk=stage.pk).category == "commit"


@pytest.mark.parametrize(("category", "status"), [("commit", 302), ("", 302), ("magic", 422)])
def test_a_deal_may_have_one_of_its_own(cast, board, make_deal, as_user, category, status):
    deal = make_deal(cast.alice, board.demo, category="best")
    facts = {
        "title": deal.title, "company": deal.company.name, "owner": cast.alice.pk, "amount": "5", "currency": "EUR",
        "version": deal.version, "category": category,
    }  # fmt: skip
    page = as_user(cast.alice).post(reverse("pipeline:deal-edit", args=[deal.pk]), facts)
    assert page.status_code == status
    assert Deal.objects.get(pk=deal.pk).category == (category if status == 302 else "best")


def test_the_timeline_says_it_in_words(cast, board, make_deal, as_user):
    deal = make_deal(cast.alice, board.demo)
    edit_deal(deal, by=cast.alice, category="best")
    page = as_user(cast.alice).get(reverse("pipeline:deal", args=[deal.pk])).content.decode()
    assert "Forecast category: none to Best case." in page
