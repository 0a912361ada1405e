"""Lines and totals by key; what API, screen and database say is the same to the cent."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.keys.actions import make_key
from kit import formats
from pipeline.items.actions import add_item
from pipeline.items.queries import discount_of, lines_of, totals_of_deal
from pipeline.items.totals import totals_of
from pipeline.items.whole import discount_deal
from pipeline.models import Deal, ExchangeRate
from tests.lines import ITEMS, OFF, Undone

pytestmark = pytest.mark.django_db
SUMS = ("subtotal", "discount", "net", "tax", "gross", "once", "monthly", "yearly")


@pytest.fixture
def key(cast):
    return make_key(name="ERP", owner=cast.alice, scopes=["deals.read"], expires_at=None, by=cast.ada)[1]


def ask(client, deal, key=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.get(reverse("pipeline:api-deal-items", args=[deal.pk]), headers=headers)


def test_a_program_reads_lines_and_totals(client, cast, deal, add, key):
    add(deal, "Kit", 3, "14.90", tax_rate=19, discount="2.5")
    discount_deal(deal, name="Batch", amount=Decimal("1.50"), by=cast.alice)
    said = ask(client, deal, key).json()
    assert (said["currency"], said["value"], said["value_from"]) == ("EUR", "42.08", "items")
    line = said["items"][0]
    assert (line["quantity"], line["price"], line["discount"], line["amount"]) == ("3", "14.9", "2.5", "43.58")
    assert said["discount"] == {"name": "Batch", "percent": None, "amount": "1.5"}
    assert (said["totals"]["net"], said["totals"]["taxes"], said["totals"]["gross"]) == (
        "42.08",
        {"19": "8.00"},
        "50.08",
    )


def test_without_a_fitting_key_nothing_is_said(client, cast, deal, key):
    other = make_key(name="Site", owner=cast.alice, scopes=["leads.capture"], expires_at=None, by=cast.ada)[1]
    stranger = make_key(name="South", owner=cast.charlie, scopes=["deals.read"], expires_at=None, by=cast.ada)[1]
    answers = [ask(client, deal, given) for given in (None, "wrong", other, stranger)]
    assert [answer.status_code for answer in answers] == [401, 401, 403, 404]
    refused = client.post(reverse("pipeline:api-deal-items", args=[deal.pk]))
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")


def test_a_program_hears_why_its_method_is_refused(deal):
    refused = Client(enforce_csrf_checks=True).post(reverse("pipeline:api-deal-items", args=[deal.pk]))
    error = {"code": "method_not_allowed", "message": "POST does nothing here. Use GET, HEAD."}
    assert (refused.status_code, refused.json()) == (405, {"error": error})


def test_one_key_reads_no_more_than_its_share(client, deal, key, monkeypatch):
    monkeypatch.setattr("pipeline.items.api.MOST_READ", 2)
    assert [ask(client, deal, key).status_code for _again in range(3)] == [200, 200, 429]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(items=ITEMS, off=OFF, currency=st.sampled_from(["EUR", "JPY", "KWD", "NOK"]))
def test_screen_api_and_database_say_the_same(client, cast, deal, rates, items, off, currency):
    try:
        with transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(currency=currency)
            fresh = Deal.objects.get(pk=deal.pk)
            for facts in items:
                add_item(fresh, by=cast.alice, **facts)
            discount_deal(fresh, by=cast.alice, **off)
            compare(client, cast, deal.pk)
            raise Undone
    except Undone:
        pass


@pytest.fixture
def rates(db):
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, since=date(2020, 1, 1), rate=Decimal("0.5"))
        for currency in ("JPY", "KWD", "NOK")
    )


def compare(client, cast, pk):
    deal = Deal.objects.select_related("pricing").get(pk=pk)
    totals = totals_of(lines_of(deal), discount_of(deal), deal.currency)
    key = make_key(name="ERP", owner=cast.alice, scopes=["deals.read"], expires_at=None, by=cast.ada)[1]
    said = ask(client, deal, key).json()
    assert totals_of_deal(deal) == totals
    assert {name: getattr(deal.pricing, name) for name in SUMS} == {name: getattr(totals, name) for name in SUMS}
    assert {name: Decimal(said["totals"][name]) for name in SUMS} == {name: getattr(totals, name) for name in SUMS}
    kept = [(item.amount, item.net, item.tax, item.gross) for item in deal.items.order_by("pk")]
    told = {line.key: (line.amount, line.net, line.tax, line.gross) for line in totals.lines}
    assert kept == [told[item.pk] for item in deal.items.order_by("pk")]
    if deal.is_valued_by_items:
        assert deal.amount == totals.net.quantize(Decimal("0.01"))
    client.force_login(cast.alice)
    page = client.get(reverse("pipeline:items", args=[pk])).content.decode()
    net = re.search(r'<tr class="sum">.*?<td[^>]*>(.*?)</td>', page, re.S)[1]
    assert net == formats.amount(totals.net, deal.currency)
