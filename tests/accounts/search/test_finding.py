"""The search of every page: whatever is called so, of each kind, as far as one may see it, in few questions."""

import pytest
from django.urls import reverse

from accounts.search import asking
from accounts.search.upkeep import recount
from kit import formats
from leads.models import Company, Contact
from pipeline.actions import note_on_deal
from pipeline.models import Product
from tests.counting import queries_of
from tests.world import make_lead

URL = reverse("accounts:search")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def named(cast, board, make_deal):
    """One of each kind that is called Benítez, all Alice's."""
    company = Company.objects.create(name="Benítez Hermanos", owner=cast.alice, city="Cádiz")
    Contact.objects.create(name="Sofía Benítez", owner=cast.alice, job_title="Buyer")
    make_lead("Luz Benítez", cast.alice, company_name="Frigo")
    return make_deal(cast.alice, board.demo, "Benítez cold chain", company=company.name, amount=48_000)


def found(client, text, **headers):
    """[(kind, what was found)] in the order of the page."""
    groups = client.get(URL, {"q": text}, headers=headers).context["found"].groups
    return [(group.kind.key, [hit.name for hit in group.hits]) for group in groups]


def test_every_kind_is_found_in_its_group(as_user, cast, named):
    assert found(as_user(cast.alice), "benitez") == [
        ("deal", ["Benítez cold chain"]),
        ("lead", ["Luz Benítez"]),
        ("company", ["Benítez Hermanos"]),
        ("contact", ["Sofía Benítez"]),
    ]


def test_each_hit_leads_to_its_page_and_says_what_it_is(as_user, cast, named):
    page = as_user(cast.bob).get(URL, {"q": "Benítez"}).text.replace("<mark>", "").replace("</mark>", "")
    worth = formats.compact_money(48_000, "EUR")
    for words in (f"Benítez Hermanos, Demo, {worth}", "Frigo, New", "Cádiz", "Buyer"):
        assert words in page
    assert reverse("pipeline:deal", args=[named.pk]) in page


def test_nobody_finds_what_they_may_not_see(as_user, cast, named):
    assert found(as_user(cast.charlie), "benitez") == []
    assert "Nothing is called “benitez”." in as_user(cast.charlie).get(URL, {"q": "benitez"}).text


def test_what_nobody_owns_is_found_by_everybody(as_user, cast, named):
    make_lead("Ana Benítez", None)
    assert found(as_user(cast.charlie), "ana ben") == [("lead", ["Ana Benítez"])]


@pytest.mark.parametrize("typed", ["كريمي", "کریمی ۱۲", "karimi 12"])
def test_arabic_and_persian_letters_and_digits(as_user, cast, typed):
    make_lead("علی کریمی 12" if typed[0] != "k" else "Karímí ۱۲", cast.alice)
    assert [key for key, _hits in found(as_user(cast.alice), typed)] == ["lead"]


def test_a_phone_and_a_mailbox(as_user, cast):
    Contact.objects.create(name="Kari", owner=cast.alice, email="kari@fjord.example", phone_key="+4722110000")
    for typed in ("22 11 00", "kari@fjord"):
        assert found(as_user(cast.alice), typed) == [("contact", ["Kari"])]


def test_the_nearest_come_first_and_the_rest_is_a_link_away(as_user, cast):
    for number in range(7):
        Company.objects.create(name=f"Great Nord {number}", owner=cast.alice)
    Company.objects.create(name="Nordkyst Fisk", owner=cast.alice)
    client = as_user(cast.alice)
    ((_kind, names),) = found(client, "nord")
    assert (names[0], len(names)) == ("Nordkyst Fisk", 5)
    assert f"{reverse('leads:companies')}?q=nord" in client.get(URL, {"q": "nord"}).text


@pytest.mark.parametrize("typed", ["", "a", " \x00 ", "%%", "\\", "' OR 1=1 --", "x" * 5000, "&&"])
def test_too_little_or_nonsense_finds_nothing(as_user, cast, named, typed):
    client = as_user(cast.alice)
    assert client.get(URL, {"q": typed}).status_code == 200
    assert found(client, typed) == []


def test_a_script_gets_the_options_of_its_palette(as_user, cast, named):
    piece = as_user(cast.alice).get(URL, {"q": "benitez"}, headers=HTMX).text
    assert ("<html" in piece, piece.count('role="listbox"'), "Luz <mark>Benítez</mark>" in piece) == (False, 1, True)


@pytest.mark.parametrize("typed", ["benitz", "bneitez", "benites", "sofai ben", "nitez", "benitezz"])
def test_typing_errors_and_pieces_of_words(as_user, cast, named, typed):
    assert "contact" in [kind for kind, _hits in found(as_user(cast.alice), typed)]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Kühlflotte für Łódź", "kuhlflo lodz"),
        ("Penjejakan armada Kuala Lumpur", "armada kuala"),
        ("北京冷链运输续签", "冷链"),
        ("北京冷链运输续签", "运输 北京"),
        ("廣東物流車隊", "物流車"),
        ("廣東物流車隊", "隊"),
        ("廣東物流車隊", "广东 车队"),
        ("广东物流车队", "廣東 車隊"),
        ("کتاب‌های ناوگان", "کتابهای"),
        ("کتاب‌های ناوگان", "کتاب های"),
        ("کتاب های ناوگان", "کتاب‌های"),
        ("نیكي ۱۲۳", "نیکی 123"),
    ],
)
def test_any_of_the_five_languages(as_user, cast, board, make_deal, title, typed):
    make_deal(cast.alice, board.demo, title)
    make_deal(cast.alice, board.demo, "Other")
    assert found(as_user(cast.alice), typed) == [("deal", [title])]


def test_a_note_is_found_where_it_was_written_until_it_is_taken_away(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Pilot")
    note = note_on_deal(deal, text="They asked about refrigerated containers & more", by=cast.alice)
    client = as_user(cast.alice)
    assert found(client, "refrigerat") == [("note", [note.details["text"]])]
    page = client.get(URL, {"q": "refrigerat"}).text
    assert "about <mark>refrigerat</mark>ed containers &amp; more" in page
    assert f"{reverse('pipeline:deal', args=[deal.pk])}#timeline" in page
    assert found(as_user(cast.charlie), "refrigerat") == []


def test_products_and_colleagues(as_user, cast):
    Product.objects.create(name="Cold Box", code="CB-17")
    assert found(as_user(cast.alice), "cb 17") == [("product", ["Cold Box"])]
    assert [kind for kind, _hits in found(as_user(cast.ada), cast.bob.name)] == ["person"]


def test_what_is_common_is_found_newest_first(as_user, cast, board, make_deal, monkeypatch):
    monkeypatch.setattr(asking, "MOST_ROWS", 3)
    deals = [make_deal(cast.alice, board.demo, f"Fleet {number}") for number in range(8)]
    recount()
    assert found(as_user(cast.alice), "fleet") == [("deal", [deal.title for deal in reversed(deals)][:5])]


def test_it_asks_as_much_for_many(as_user, cast, named, board, make_deal):
    client = as_user(cast.alice)
    few = queries_of(client, f"{URL}?q=benitez")
    for number in range(8):
        make_lead(f"Benítez {number}", cast.alice)
        make_deal(cast.alice, board.demo, f"Benítez {number}", company=f"Benítez {number}")
    assert queries_of(client, f"{URL}?q=benitez") == few
    assert few <= 11
