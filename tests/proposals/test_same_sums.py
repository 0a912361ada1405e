"""What a proposal comes to is one sum: on screen, by the API, in the database, on paper and before its buyer."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts.keys.actions import make_key
from kit import documents
from kit.apart import draw_apart
from pipeline.items.actions import add_item
from pipeline.items.whole import discount_deal
from pipeline.models import Deal, ExchangeRate
from proposals.actions.making import make_proposal
from proposals.links.actions import give_link
from proposals.models import Version
from proposals.paper import html_of, pictures_of
from tests.lines import ITEMS, OFF, Undone
from tests.proposals.buyer.conftest import browser, sent

pytestmark = pytest.mark.django_db
SUMS = ("subtotal", "discount", "net", "tax", "gross", "monthly", "yearly")
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # an example takes a second; five lines are read as they are
LANGUAGES = ("en", "ms", "zh-hans", "zh-hant", "fa")
PLAIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", ",٬")
TRICKY = [
    {"name": "Sensor", "quantity": Decimal("3.5"), "price": Decimal("19.995"), "tax_rate": Decimal(25)},
    {"name": "Fitting", "quantity": Decimal(7), "price": Decimal("850.335"), "discount": Decimal("12.5")},
    {"name": "Platform", "price": Decimal("14.9"), "billing": "monthly", "term_months": 7, "tax_rate": Decimal("9.5")},
    {"name": "Training", "price": Decimal(500), "part": "option"},
]


@pytest.fixture
def bare(deal, db):
    """The deal without lines, in a house that knows what its currencies are worth."""
    deal.items.all().delete()
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, since=date(2020, 1, 1), rate=Decimal("0.5"))
        for currency in ("JPY", "KWD", "NOK")
    )
    return deal


@settings(max_examples=20, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(
    items=ITEMS,
    off=OFF,
    currency=st.sampled_from(["EUR", "JPY", "KWD", "NOK"]),
    language=st.sampled_from(LANGUAGES),
)
def test_every_page_says_what_the_deal_comes_to(bare, template, cast, client, items, off, currency, language):
    try:
        with transaction.atomic():
            draft = offered(bare, template, cast, items, off, currency, language)
            said = told_by_the_api(client, cast, bare)
            assert in_the_database(draft) == said
            assert on_paper(html_of(draft), currency) == shown(said)
            seen = before_its_buyer(draft, bare, cast)
            assert seen == {name: value for name, value in shown(said).items() if name in seen}
            raise Undone
    except Undone:
        pass


def offered(deal, template, cast, items, off, currency, language):
    """A draft of a deal with these lines and this discount."""
    Deal.objects.filter(pk=deal.pk).update(currency=currency)
    fresh = Deal.objects.get(pk=deal.pk)
    for facts in items:
        add_item(fresh, by=cast.alice, **facts | ({"group": "Size"} if facts.get("part") == "alternative" else {}))
    discount_deal(fresh, by=cast.alice, **off)
    template.language = language
    draft = make_proposal(Deal.objects.get(pk=deal.pk), template, by=cast.alice)
    return Version.objects.select_related("proposal__deal__company", "proposal__deal__owner").get(pk=draft.pk)


def told_by_the_api(client, cast, deal):
    """What the items of the deal come to, and each of them, as programs read it."""
    key = make_key(name="ERP", owner=cast.alice, scopes=["deals.read"], expires_at=None, by=cast.ada)[1]
    address, headers = reverse("pipeline:api-deal-items", args=[deal.pk]), {"Authorization": f"Bearer {key}"}
    said = client.get(address, headers=headers).json()
    sums = {name: Decimal(said["totals"][name]) for name in SUMS}
    taxes = {Decimal(rate): Decimal(tax) for rate, tax in said["totals"]["taxes"].items()}
    return sums | {"taxes": taxes, "amounts": [Decimal(item["amount"]) for item in said["items"]]}


def in_the_database(version):
    sums = {name: getattr(version, name) for name in SUMS}
    taxes = {Decimal(rate): Decimal(tax) for rate, tax in version.taxes.items()}
    return sums | {"taxes": taxes, "amounts": [line.amount for line in version.lines.all()]}


def shown(said):
    """The same as a reader sees it: no lines for nothing, and amounts in no order of their own."""
    taxes = sorted(tax for rate, tax in said["taxes"].items() if rate)
    off = [said["discount"]] if said["discount"] else []
    rhythms = [said[name] for name in ("monthly", "yearly") if said[name]]
    parts = {"subtotal": [said["subtotal"]], "off": off, "net": [said["net"]], "taxes": taxes, "rhythms": rhythms}
    return parts | {"gross": [said["gross"]], "amounts": sorted(said["amounts"])}


def on_paper(html, currency):
    """The numbers a paper says."""
    rows = re.findall(r"<div( class=\"\w+\")?><dt>(.*?)</dt><dd>(.*?)</dd></div>", html.partition("psheet-totals")[2])
    plain = [number_in(said) for kind, _name, said in rows if not kind]
    has_discount = "−" in "".join(said for _kind, _name, said in rows)
    head = 2 + has_discount
    cells = re.findall(r'<td class="r num">([^<]*)</td>\s*</tr>', html)
    return {
        "subtotal": plain[:1],
        "off": plain[1 : head - 1],
        "net": plain[head - 1 : head],
        "taxes": sorted(plain[head:]),
        "gross": [number_in(said) for kind, _name, said in rows if "total" in kind],
        "rhythms": [number_in(said) for kind, _name, said in rows if "rhythm" in kind],
        "amounts": sorted(number_in(said) for said in cells),
    }


def before_its_buyer(draft, deal, cast):
    """The numbers the page of a buyer says."""
    version = sent(draft, cast.alice)
    address = give_link(version, deal.contact, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    page = browser().get(address, {"in": draft.language}).content.decode()
    heads, totals = (page.partition(f'<dl class="{part}"')[2].partition("</dl>")[0] for part in ("heads", "totals"))
    gross, net = [number_in(said) for said in re.findall(r"<dd>(.*?)</dd>", heads)][:2]
    rows = [(kind, number_in(said)) for kind, said in re.findall(r"<div(.*?)><dt>.*?<dd>(.*?)</dd>", totals)]
    lines = re.findall(r'<span class="num">(.*?)</span>', page)
    return {
        "gross": [gross],
        "net": [net],
        "off": [said for kind, said in rows if "off" in kind],
        "taxes": sorted(said for kind, said in rows if not kind),
        "rhythms": [said for kind, said in rows if "rhythm" in kind],
        "amounts": sorted(number_in(said) for said in lines),
    }


def number_in(said):
    """The number within a text, whatever its digits and its currency."""
    return Decimal(re.search(r"[0-9][0-9.]*", unescape(strip_tags(said)).translate(PLAIN))[0])


@pytest.mark.parametrize(
    ("language", "currency"), [("en", "NOK"), ("ms", "KWD"), ("zh-hans", "JPY"), ("zh-hant", "EUR"), ("fa", "KWD")]
)
def test_the_file_says_the_total_to_the_cent(bare, template, cast, client, language, currency):
    draft = offered(bare, template, cast, TRICKY, {"percent": Decimal("3.33")}, currency, language)
    said = told_by_the_api(client, cast, bare)
    assert in_the_database(draft) == said
    text = text_of(draw_apart(html_of(draft), pictures_of(draft))[0]).translate(PLAIN)
    wanted = [said["gross"], said["subtotal"], said["net"], *said["amounts"]]
    assert [amount for amount in wanted if not is_printed(amount, currency, text)] == []


def is_printed(amount, currency, text):
    """Whether a text has an amount; pypdf turns Persian digits round."""
    said = documents.exact_amount(amount, currency).replace(",", "")
    return said in text or said[::-1] in text


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
