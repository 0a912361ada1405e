"""One fact of a deal, changed where it stands on its page."""

from datetime import date

import pytest

from pipeline.actions import edit_deal
from pipeline.models import Deal
from timeline.models import Event

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000, source="Fair")


def change(client, deal, name, script=True, **sent):
    headers = SCRIPT if script else {}
    return client.post(f"/deals/{deal.pk}/facts/{name}/", {"version": deal.version} | sent, headers=headers)


def test_the_form_comes_alone_into_the_place_of_the_fact(as_user, cast, deal):
    viewer = as_user(cast.bob)
    form = viewer.get(f"/deals/{deal.pk}/facts/close/", headers=SCRIPT).text
    assert (form.count("<dd"), form.count("<form"), 'id="fact-close"' in form) == (1, 1, True)
    assert "data-cancel" in form
    given_back = viewer.get(f"/deals/{deal.pk}/facts/close/?leave=1", headers=SCRIPT).text
    assert (given_back.count("<form"), "data-fact" in given_back) == (0, True)


def test_without_a_script_the_form_stands_in_the_page(as_user, cast, deal):
    page = as_user(cast.bob).get(f"/deals/{deal.pk}/facts/source/").text
    assert (page.count("<html"), page.count('class="fact-form"')) == (1, 1)


def test_a_fact_is_saved_and_brings_what_hangs_on_it(as_user, cast, deal):
    answer = change(as_user(cast.bob), deal, "close", expected_close="2026-12-18")
    saved = Deal.objects.get(pk=deal.pk)
    assert (answer.status_code, saved.expected_close) == (200, date(2026, 12, 18))
    for part in ('id="fact-close"', 'hx-target="#path"', 'hx-target="#guide"', 'hx-target="#worth"', "Saved", "Undo"):
        assert part in answer.text
    assert Event.objects.get(verb="deal.edited").changes == {"expected_close": [None, "2026-12-18"]}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("title", {"title": "Reefer fleet, 220 trucks"}),
        ("value", {"amount": "52,000", "currency": "EUR"}),
        ("probability", {"probability": "40"}),
        ("category", {"category": "commit"}),
        ("company", {"company": "Havbris AS"}),
        ("source", {"source": "Nor-Fishing"}),
        ("product", {"product": "Sensors"}),
    ],
)
def test_every_fact_has_its_place(as_user, cast, deal, name, sent):
    answer = change(as_user(cast.bob), deal, name, **sent)
    assert (answer.status_code, f'id="fact-{name}"' in answer.text) == (200, True)
    assert Event.objects.filter(verb="deal.edited").count() == 1


def test_bad_input_comes_back_with_what_was_typed(as_user, cast, deal):
    answer = change(as_user(cast.bob), deal, "value", amount="a lot", currency="EUR")
    assert (answer.status_code, 'value="a lot"' in answer.text) == (422, True)
    assert "Write a number, like 12,400." in answer.text


def test_both_changed_it_so_it_is_asked_about_with_both_values(as_user, cast, deal):
    edit_deal(deal, by=cast.alice, source="Referral", product="Sensors")
    answer = change(as_user(cast.bob), deal, "source", source="Nor-Fishing")
    assert (answer.status_code, 'value="Nor-Fishing"' in answer.text) == (409, True)
    for words in ("Alice Archer", "Referral", "today", "Save again"):
        assert words in answer.text
    assert Deal.objects.get(pk=deal.pk).source == "Referral"
    deal.version = 2
    assert change(as_user(cast.bob), deal, "source", source="Nor-Fishing").status_code == 200
    assert Deal.objects.get(pk=deal.pk).source == "Nor-Fishing"


def test_what_others_changed_is_kept_and_said(as_user, cast, deal):
    edit_deal(deal, by=cast.alice, product="Sensors")
    answer = change(as_user(cast.bob), deal, "source", source="Nor-Fishing")
    assert "What Alice Archer changed is kept: product" in answer.text
    saved = Deal.objects.get(pk=deal.pk)
    assert (saved.source, saved.product) == ("Nor-Fishing", "Sensors")


def test_the_amount_of_two_facts_keeps_the_currency_somebody_else_chose(as_user, cast, deal):
    edit_deal(deal, by=cast.alice, amount=50_000)
    answer = change(as_user(cast.bob), deal, "value", amount="52,000", currency="EUR")
    assert (answer.status_code, "€50,000" in answer.text, "€52,000" in answer.text) == (409, True, True)


def test_who_may_not(as_user, cast, deal):
    path = f"/deals/{deal.pk}/facts/close/"
    assert as_user(cast.charlie).post(path).status_code == 404
    assert as_user(cast.gus).post(path).status_code == 403
    assert as_user(cast.alice).get(f"/deals/{deal.pk}/facts/stage/").status_code == 404
    assert "data-fact" not in as_user(cast.gus).get(f"/deals/{deal.pk}/").text
