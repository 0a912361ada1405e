"""Lines of a deal are written by verbs; sums and value follow, and the log tells it."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.actions import edit_deal, reopen_deal, win_deal
from pipeline.actions.rates import set_rate
from pipeline.actions.undoing import CannotUndo, undo, undoable_event
from pipeline.items.actions import (
    ItemChangedMeanwhile,
    ItemsRefused,
    add_item,
    change_item,
    choose_item,
    place_item,
    remove_item,
    return_item,
)
from pipeline.items.queries import Panel, totals_of_deal
from pipeline.items.whole import discount_deal, value_by_hand, value_by_items
from pipeline.items.worth import ItemsTooLarge, ValueFromItems
from pipeline.models import LineItem
from timeline.models import Event, subject_key
from timeline.sentences import sentence_of, spell_out

pytestmark = pytest.mark.django_db


def verbs_of(deal):
    return list(Event.objects.filter(subject=subject_key(deal)).order_by("id").values_list("verb", flat=True))[1:]


def names_of(deal):
    return [item.name for item in Panel(deal).items]


def test_the_first_line_makes_the_value_of_a_deal_nobody_has_valued(cast, deal, add, now):
    add(deal, "Sensor kit", 220, 3900, tax_rate=25)
    found = now(deal)
    assert (found.amount, found.base_amount, found.is_valued_by_items) == (858000, 858000, True)
    assert (found.pricing.net, found.pricing.tax, found.pricing.gross) == (858000, 214500, 1072500)
    assert verbs_of(deal) == ["deal.item_added", "deal.edited"]


def test_a_value_written_by_hand_stays(cast, board, make_deal, add, now):
    deal = make_deal(cast.alice, board.demo, amount=5000)
    add(deal, "Sensor kit", 1, 100)
    assert (now(deal).amount, now(deal).is_valued_by_items, now(deal).pricing.net) == (5000, False, 100)
    assert Panel(now(deal)).is_other_value


def test_a_line_takes_over_what_a_product_says(cast, deal, telemetry):
    item = add_item(deal, by=cast.alice, product=telemetry, quantity=Decimal(10), price=Decimal("14.90"))
    item.refresh_from_db()
    assert (item.name, item.unit, item.tax_rate, item.billing, item.term_months) == (
        "Telemetry",
        "vehicle",
        19,
        "monthly",
        24,
    )
    assert (item.net, totals_of_deal(deal).monthly) == (3576, 149)


def test_a_change_is_told_and_counted(cast, deal, add, now):
    item = add(deal, "Sensor kit", 2, 100)
    event = change_item(item, by=cast.alice, seen=1, quantity=Decimal(3), discount=Decimal(10))
    assert event.changes == {"quantity": ["2", "3"], "discount": ["0", "10"]}
    assert now(deal).amount == 270
    assert change_item(item, by=cast.alice, quantity=Decimal("3.000")) is None


def test_who_was_slower_hears_it(cast, deal, add):
    item = add(deal)
    change_item(item, by=cast.bob, seen=1, price=Decimal(90))
    with pytest.raises(ItemChangedMeanwhile) as late:
        change_item(item, by=cast.alice, seen=1, quantity=Decimal(2))
    assert late.value.item.price == 90
    assert LineItem.objects.get().quantity == 1


def test_a_removed_line_comes_back_to_its_place(cast, deal, add, now):
    first, _second = add(deal, "One"), add(deal, "Two", price=50)
    remove_item(first, by=cast.alice)
    assert (names_of(deal), now(deal).amount) == (["Two"], 50)
    assert LineItem.everything.get(pk=first.pk).removed_by == cast.alice
    return_item(first, by=cast.alice)
    assert (names_of(deal), now(deal).amount) == (["One", "Two"], 150)
    assert return_item(first, by=cast.alice) is None
    with pytest.raises(ItemsRefused):
        change_item(LineItem(pk=0, deal=deal), by=cast.alice, name="Gone")


def test_lines_change_places(cast, deal, add):
    items = [add(deal, name) for name in ("One", "Two", "Three")]
    place_item(items[2], step=-1, by=cast.alice)
    assert names_of(deal) == ["One", "Three", "Two"]
    assert place_item(items[0], step=-1, by=cast.alice) is None


def test_options_count_once_they_are_chosen(cast, deal, add, now):
    add(deal, "Kit", 1, 100)
    option = add(deal, "Training", 1, 40, part="option")
    assert now(deal).amount == 100
    choose_item(option, by=cast.alice)
    assert now(deal).amount == 140
    choose_item(option, is_chosen=False, by=cast.alice)
    assert now(deal).amount == 100
    assert choose_item(option, is_chosen=False, by=cast.alice) is None


def test_of_alternatives_one_is_chosen(cast, deal, add, now):
    small = add(deal, "Small", 1, 10, part="alternative", group="Size")
    add(deal, "Case", 1, 5)
    large = add(deal, "Large", 1, 30, part="alternative", group="Size")
    assert (now(deal).amount, names_of(deal)) == (15, ["Small", "Large", "Case"])
    choose_item(large, by=cast.alice)
    assert now(deal).amount == 35
    remove_item(large, by=cast.alice)
    assert Panel(now(deal)).open_choices == ["Size"]
    choose_item(small, by=cast.alice)
    return_item(large, by=cast.alice)
    assert now(deal).amount == 15


def test_what_becomes_included_needs_no_choice(cast, deal, add, now):
    option = add(deal, "Training", 1, 40, part="option")
    change_item(option, by=cast.alice, part="included")
    assert now(deal).amount == 40
    change_item(option, by=cast.alice, part="alternative", group="Help")
    assert LineItem.objects.get().is_chosen


def test_a_discount_on_the_whole(cast, deal, add, now):
    add(deal, "Kit", 220, 3900)
    discount_deal(deal, name="Two-batch discount", amount=Decimal(58000), by=cast.alice)
    assert (now(deal).amount, now(deal).pricing.discount) == (800000, 58000)
    assert discount_deal(deal, name="Two-batch discount", amount=Decimal(58000), by=cast.alice) is None
    discount_deal(deal, percent=Decimal(10), by=cast.alice)
    assert now(deal).amount == 772200
    discount_deal(deal, by=cast.alice)
    assert (now(deal).amount, verbs_of(deal)[-2]) == (858000, "deal.discount_dropped")


def test_the_value_by_hand_and_by_lines(cast, deal, add, now):
    with pytest.raises(ItemsRefused, match="no line items yet"):
        value_by_items(deal, by=cast.alice)
    add(deal, price=700)
    value_by_hand(deal, by=cast.alice)
    assert (now(deal).amount, now(deal).is_valued_by_items) == (700, False)
    edit_deal(deal, by=cast.alice, amount=Decimal(900))
    add(deal, price=50)
    assert now(deal).amount == 900
    value_by_items(deal, by=cast.alice)
    assert now(deal).amount == 750
    assert value_by_items(deal, by=cast.alice) is None


def test_no_value_is_written_over_that_of_the_lines(cast, deal, add, now):
    add(deal, price=700)
    with pytest.raises(ValueFromItems):
        edit_deal(deal, by=cast.alice, amount=Decimal(900))
    edit_deal(deal, by=cast.alice, amount=Decimal(700), title="Reefers")
    assert (now(deal).amount, now(deal).title) == (700, "Reefers")


def test_the_value_that_followed_is_not_taken_back_alone(cast, deal, add):
    edit_deal(deal, by=cast.alice, title="Reefers")
    add(deal, price=700)
    renamed, followed = Event.objects.filter(verb="deal.edited").order_by("id")
    assert undoable_event(deal, cast.alice) == renamed.pk
    with pytest.raises(CannotUndo):
        undo(followed, by=cast.alice)


def test_in_another_currency_the_numbers_stay(cast, deal, add, now):
    set_rate("JPY", rate=Decimal("0.006"), since=date(2026, 1, 1), by=cast.ada)
    add(deal, price="99.50", quantity=3)
    edit_deal(deal, by=cast.alice, currency="JPY")
    assert (now(deal).amount, now(deal).pricing.net) == (298, 298)  # half a yen goes to the even one
    assert LineItem.objects.get().price == Decimal("99.50")
    undo(Event.objects.filter(verb="deal.edited").latest("id"), by=cast.alice)
    assert (now(deal).amount, now(deal).currency, now(deal).pricing.net) == (
        Decimal("298.50"),
        "EUR",
        Decimal("298.50"),
    )


def test_sums_beside_a_value_by_hand_follow_the_currency(cast, board, make_deal, add, now):
    set_rate("JPY", rate=Decimal("0.006"), since=date(2026, 1, 1), by=cast.ada)
    deal = make_deal(cast.alice, board.demo, amount=5000)
    add(deal, price="99.50")
    edit_deal(deal, by=cast.alice, currency="JPY")
    assert (now(deal).amount, now(deal).pricing.net) == (5000, 100)


def test_a_won_deal_keeps_lines_and_worth(cast, deal, add, now):
    set_rate("NOK", rate=Decimal("0.08"), since=date(2026, 1, 1), by=cast.ada)
    edit_deal(deal, by=cast.alice, currency="NOK")
    item = add(deal, price=1000)
    win_deal(deal, by=cast.alice)
    set_rate("NOK", rate=Decimal("0.09"), since=date(2026, 1, 2), by=cast.ada)
    assert (now(deal).amount, now(deal).base_amount) == (1000, 80)
    for refused in (
        lambda: change_item(item, by=cast.alice, price=Decimal(1)),
        lambda: remove_item(item, by=cast.alice),
        lambda: add(deal),
        lambda: discount_deal(deal, percent=Decimal(5), by=cast.alice),
        lambda: value_by_hand(deal, by=cast.alice),
    ):
        with pytest.raises(ItemsRefused, match="Open it again"):
            refused()
    reopen_deal(deal, by=cast.alice)
    change_item(item, by=cast.alice, price=Decimal(2000))
    assert (now(deal).amount, now(deal).base_amount) == (2000, 180)


def test_more_than_anybody_pays_is_refused_whole(cast, deal, add):
    with pytest.raises(ItemsTooLarge):
        add(deal, price="99999999999999", quantity=999)
    assert not LineItem.everything.exists()


def test_the_timeline_tells_it_in_words(cast, deal, add):
    item = add(deal, "Sensor kit", 220, 3900)
    change_item(item, by=cast.alice, price=Decimal(3800))
    discount_deal(deal, name="Batch", percent=Decimal(5), by=cast.alice)
    events = Event.objects.filter(verb__in=["deal.item_added", "deal.item_changed", "deal.discounted"])
    said = [(spell_out(event, sentence_of(event.verb)), sentence_of(event.verb).note(event)) for event in events]
    assert sorted(said) == [
        ("<b>Alice Archer</b> added the line item <b>Sensor kit</b>", "220 × €3,900"),
        ("<b>Alice Archer</b> changed the line item <b>Sensor kit</b>", "Price: €3,900 to €3,800."),
        ("<b>Alice Archer</b> took <b>5%</b> off the whole", "Batch"),
    ]
