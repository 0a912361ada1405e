from datetime import date

import pytest

from pipeline.actions import edit_deal, lose_deal, move_deal, note_on_deal, win_deal
from pipeline.actions.people import add_to_committee
from pipeline.actions.proving import prove
from pipeline.models import Competitor, Deal, LostReason
from pipeline.points.actions import add_point, add_rival
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000)


def facts(deal, **changed):
    """What the browser sends when the form of facts is saved."""
    seen = {
        "version": deal.version,
        "title": deal.title,
        "company": deal.company.name,
        "owner": deal.owner_id,
        "amount": deal.amount,
        "currency": deal.currency,
        "source": deal.source,
        "product": deal.product,
    }
    return seen | changed


def test_a_deal_is_always_somebodys(as_user, cast, deal):
    client = as_user(cast.alice)
    for page in ("/deals/new/", f"/deals/{deal.pk}/edit/", f"/deals/{deal.pk}/facts/owner/"):
        select = client.get(page, headers={"HX-Request": "true"}).text.partition('<select name="owner"')[2]
        assert f'<option value="{cast.alice.pk}" selected>' in select
        assert '<option value=""' not in select.partition("</select>")[0]


def test_the_page_shows_the_deal(as_user, cast, deal):
    answer = as_user(cast.bob).get(f"/deals/{deal.pk}/")
    page = answer.text
    assert answer.status_code == 200
    for words in (
        "Reefer fleet",
        "Nordkyst Fisk",
        "€48,000",
        "Guidance for Proposal",
        "weighted",
        "opened the deal in",
    ):
        assert words in page


def test_a_stranger_finds_nothing(as_user, cast, deal):
    stranger = as_user(cast.charlie)
    assert stranger.get(f"/deals/{deal.pk}/").status_code == 404
    for part in ("edit", "bant", "note", "reopen"):
        assert stranger.post(f"/deals/{deal.pk}/{part}/").status_code == 404


def test_a_guest_looks_and_changes_nothing(as_user, cast, deal):
    guest = as_user(cast.gus)
    assert guest.get(f"/deals/{deal.pk}/").status_code == 200
    for part in ("edit", "bant", "note", "reopen"):
        assert guest.post(f"/deals/{deal.pk}/{part}/").status_code == 403
    assert guest.get("/deals/new/").status_code == 403


@pytest.mark.parametrize("part", ["note", "reopen"])
def test_looking_at_a_write_is_refused(as_user, cast, deal, part):
    assert as_user(cast.alice).get(f"/deals/{deal.pk}/{part}/").status_code == 405


def test_what_is_missing_ahead(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.prospecting, qualified=False)
    page = as_user(cast.alice).get(f"/deals/{deal.pk}/").text
    assert "Before Discovery" in page
    assert "Fill in Budget, Authority, Need and Timeline" in page


def test_the_page_takes_as_many_queries_with_much_on_it_as_with_little(
    as_user, cast, board, deal, django_assert_max_num_queries
):
    viewer = as_user(cast.alice)
    viewer.get(f"/deals/{deal.pk}/")
    with django_assert_max_num_queries(QUERIES):
        viewer.get(f"/deals/{deal.pk}/")
    for number, stage in enumerate((board.negotiation, board.demo, board.proposal)):
        move_deal(deal, to=stage, by=cast.bob)
        add_to_committee(deal, name=f"Person {number}", role="decides", by=cast.bob)
        add_point(deal, kind="pain", text=f"Pain {number}", by=cast.bob)
        add_rival(deal, name=f"Rival {number}", by=cast.bob)
        note = note_on_deal(deal, text=f"Note {number}", by=cast.bob)
        prove(deal, topic="need", event=note, by=cast.bob)
    with django_assert_max_num_queries(QUERIES):
        viewer.get(f"/deals/{deal.pk}/")


QUERIES = 30  # one of them only while nothing has happened to the deal yet


def test_facts_are_saved(as_user, cast, deal):
    sent = facts(deal, amount="52 000", expected_close="2026-12-18", company="nordkyst fisk", currency="eur")
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", sent)
    saved = Deal.objects.get(pk=deal.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"/deals/{deal.pk}/")
    assert (saved.amount, saved.expected_close, saved.company) == (52_000, date(2026, 12, 18), deal.company)


def test_a_new_company_name_makes_a_company(as_user, cast, deal):
    as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", facts(deal, company="Havbris AS"))
    assert Deal.objects.get(pk=deal.pk).company.name == "Havbris AS"


def test_bad_facts_come_back_with_what_was_typed(as_user, cast, deal):
    sent = facts(deal, title="", amount="a lot", currency="XXQ", probability="120", source="Nor-Fishing fair")
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", sent)
    page = answer.text
    assert answer.status_code == 422
    for words in ("Write a title", "Write a number, like 12,400.", "three letters of a currency", "from 0 to 100"):
        assert words in page
    assert 'value="Nor-Fishing fair"' in page
    assert "<title>Reefer fleet" in page


def test_a_currency_without_a_rate_asks_for_one(as_user, cast, deal):
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", facts(deal, currency="NOK", source="Fair"))
    assert (answer.status_code, "What is one NOK worth in EUR?" in answer.text) == (422, True)
    assert 'value="Fair"' in answer.text


def test_the_form_comes_alone_for_the_panel(as_user, cast, deal):
    viewer = as_user(cast.bob)
    alone = viewer.get(f"/deals/{deal.pk}/edit/", headers={"HX-Request": "true"}).text
    whole = viewer.get(f"/deals/{deal.pk}/edit/").text
    assert [page.count("<html") for page in (alone, whole)] == [0, 1]
    assert [page.count('name="amount"') for page in (alone, whole)] == [1, 1]


def test_only_what_both_changed_is_asked_about(as_user, cast, deal):
    edit_deal(deal, by=cast.alice, amount=50_000, source="Fair")
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", facts(deal, amount="52000", product="Sensors"))
    assert answer.status_code == 409
    assert [choice["name"] for choice in answer.context["choices"]] == ["amount"]
    assert [choice["theirs"]["words"] for choice in answer.context["choices"]] == ["€50,000"]
    chosen = {field.html_name: field.value() for field in answer.context["hidden"]}
    chosen = {name: "" if value is None else value for name, value in chosen.items()}
    assert as_user(cast.bob).post(f"/deals/{deal.pk}/edit/", chosen | {"amount": "52000"}).status_code == 302
    saved = Deal.objects.get(pk=deal.pk)
    assert (saved.amount, saved.source, saved.product) == (52_000, "Fair", "Sensors")


def test_bant_is_answered(as_user, cast, deal):
    sent = {"budget": 2, "budget_evidence": "Capex plan", "authority": 1, "need": 2, "timeline": 0}
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/bant/", sent)
    sheet = Deal.objects.get(pk=deal.pk).qualification
    assert (answer.status_code, sheet.answers, sheet.budget_evidence) == (302, [2, 1, 2, 0], "Capex plan")


def test_half_a_bant_sheet_comes_back(as_user, cast, deal):
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/bant/", {"budget": 9, "budget_evidence": "Capex plan"})
    assert (answer.status_code, "Capex plan</textarea>" in answer.text) == (422, True)


def test_a_note(as_user, cast, deal):
    as_user(cast.bob).post(f"/deals/{deal.pk}/note/", {"text": "Kari read it <twice>."})
    page = as_user(cast.alice).get(f"/deals/{deal.pk}/").text
    assert "<b>Bob Baker</b> wrote a note" in page
    assert "Kari read it &lt;twice&gt;." in page


def test_a_new_order_in_the_column_is_no_news(as_user, cast, board, deal):
    move_deal(deal, to=board.proposal, by=cast.bob)
    entries = as_user(cast.alice).get(f"/deals/{deal.pk}/").context["entries"]
    assert [entry.verb for entry in entries] == ["deal.created"]


def test_an_empty_note_is_refused(as_user, cast, deal):
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/note/", {"text": "  "})
    assert (answer.status_code, "Write something first." in answer.text) == (422, True)
    assert not Event.objects.filter(verb="deal.noted").exists()


def test_a_lost_deal_opens_again(as_user, cast, deal):
    lose_deal(deal, reason=LostReason.objects.get(name="Price"), note="12% too high", by=cast.alice)
    page = as_user(cast.bob).get(f"/deals/{deal.pk}/").text
    assert "12% too high" in page
    assert as_user(cast.bob).post(f"/deals/{deal.pk}/reopen/").status_code == 302
    assert Deal.objects.get(pk=deal.pk).status == "open"


def test_opening_an_open_deal_says_so(as_user, cast, deal):
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/reopen/", follow=True)
    assert "meanwhile" in answer.text


def test_the_last_move_can_be_undone_from_the_timeline(as_user, cast, board, deal):
    event = win_deal(deal, by=cast.alice).event
    assert f"/moves/{event.pk}/undo/" in as_user(cast.alice).get(f"/deals/{deal.pk}/").text
    assert f"/moves/{event.pk}/undo/" not in as_user(cast.bob).get(f"/deals/{deal.pk}/").text


def test_a_new_deal(as_user, cast, board):
    sent = {"title": "Cold-chain pilot", "company": "Havbris AS", "amount": "12,400", "currency": "EUR"}
    sent |= {"owner": cast.alice.pk, "stage": board.prospecting.pk}
    answer = as_user(cast.alice).post("/deals/new/", sent)
    made = Deal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/deals/{made.pk}/")
    assert (made.title, made.amount, made.company.name, made.owner) == (
        "Cold-chain pilot",
        12_400,
        "Havbris AS",
        cast.alice,
    )


def test_a_new_deal_behind_a_gate(as_user, cast, board):
    sent = {"title": "Cold-chain pilot", "currency": "EUR", "owner": cast.alice.pk, "stage": board.demo.pk}
    answer = as_user(cast.alice).post("/deals/new/", sent)
    assert answer.status_code == 422
    assert "Demo needs Budget, Authority, Need and Timeline. Begin in an earlier stage" in answer.text
    assert 'value="Cold-chain pilot"' in answer.text
    assert not Deal.objects.exists()


def test_a_rep_gives_no_deal_to_a_stranger(as_user, cast, board):
    sent = {"title": "x", "currency": "EUR", "owner": cast.charlie.pk, "stage": board.prospecting.pk}
    assert as_user(cast.alice).post("/deals/new/", sent).status_code == 422


def test_the_list_shows_what_one_may_see(as_user, cast, board, deal, make_deal):
    make_deal(cast.charlie, board.demo, "Southern deal")
    page = as_user(cast.alice).get("/deals/").text
    assert ("Reefer fleet" in page, "Southern deal" in page) == (True, False)


def test_the_list_sorts_by_its_heads(as_user, cast, board, deal, make_deal):
    make_deal(cast.alice, board.demo, "Aquaculture", amount=500)
    viewer = as_user(cast.alice)

    def titles(order):
        return [deal.title for deal in viewer.get(f"/deals/?order={order}").context["page"]]

    assert titles("title") == titles("value") == ["Aquaculture", "Reefer fleet"]
    assert titles("-title") == titles("-value") == titles("-stage") == ["Reefer fleet", "Aquaculture"]
    assert len(titles("nonsense")) == len(titles("-")) == 2


def test_the_list_filters_and_says_when_nothing_matches(as_user, cast, deal):
    viewer = as_user(cast.alice)
    assert "Reefer fleet" in viewer.get("/deals/?q=reefer").text
    assert "No deal matches these filters." in viewer.get("/deals/?q=zeppelin").text


def test_a_lost_deal_weighs_nothing_and_wants_no_step(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, amount=1000)
    client = as_user(cast.alice)
    assert "weighted" in client.get(f"/deals/{deal.pk}/").text
    lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    page, panel = client.get(f"/deals/{deal.pk}/").text, client.get(f"/deals/{deal.pk}/follow-ups/").text
    assert ("weighted" in page, "No next step" in panel, "Nothing planned" in panel) == (False, False, True)


def test_losing_asks_who_won_it_and_says_so(as_user, cast, deal):
    alice, page = as_user(cast.alice), f"/deals/{deal.pk}/lose/"
    assert "Who won it?" not in alice.get(page).text
    fleetly = Competitor.objects.create(name="Fleetly")
    assert "Who won it?" in alice.get(page).text
    reason = LostReason.objects.get(name="Chose a competitor")
    answer = alice.post(page, {"reason": reason.pk, "lost_to": fleetly.pk, "back": "deal"}, follow=True)
    assert "Won by Fleetly" in answer.text
    assert "marked the deal as lost: <b>Chose a competitor, won by Fleetly</b>" in answer.text
