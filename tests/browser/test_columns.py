"""Columns by hand: they load as they scroll, fold away, stand dense; a deal is parked from its card."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from leads.models import Qualification
from pipeline.models import BoardSettings, Deal
from pipeline.queries.board import FIRST_CARDS, MORE_CARDS
from tests.browser.hands import card, carry, frames, take, titles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fill(cast, board):
    """`fill(stage, 90)`: so many deals of Alice's, in the order of their numbers."""

    def make(stage, count):
        sheets = Qualification.objects.bulk_create(Qualification() for _one in range(count))
        return Deal.objects.bulk_create(
            Deal(
                pipeline=board.pipeline,
                stage=stage,
                rank=f"a{number:03}V",
                title=f"{number:03}",
                owner=cast.alice,
                qualification=sheet,
            )
            for number, sheet in enumerate(sheets)
        )

    return make


def cards_of(page, stage):
    return page.locator(f"#col-{stage.pk} .card")


def test_a_column_loads_as_it_scrolls(open_page, cast, board, fill):
    fill(board.demo, 90)
    page = open_page(cast.alice)
    expect(cards_of(page, board.demo)).to_have_count(FIRST_CARDS)
    for loaded in (FIRST_CARDS + MORE_CARDS, 90):
        cards_of(page, board.demo).last.scroll_into_view_if_needed()
        page.locator(f"#col-{board.demo.pk} .cards").evaluate("list => list.scrollTo(0, list.scrollHeight)")
        expect(cards_of(page, board.demo)).to_have_count(loaded)
    assert titles(page, board.demo) == [f"{number:03}" for number in range(90)]
    expect(page.locator(f"#col-{board.demo.pk} .rest")).to_have_count(0)


def test_walking_past_the_last_card_brings_the_next(open_page, cast, board, fill):
    deals = fill(board.demo, 40)
    page = open_page(cast.alice)
    card(page, deals[FIRST_CARDS - 1]).focus()
    page.keyboard.press("ArrowDown")
    expect(card(page, deals[FIRST_CARDS])).to_be_focused()


def test_a_card_held_at_the_lower_edge_brings_more(open_page, cast, board, fill, make_deal):
    fill(board.demo, 60)
    lifted = make_deal(cast.alice, board.discovery, "Reefer fleet")
    page = open_page(cast.alice)
    take(page, lifted)
    box = page.locator(f"#col-{board.demo.pk} .cards").bounding_box()
    carry(page, box["x"] + box["width"] / 2, box["y"] + box["height"] - 8)
    expect(cards_of(page, board.demo)).to_have_count(60, timeout=20_000)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert titles(page, board.discovery) == ["Reefer fleet"]


def test_a_stage_folds_away_and_opens_again(open_page, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Reefer fleet")
    page = open_page(cast.alice)
    wide = page.locator(f"#col-{board.demo.pk}").bounding_box()["width"]
    page.get_by_role("button", name="Fold Demo").focus()
    page.keyboard.press("Enter")
    opening = page.get_by_role("button", name="Open Demo")
    expect(opening).to_be_focused()
    expect(cards_of(page, board.demo)).to_have_count(0)
    assert page.locator(f"#col-{board.demo.pk}").bounding_box()["width"] < wide / 3
    assert BoardSettings.objects.get(user=cast.alice).collapsed == [board.demo.pk]
    page.reload()
    page.get_by_role("button", name="Open Demo").click()
    expect(cards_of(page, board.demo)).to_have_count(1)


def test_a_key_folds_the_stage_of_a_card(open_page, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet")
    page = open_page(cast.alice)
    card(page, deal).focus()
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Open Demo")).to_be_focused()


def test_a_folded_stage_opens_under_a_card_and_takes_it(open_page, cast, board, make_deal):
    BoardSettings.objects.create(user=cast.alice, collapsed=[board.demo.pk])
    deal = make_deal(cast.alice, board.discovery, "Reefer fleet")
    page = open_page(cast.alice)
    demo = page.locator(f"#col-{board.demo.pk}")
    narrow = demo.bounding_box()["width"]
    take(page, deal)
    box = demo.bounding_box()
    carry(page, box["x"] + 15, box["y"] + 300)
    frames(page, 6)
    assert demo.bounding_box()["width"] > 3 * narrow
    page.mouse.up()
    expect(demo.locator(".count")).to_have_text("1")
    assert Deal.objects.get(pk=deal.pk).stage == board.demo


def test_what_is_won_lands_on_top_wherever_it_is_dropped(open_page, cast, board, fill, make_deal):
    fill(board.close, 3)
    Deal.objects.update(status="won")
    deal = make_deal(cast.alice, board.negotiation, "Reefer fleet", amount=100)
    page = open_page(cast.alice)
    take(page, deal)
    box = cards_of(page, board.close).nth(2).bounding_box()
    carry(page, box["x"] + 40, box["y"] + box["height"])
    page.mouse.up()
    expect(page.locator(f"#col-{board.close.pk} .card:not(.pending) h3").first).to_have_text("Reefer fleet")


def test_cards_stand_dense_at_once(open_page, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_000)
    page = open_page(cast.alice)
    roomy = card(page, deal).bounding_box()["height"]
    page.get_by_role("link", name="Card", exact=True).click()
    page.get_by_label("Compact").check()
    page.get_by_role("button", name="Show them so").click()
    page.wait_for_selector("body.compact .card")
    assert card(page, deal).bounding_box()["height"] <= 80 < roomy
    expect(card(page, deal)).to_contain_text("€48,000")


def test_a_deal_is_parked_from_its_card_and_wakes_by_undo(open_page, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_000)
    page = open_page(cast.alice, reverse("pipeline:board", args=[board.pipeline.pk]))
    card(page, deal).hover()
    card(page, deal).get_by_role("link", name="Move Reefer fleet").click()
    page.get_by_role("link", name="Park until…").click()
    page.get_by_label("What it waits for").fill("Budget opens in January")
    page.get_by_role("button", name="Next quarter").click()
    expect(page.locator(f"#deal-{deal.pk}.parked")).to_contain_text("until")
    expect(page.locator("#summary")).to_contain_text("1 parked")
    parked = Deal.objects.get(pk=deal.pk)
    assert (parked.parked_reason, parked.parked_until > timezone.localdate()) == ("Budget opens in January", True)
    page.keyboard.press("z")
    expect(page.locator(f"#deal-{deal.pk}.parked")).to_have_count(0)
    assert Deal.objects.get(pk=deal.pk).parked_until is None


def test_a_card_carried_by_keys_hears_how_many_there_are_not_how_many_are_loaded(open_page, cast, board, fill):
    fill(board.demo, 90)
    page = open_page(cast.alice)
    cards_of(page, board.demo).first.focus()
    page.keyboard.press("m")
    expect(page.locator("#say")).to_have_text("Demo, place 1 of 90")
    page.keyboard.press("Escape")
    cards_of(page, board.demo).last.scroll_into_view_if_needed()
    expect(cards_of(page, board.demo)).to_have_count(FIRST_CARDS + MORE_CARDS)
    cards_of(page, board.demo).first.focus()
    page.keyboard.press("m")
    expect(page.locator("#say")).to_have_text("Demo, place 1 of 90")
