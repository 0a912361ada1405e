"""The page of a draft: what is written is kept, shown beside it, and never written over unseen."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from pipeline.models import Product, ProductPrice
from proposals.actions.sending import send_version
from proposals.drafting import DraftForms
from proposals.models import Paper, Version
from proposals.paper import html_of
from tests.proposals.conftest import drawn
from timeline.models import Event

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page_of(version):
    return reverse("proposals:proposal", args=[version.pk])


def edit_of(version):
    return reverse("proposals:edit", args=[version.pk])


def said_by(version, **changes):
    """What the page of a draft sends back, with these changes."""
    forms = DraftForms(Version.objects.get(pk=version.pk))
    fields = [*forms.facts]
    for rows in (forms.sections, forms.lines, forms.steps):
        fields += [*rows.management_form, *(field for form in rows for field in form)]
    values = {field.html_name: field.value() for field in fields}
    said = {name: value for name, value in values.items() if value is not None and value is not False}
    return said | {"revision": forms.version.revision, "page": "page-1"} | changes


def test_the_page_shows_the_draft_and_its_paper(draft, as_user, cast):
    page = as_user(cast.alice).get(page_of(draft)).content.decode()
    for words in ("Reefer fleet", "Dear Kari Solheim, this fits", "Claims cost NOK 900k a year.", "€11,282.44"):
        assert words in page


def test_what_is_written_is_kept_and_counted(draft, as_user, cast):
    said = said_by(draft, title="Reefers, all 220", **{"line-0-quantity": "3"})
    answer = as_user(cast.bob).post(edit_of(draft), said)
    assert (answer.status_code, answer.url) == (302, page_of(draft))
    version = Version.objects.get(pk=draft.pk)
    assert (version.title, version.revision, version.subtotal) == ("Reefers, all 220", 2, Decimal("13401"))
    event = Event.objects.get(verb="proposal.edited")
    assert (event.actor, event.details["parts"]) == (cast.bob, ["facts", "lines"])


def test_saving_what_is_there_already_changes_nothing(draft, as_user, cast):
    as_user(cast.alice).post(edit_of(draft), said_by(draft))
    assert Version.objects.get(pk=draft.pk).revision == 1
    assert not Event.objects.filter(verb="proposal.edited").exists()


def test_a_change_answers_with_the_paper_and_the_new_revision(draft, as_user, cast):
    said = said_by(draft, **{"section-0-text": "Hello **there**, {company}"})
    page = as_user(cast.alice).post(edit_of(draft), said, headers=HTMX).content.decode()
    assert "Hello <strong>there</strong>, Nordkyst Fisk" in page
    assert 'value="2" hx-swap-oob="true"' in page
    assert "<form" not in page


def test_one_page_saves_again_and_again(draft, as_user, cast):
    client = as_user(cast.alice)
    for title in ("One", "Two", "Three"):
        client.post(edit_of(draft), said_by(draft, title=title, revision=1))
    assert Version.objects.get(pk=draft.pk).title == "Three"


def test_nothing_is_written_over_what_somebody_else_wrote(draft, as_user, cast):
    as_user(cast.bob).post(edit_of(draft), said_by(draft, title="Bob's"))
    mine = said_by(draft, title="Mine", revision=1, page="page-2")
    answer = as_user(cast.alice).post(edit_of(draft), mine)
    page = answer.content.decode()
    assert (answer.status_code, Version.objects.get(pk=draft.pk).title) == (409, "Bob's")
    assert "Bob Baker changed this draft while you were writing." in page
    assert 'value="Mine"' in page
    as_user(cast.alice).post(edit_of(draft), mine | {"act": "mine"})
    assert Version.objects.get(pk=draft.pk).title == "Mine"


@pytest.mark.parametrize(
    ("act", "kinds"),
    [
        ("sections-down:0", ["benefits", "text", "items", "timetable", "terms", "signature"]),
        ("sections-up:5", ["text", "benefits", "items", "timetable", "signature", "terms"]),
        ("sections-drop:1", ["text", "items", "timetable", "terms", "signature"]),
        ("sections-add:text", ["text", "benefits", "items", "timetable", "terms", "signature", "text"]),
        ("sections-drop:99", ["text", "benefits", "items", "timetable", "terms", "signature"]),
        ("nonsense", ["text", "benefits", "items", "timetable", "terms", "signature"]),
    ],
)
def test_sections_are_added_moved_and_taken_out(draft, as_user, cast, act, kinds):
    as_user(cast.alice).post(edit_of(draft), said_by(draft, act=act))
    assert [section["kind"] for section in Version.objects.get(pk=draft.pk).sections] == kinds


def test_an_item_brings_its_price_along(draft, as_user, cast):
    product = Product.objects.create(name="Charging", tax_rate=19, billing="yearly", term_months=36)
    ProductPrice.objects.create(product=product, currency="EUR", amount=3900)
    as_user(cast.alice).post(edit_of(draft), said_by(draft, act="lines-add", add="charging"))
    line = Version.objects.get(pk=draft.pk).lines.last()
    assert (line.name, line.price, line.billing) == ("Charging", 3900, "yearly")
    assert (line.term_months, line.amount) == (36, 11700)


def test_an_item_in_free_words_has_the_tax_of_the_one_before(draft, as_user, cast):
    as_user(cast.alice).post(edit_of(draft), said_by(draft, act="lines-add", add="Fitting at night"))
    line = Version.objects.get(pk=draft.pk).lines.last()
    assert (line.name, line.tax_rate) == ("Fitting at night", 25)


def test_bad_words_are_kept_and_said(draft, as_user, cast):
    said = said_by(draft, title="", **{"line-0-quantity": "many", "line-1-part": "alternative"})
    answer = as_user(cast.alice).post(edit_of(draft), said)
    page = answer.content.decode()
    assert (answer.status_code, Version.objects.get(pk=draft.pk).revision) == (422, 1)
    assert 'value="many"' in page
    assert "Write a title, such as" in page
    assert "Name what these are alternatives for" in page


def test_a_sent_version_is_shown_and_cannot_be_written(draft, as_user, cast):
    said, client = said_by(draft, title="Other"), as_user(cast.alice)
    send_version(draft, by=cast.alice)
    assert "Its pages are being drawn" in client.get(page_of(draft)).content.decode()
    drawn(draft)
    assert "Its pages are being drawn" not in client.get(page_of(draft)).content.decode()
    client.post(edit_of(draft), said)
    assert Version.objects.get(pk=draft.pk).title == "Reefer fleet"
    answer = client.get(reverse("proposals:drawing", args=[draft.pk]), headers=HTMX)
    assert answer.headers["HX-Redirect"] == page_of(draft)


def test_the_paper_is_served_to_those_who_see_the_deal(draft, as_user, cast):
    send_version(draft, by=cast.alice)
    drawn(draft)
    address = reverse("proposals:paper", args=[draft.pk, "proposal"])
    answer = as_user(cast.gus).get(address)
    assert (answer.status_code, b"".join(answer)[:5], answer["Content-Type"]) == (200, b"%PDF-", "application/pdf")
    assert as_user(cast.charlie).get(address).status_code == 404


def test_the_paper_of_a_draft_says_so_and_is_not_kept(draft, as_user, cast):
    address = reverse("proposals:draft-paper", args=[draft.pk])
    answer = as_user(cast.alice).get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert f"{draft.proposal.number}-v1-draft.pdf" in answer["Content-Disposition"]
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.getvalue())).pages]
    assert ["draft, not sent" in said and "Draft" in said for said in pages] == [True] * len(pages)
    assert (Paper.objects.count(), Version.objects.get(pk=draft.pk).state) == (0, "draft")
    assert as_user(cast.charlie).get(address).status_code == 404
    assert as_user(cast.alice).post(address).status_code == 405


def test_once_it_is_sent_there_is_no_draft_to_look_at(draft, as_user, cast):
    send_version(draft, by=cast.alice)
    answer = as_user(cast.alice).get(reverse("proposals:draft-paper", args=[drawn(draft).pk]))
    assert (answer.status_code, answer.url) == (302, page_of(draft))
    assert b"draft-mark" not in html_of(Version.objects.get(pk=draft.pk)).encode()


def test_strangers_find_nothing_guests_look_and_get_is_refused(draft, as_user, cast):
    for name in ("edit", "send", "delete", "withdraw", "renew", "remind"):
        address = reverse(f"proposals:{name}", args=[draft.pk])
        statuses = [as_user(cast.charlie).post(address).status_code, as_user(cast.gus).post(address).status_code]
        assert (name, *statuses, as_user(cast.alice).get(address).status_code) == (name, 404, 403, 405)
    assert as_user(cast.charlie).get(page_of(draft)).status_code == 404
    assert as_user(cast.gus).get(page_of(draft)).status_code == 200


def test_sending_takes_along_what_stands_on_the_page(draft, as_user, cast):
    said = said_by(draft, title="Reefers in January")
    answer = as_user(cast.alice).post(reverse("proposals:send", args=[draft.pk]), said, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, page_of(draft))
    version = Version.objects.get(pk=draft.pk)
    assert (version.title, version.state) == ("Reefers in January", "sending")


def test_a_save_that_comes_after_sending_says_nothing_unless_words_would_be_lost(draft, as_user, cast):
    alice, said = as_user(cast.alice), said_by(draft, title="Reefers in January")
    alice.post(reverse("proposals:send", args=[draft.pk]), said)
    late = alice.post(edit_of(draft), said, headers=HTMX)
    assert (late.status_code, late.headers["HX-Redirect"]) == (204, page_of(draft))
    assert "was sent and stays as it is" not in alice.get(page_of(draft)).content.decode()
    alice.post(edit_of(draft), said | {"title": "Reefers in May"}, headers=HTMX)
    assert "was sent and stays as it is" in alice.get(page_of(draft)).content.decode()
    assert Version.objects.get(pk=draft.pk).title == "Reefers in January"


def test_what_cannot_be_sent_yet_stays_on_the_page(draft, as_user, cast):
    answer = as_user(cast.alice).post(
        reverse("proposals:send", args=[draft.pk]), said_by(draft, title="", message="Words kept"), headers=HTMX
    )
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#editor")
    assert "Words kept" in answer.content.decode()
    assert Version.objects.get(pk=draft.pk).state == "draft"
