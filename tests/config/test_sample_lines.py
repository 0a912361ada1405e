"""The sample's deals that are offered or negotiated are made of lines that come to their value."""

import pytest

from config.sample.create import create_sample
from config.sample.removal import remove_sample_data
from pipeline.items.queries import totals_of_deal
from pipeline.models import Deal, LineItem, Pricing, Product
from proposals.models import VersionRecipient

pytestmark = pytest.mark.django_db


def test_lines_come_to_the_value_of_their_deal_and_go_with_the_sample():
    cast = create_sample()
    made = list(Deal.objects.filter(is_valued_by_items=True).select_related("pricing"))
    pictured = next(deal for deal in made if deal.title == "Reefer fleet telemetry, 220 trucks")
    assert len(made) > 3
    assert [deal.title for deal in made if not deal.amount == totals_of_deal(deal).net == deal.pricing.net] == []
    assert (pictured.pricing.subtotal, pictured.pricing.discount, pictured.amount) == (1298000, 58000, 1240000)
    remove_sample_data(by=next(person for person in cast if person.role == "admin"))
    assert not any(model.objects.exists() for model in (LineItem, Pricing, Product))


def test_what_was_sent_keeps_its_words():
    create_sample()
    sent = VersionRecipient.objects.filter(version__sent_at__isnull=False)
    assert {one.words["company"] for one in sent} == {"Nordkyst Fisk AS"}
