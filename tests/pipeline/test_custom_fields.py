"""Deals with fields an admin added: written in forms and cells, told, taken back, filtered, sorted, shown."""

import csv

import pytest
from django.urls import reverse

from accounts.fields.actions import edit_field
from accounts.models import CustomField, CustomOption
from pipeline.actions import edit_deal
from pipeline.actions.board_settings import choose_card
from pipeline.actions.undoing import undo
from pipeline.models import Deal
from tests.counting import queries_of
from tests.fields import option_of
from timeline.models import Event
from timeline.sentences import sentence_of, spell_out

LIST = reverse("pipeline:deal-list")
BOARD = reverse("pipeline:board")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def region(make_field):
    return make_field("deal", "Region", "choice", options=["North", "South"])


@pytest.fixture
def fleet(make_field):
    return make_field("deal", "Fleet size", "number")


@pytest.fixture
def insured(make_field):
    return make_field("deal", "Insured for", "money", currency="NOK")


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo, amount=48_000)


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


def fresh(deal):
    return Deal.objects.get(pk=deal.pk)


def facts_of(client, deal):
    """What the form of a deal would send unchanged."""
    form = client.get(reverse("pipeline:deal-edit", args=[deal.pk])).context["facts_form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}


def test_the_form_asks_and_the_page_tells(alice, deal, region, fleet, insured):
    sent = facts_of(alice, deal) | {
        region.fact: option_of(region, "South"),
        fleet.fact: "1,240",
        insured.fact: "90000",
    }
    assert alice.post(reverse("pipeline:deal-edit", args=[deal.pk]), sent).status_code == 302
    assert fresh(deal).custom == {
        "region": option_of(region, "South"),
        "fleet_size": "1240",
        "insured_for": "90000.00",
    }
    page = alice.get(reverse("pipeline:deal", args=[deal.pk])).text
    for words in ("Region", "South", "1,240", "NOK\u00a090,000", "Fleet size: none to 1,240."):
        assert words in page


def test_the_log_tells_with_the_names_of_then(cast, deal, region):
    edit_deal(deal, by=cast.alice, **{region.fact: option_of(region, "South")})
    edit_deal(deal, by=cast.alice, **{region.fact: None})
    CustomOption.objects.filter(name="South").update(name="Deep south")
    edit_field(CustomField.objects.get(), by=cast.ada, name="Land", hint="", is_required=False)
    first, second = Event.objects.filter(verb="deal.edited").order_by("id")
    assert first.changes == {"custom.region": [None, option_of(region, "South")]}
    assert spell_out(first, sentence_of(first.verb)) == "<b>Alice Archer</b> changed <b>region</b>"
    assert sentence_of(first.verb).note(first) == "Region: none to South."
    assert sentence_of(second.verb).note(second) == "Region: South to none."


def test_what_did_not_change_is_not_told(cast, deal, fleet):
    edit_deal(deal, by=cast.alice, **{fleet.fact: "12"})
    edit_deal(deal, by=cast.alice, **{fleet.fact: "12"})
    assert Event.objects.filter(verb="deal.edited").count() == 1


def test_undo_brings_the_old_value_back(cast, deal, fleet):
    edit_deal(deal, by=cast.alice, **{fleet.fact: "12"})
    edit_deal(deal, by=cast.alice, **{fleet.fact: "13"}, source="Fair")
    undo(Event.objects.filter(verb="deal.edited").latest("id"), by=cast.alice)
    assert (fresh(deal).custom, fresh(deal).source) == ({"fleet_size": "12"}, "")


def test_two_peoples_edits_of_two_fields_are_merged(cast, deal, fleet, region):
    edit_deal(deal, by=cast.bob, **{region.fact: option_of(region, "North")})
    edit_deal(deal, by=cast.alice, version=deal.version, **{fleet.fact: "12", region.fact: None})
    assert fresh(deal).custom == {"fleet_size": "12", "region": option_of(region, "North")}


def test_the_same_field_is_asked_about(alice, cast, deal, region):
    sent = facts_of(alice, deal) | {region.fact: option_of(region, "South")}
    edit_deal(deal, by=cast.bob, **{region.fact: option_of(region, "North")})
    answer = alice.post(reverse("pipeline:deal-edit", args=[deal.pk]), sent)
    assert answer.status_code == 409
    assert "<b>South</b>" in answer.text
    assert "<b>North</b>" in answer.text


def test_a_new_deal_has_them_and_must_where_it_must(alice, board, make_field):
    field = make_field("deal", "Plate", "text", is_required=True)
    sent = {"title": "Reefers", "stage": board.prospecting.pk, "currency": "EUR"}
    sent["owner"] = alice.get(reverse("pipeline:deal-new")).context["form"]["owner"].value()
    refused = alice.post(reverse("pipeline:deal-new"), sent)
    assert (refused.status_code, "Fill in “Plate”." in refused.text) == (422, True)
    alice.post(reverse("pipeline:deal-new"), sent | {field.fact: "BT 2451"})
    assert Deal.objects.get(title="Reefers").custom == {"plate": "BT 2451"}


def test_a_cell_of_the_list(alice, deal, fleet):
    address = reverse("pipeline:deal-cell", args=[deal.pk, fleet.fact]) + "?face=list"
    assert fleet.fact in alice.get(address, headers=HTMX).text
    answer = alice.post(address, {fleet.fact: "77", "version": deal.version}, headers=HTMX)
    assert answer.status_code == 200
    assert "77" in answer.text
    assert fresh(deal).custom == {"fleet_size": "77"}
    wrong = alice.post(address, {fleet.fact: "many", "version": fresh(deal).version}, headers=HTMX)
    assert (wrong.status_code, 'value="many"' in wrong.text) == (422, True)
    assert alice.get(reverse("pipeline:deal-cell", args=[deal.pk, "custom.cake"])).status_code == 404


@pytest.fixture
def three(cast, board, make_deal, region, fleet):
    for title, land, size in [("Small", "North", "2"), ("Large", "South", "100"), ("Middle", "North", "30")]:
        made = make_deal(cast.alice, board.demo, title)
        edit_deal(made, by=cast.alice, **{region.fact: option_of(region, land), fleet.fact: size})
    make_deal(cast.alice, board.demo, "Bare")


def titles(client, **asked):
    return [deal.title for deal in client.get(LIST, asked).context["page"].object_list]


def test_the_list_filters_by_them(alice, three, region, fleet):
    north, south = option_of(region, "North"), option_of(region, "South")
    assert sorted(titles(alice, **{region.fact: north})) == ["Middle", "Small"]
    assert len(titles(alice, **{region.fact: [north, south]})) == 3
    assert titles(alice, **{f"{fleet.fact}.min": "30", f"{fleet.fact}.max": "99"}) == ["Middle"]
    assert titles(alice, **{"custom.not-filled-in": fleet.key}) == ["Bare"]


NONSENSE = ["custom.cake=1", "custom.region=x", "custom.fleet_size.min=many", "custom.region=99"]


@pytest.mark.parametrize("query", NONSENSE)
def test_what_a_filter_cannot_mean_breaks_nothing(alice, three, query):
    assert alice.get(f"{LIST}?{query}").status_code == 200
    assert alice.get(f"{BOARD}?{query}").status_code == 200


def test_the_filter_in_force_is_said(alice, three, region, fleet):
    page = alice.get(LIST, {region.fact: option_of(region, "North"), f"{fleet.fact}.min": "1500"}).text
    assert "Region: North" in page
    assert "Fleet size from 1,500" in page


def test_the_sheet_offers_them(alice, three, region, board):
    sheet = reverse("pipeline:filter")
    text = alice.get(sheet, {"sheet": "q", "pipeline": board.pipeline.pk}, headers=HTMX).text
    for words in ("Region", "North", "Fleet size from", "Not filled in"):
        assert words in text


def test_the_list_sorts_by_them(alice, three, region, fleet):
    assert titles(alice, order=f"-{fleet.fact}") == ["Large", "Middle", "Small", "Bare"]
    assert titles(alice, order=fleet.fact) == ["Small", "Middle", "Large", "Bare"]
    assert titles(alice, order=region.fact)[2:] == ["Large", "Bare"]
    assert len(titles(alice, order="custom.cake")) == 4


def test_the_board_filters_by_them(alice, three, region):
    page = alice.get(BOARD, {region.fact: option_of(region, "South")}).text
    assert "Large" in page
    assert "Middle" not in page


def test_a_card_shows_what_its_reader_chose(alice, cast, three, region, fleet, board):
    bare = alice.get(BOARD).text
    assert "Fleet size: 100" not in bare
    form = {"facts": ["company", region.card, fleet.card]}
    alice.post(reverse("pipeline:taste", args=[board.pipeline.pk]), form)
    page = alice.get(BOARD).text
    assert "Fleet size: 100" in page
    assert '<span class="clip">South</span>' in page
    for extra in ({"group": "owner"}, {"face": "months"}):
        assert "Fleet size: 100" in alice.get(reverse("pipeline:months") if "face" in extra else BOARD, extra).text
    large = Deal.objects.get(title="Large")
    again = reverse("pipeline:cards", args=[board.pipeline.pk])
    assert "Fleet size: 100" in alice.get(again, {"ids": large.pk}).text
    cell = reverse("pipeline:deal-cell", args=[large.pk, "value"])
    assert "Fleet size: 100" in alice.post(cell, {"amount": "5", "version": large.version}, headers=HTMX).text


def test_a_card_forgets_a_retired_field(alice, cast, three, fleet):
    choose_card(cast.alice, facts=[fleet.card], is_compact=False)
    CustomField.objects.filter(key=fleet.key).update(retired_at="2026-11-22T00:00Z")
    assert "Fleet size" not in alice.get(BOARD).text


def test_the_board_asks_no_more_than_twelve_questions(alice, cast, three, region, fleet, django_assert_max_num_queries):
    choose_card(cast.alice, facts=[region.card, fleet.card], is_compact=False)
    with django_assert_max_num_queries(12):
        alice.get(BOARD)
    with django_assert_max_num_queries(12):
        alice.get(BOARD, {region.fact: option_of(region, "South")})


def test_the_list_asks_the_same_however_long_it_is(alice, cast, board, three, region, make_deal):
    few = queries_of(alice, LIST)
    for number in range(20):
        made = make_deal(cast.alice, board.demo, f"Deal {number}")
        edit_deal(made, by=cast.alice, **{region.fact: option_of(region, "North")})
    assert queries_of(alice, LIST) == few


def test_an_export_has_them(alice, three, insured):
    lines = b"".join(alice.post(reverse("pipeline:deal-export"), query_params={"order": "title"}).streaming_content)
    head, *rows = csv.reader(lines.decode("utf-8-sig").splitlines())
    assert head[-3:] == ["Region", "Fleet size", "Insured for (NOK)"]
    assert [row[-3:] for row in rows][:2] == [["", "", ""], ["South", "100", ""]]


def test_strangers_write_nothing(as_user, cast, deal, fleet):
    address = reverse("pipeline:deal-cell", args=[deal.pk, fleet.fact])
    assert as_user(cast.charlie).post(address, {fleet.fact: "1"}).status_code == 404
    assert as_user(cast.gus).post(address, {fleet.fact: "1"}).status_code == 403
    assert fresh(deal).custom == {}
