"""What is overdue shows wherever its deal or lead does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import plan_follow_up

LATE = "1 d overdue"


@pytest.fixture
def late(cast, deal, lead, kinds):
    """A call about Alice's deal and one about her lead, both due a day ago."""
    facts = {"kind": kinds["Call"], "title": "Call", "due_at": timezone.now() - timedelta(days=1), "by": cast.alice}
    return [plan_follow_up(about=about, **facts) for about in (deal, lead)]


def test_in_the_frame(as_user, cast, late):
    assert '<span class="dot">2' in as_user(cast.alice).get("/badges/").text


def test_on_the_card_the_deals_page_the_list_and_the_companys_page(as_user, cast, late, deal):
    client = as_user(cast.alice)
    pages = ["/", f"/deals/{deal.pk}/", "/deals/", f"/companies/{deal.company.pk}/", "/my-day/"]
    assert {page for page in pages if LATE not in client.get(page, follow=True).text} == set()


def test_on_the_row_and_the_page_of_a_lead(as_user, cast, late, lead):
    client = as_user(cast.alice)
    assert "Call due 1 d ago" in client.get("/leads/").text
    assert LATE in client.get(f"/leads/{lead.pk}/follow-ups/").text
