"""A conversion is taken back: the deal goes, the lead stands as before, and nobody's work is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import CustomField, CustomOption
from followups.models import FollowUp, FollowUpKind
from leads.actions import edit_lead
from leads.models import Company, Contact, Label, LabelSet, Lead, LikelyPair, Qualification
from pipeline.actions import CannotUndo, create_deal, note_on_deal, undo, undo_bulk
from pipeline.actions.converting import AlreadyConverted, convert_lead, convert_leads
from pipeline.actions.opening import opening_of
from pipeline.actions.repeats import ActTaken
from pipeline.models import Conversion, Deal
from tests.world import make_lead
from timeline.models import Event
from timeline.queries import timeline_of

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def lead(cast):
    hot = Label.objects.create(set=LabelSet.objects.create(name="Temperature"), name="Hot")
    where = {"company_name": "Dar Freight", "source": "Fair", "campaign": "Spring", "notes": "180 trucks"}
    return make_lead("Mwana Kapinga", cast.alice, label=hot, email="mwana@dar.example", score=72, **where)


def convert(lead, board, by, **more):
    asked = {"title": "Dar Freight fleet", "stage": board.prospecting, "amount": 48_200, "currency": "EUR"} | more
    return convert_lead(lead, by=by, **asked)


def facts_of(lead):
    rows = Lead.objects.filter(pk=lead.pk).values().get()
    return {name: value for name, value in rows.items() if name != "version"}


def test_everything_is_as_before(cast, board, lead):
    due = timezone.now() + timedelta(days=1)
    kind = FollowUpKind.objects.create(name="Visit")
    call = FollowUp.objects.create(kind=kind, title="Call", lead=lead, owner=cast.alice, due_at=due)
    before = facts_of(lead)
    deal = convert(lead, board, cast.alice)
    undo(opening_of(deal), by=cast.alice)
    call.refresh_from_db()
    assert (facts_of(lead), call.deal_id) == (before, None)
    assert (Deal.objects.count(), Company.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert Qualification.objects.count() == 1
    conversion = Conversion.objects.get()
    assert (conversion.undone_by, conversion.deal) == (cast.alice, None)


def test_a_lead_nobody_had_is_free_again(cast, board):
    deal = convert(make_lead("Chiara", None), board, cast.bob)
    undo(opening_of(deal), by=cast.bob)
    assert Lead.objects.get().owner is None


def test_a_resting_lead_rests_again(cast, board, lead):
    day = timezone.localdate() + timedelta(days=30)
    Lead.objects.filter(pk=lead.pk).update(status="recycled", returns_on=day)
    deal = convert(lead, board, cast.alice)
    assert Lead.objects.get().returns_on is None
    undo(opening_of(deal), by=cast.alice)
    assert (Lead.objects.get().status, Lead.objects.get().returns_on) == ("recycled", day)


def test_both_timelines_tell_it_and_that_it_was_taken_back(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    told = {record: told_of(record, cast.alice) for record in (lead, deal, deal.company, deal.contact)}
    assert all("lead.converted" in verbs for verbs in told.values())
    assert timeline_of(deal, cast.alice)[0].note == "Score 72, Fair, Spring"
    undo(opening_of(deal), by=cast.alice)
    standing = Event.objects.standing().filter(about__contains=[f"lead:{lead.pk}"])
    assert [event.verb for event in standing] == []
    assert {entry.undone for entry in timeline_of(lead, cast.alice)} == {"Taken back by Alice Archer"}


def told_of(record, viewer):
    return [entry.verb for entry in timeline_of(record, viewer)]


def test_what_somebody_did_for_the_deal_keeps_it(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    note_on_deal(deal, text="Met the board", by=cast.bob)
    with pytest.raises(CannotUndo, match="Somebody has worked on this deal since"):
        undo(opening_of(deal), by=cast.alice)
    assert Lead.objects.get().status == "converted"


def test_what_was_written_on_the_lead_since_stays(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    edit_lead(lead, by=cast.bob, version=Lead.objects.get().version, owner=cast.bob, phone="+255 22 211 1111")
    undo(opening_of(deal), by=cast.alice)
    lead.refresh_from_db()
    assert (lead.status, lead.owner, lead.phone) == ("new", cast.bob, "+255 22 211 1111")


def test_who_is_needed_elsewhere_by_now_stays(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    create_deal(by=cast.alice, title="Second", stage=board.prospecting, company=deal.company)
    undo(opening_of(deal), by=cast.alice)
    assert (Company.objects.count(), Contact.objects.count()) == (1, 0)


def test_who_was_here_before_stays(cast, board, lead):
    company = Company.objects.create(name="Dar Freight Ltd", owner=cast.alice)
    deal = convert(lead, board, cast.alice)
    assert deal.company == company
    undo(opening_of(deal), by=cast.alice)
    assert list(Company.objects.all()) == [company]


def test_likely_pairs_of_what_is_gone_go_too(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    LikelyPair.objects.create(one=f"contact:{deal.contact_id}", other="contact:999", likeness=90)
    undo(opening_of(deal), by=cast.alice)
    assert not LikelyPair.objects.exists()


def test_it_can_be_converted_again(cast, board, lead):
    undo(opening_of(convert(lead, board, cast.alice)), by=cast.alice)
    deal = convert(lead, board, cast.alice)
    assert (Lead.objects.get().status, Conversion.objects.filter(undone_at=None).get().deal) == ("converted", deal)


def test_the_same_operation_makes_one_deal(cast, board, lead):
    operation = uuid4()
    deal = convert(lead, board, cast.alice, operation=operation)
    assert convert(lead, board, cast.alice, operation=operation) == deal
    undo(opening_of(deal), by=cast.alice)
    with pytest.raises(AlreadyConverted, match="taken back since"):
        convert(lead, board, cast.alice, operation=operation)
    assert not Deal.objects.exists()


def test_values_of_the_same_fields_go_along(cast, board, lead):
    for record in ("lead", "deal", "contact"):
        CustomField.objects.create(record=record, key="fleet", name="Fleet", kind="number")
        heat = CustomField.objects.create(record=record, key="cargo", name="Cargo", kind="choice")
        option = CustomOption.objects.create(field=heat, name="Frozen")
        if record == "lead":
            Lead.objects.filter(pk=lead.pk).update(custom={"fleet": "180", "cargo": option.pk, "other": "x"})
    deal = convert(lead, board, cast.alice)
    theirs = CustomOption.objects.get(field__record="deal")
    assert deal.custom == {"fleet": "180", "cargo": theirs.pk}
    assert deal.contact.custom["fleet"] == "180"
    assert deal.company.custom == {}


# ── in the browser, without a script and with one ──


@pytest.fixture
def undo_url(as_user, cast, board, lead):
    asked = {"title": "Fleet", "currency": "EUR", "stage": board.prospecting.pk, "company": "new", "contact": "new"}
    as_user(cast.alice).post(reverse("pipeline:convert-lead", args=[lead.pk]), asked)
    return reverse("pipeline:undo", args=[opening_of(Deal.objects.get()).pk])


def test_the_toast_offers_to_take_it_back(as_user, cast, lead, undo_url):
    client = as_user(cast.alice)
    assert undo_url in client.get(reverse("pipeline:deal", args=[Deal.objects.get().pk])).text
    answer = client.post(undo_url)
    assert (answer.status_code, answer.url) == (302, reverse("leads:lead", args=[lead.pk]))
    assert "Mwana Kapinga is a lead again" in client.get(answer.url).text


def test_z_takes_it_back_from_the_board(as_user, cast, lead, undo_url):
    client = as_user(cast.alice)
    client.get("/board/")
    answer = client.post(reverse("pipeline:undo-last"), headers=SCRIPT)
    assert "Mwana Kapinga is a lead again" in answer.text
    assert Lead.objects.get().status == "new"


@pytest.mark.parametrize(("actor", "status"), [("charlie", 404), ("gus", 403), ("bob", 302), ("mona", 302)])
def test_who_may_take_it_back(as_user, cast, undo_url, actor, status):
    assert as_user(getattr(cast, actor)).post(undo_url).status_code == status
    assert Deal.objects.exists() == (actor != "mona")


# ── several at once ──


@pytest.fixture
def three(cast):
    names = {"Ann": "Alpha", "Ben": "Beta", "Cid": ""}
    return [make_lead(name, cast.alice, company_name=company) for name, company in names.items()]


def test_several_are_converted_and_taken_back_as_one(cast, board, three):
    bulk = uuid4()
    report = convert_leads(three, stage=board.prospecting, by=cast.alice, bulk=bulk)
    assert [outcome.deal.title for outcome in report.done] == ["Alpha", "Beta", "Cid"]
    assert len(convert_leads(three, stage=board.prospecting, by=cast.alice, bulk=bulk).done) == 3
    assert Deal.objects.count() == 3
    undo_bulk(bulk, by=cast.alice)
    assert (Deal.objects.count(), Company.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert set(Lead.objects.values_list("status", flat=True)) == {"new"}


def test_what_a_gate_keeps_out_stays_a_lead(as_user, cast, board, three):
    Qualification.objects.filter(lead=three[0]).update(budget=2, need=2, authority=2, timeline=2)
    asked = {"ids": [lead.pk for lead in three], "stage": board.discovery.pk, "bulk": str(uuid4())}
    page = as_user(cast.alice).post(reverse("pipeline:convert-leads"), asked).text
    assert ("1 lead is a deal now" in page, "Discovery needs" in page, "2 stay leads" in page) == (True, True, True)
    assert list(Deal.objects.values_list("title", flat=True)) == ["Alpha"]


def test_an_act_of_another_kind_is_not_done_under_its_id(cast, board, three):
    bulk = uuid4()
    convert_leads(three[:1], stage=board.prospecting, by=cast.alice, bulk=bulk)
    with pytest.raises(ActTaken):
        convert_leads(three, stage=board.prospecting, by=cast.bob, bulk=bulk)


def test_the_page_says_beforehand_what_will_be_done_to_each(as_user, cast, board, three):
    Company.objects.create(name="Beta Ltd.", owner=cast.bob)
    page = as_user(cast.alice).post(reverse("pipeline:convert-leads"), {"ids": [lead.pk for lead in three]}).text
    assert ("Make Alpha" in page, "Link Beta Ltd." in page, "No company" in page) == (True, True, True)
    assert not Deal.objects.exists()


def test_the_preview_asks_the_same_for_many(as_user, cast, board, three):
    client, counts = as_user(cast.alice), []
    for leads in (three[:1], three[:1], three):  # the first warms up
        ids = {"ids": [lead.pk for lead in leads]}
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("pipeline:convert-leads"), ids)
        counts.append(len(queries))
    assert counts[2] == counts[1]


def test_back_to_the_list_with_undo(as_user, cast, board, three):
    client, bulk = as_user(cast.alice), str(uuid4())
    asked = {"ids": ",".join(str(lead.pk) for lead in three), "stage": board.prospecting.pk, "bulk": bulk}
    answer = client.post(reverse("pipeline:convert-leads"), asked)
    assert (answer.status_code, answer.url) == (302, reverse("leads:list"))
    undone = client.post(reverse("pipeline:undo-bulk", args=[bulk]), {"back": "leads"})
    assert (undone.url, Deal.objects.count()) == (reverse("leads:list"), 0)


@pytest.mark.parametrize("ids", [[], ["x"], ["999999"]])
def test_nothing_chosen_is_said(as_user, cast, board, ids):
    answer = as_user(cast.alice).post(reverse("pipeline:convert-leads"), {"ids": ids})
    assert (answer.status_code, answer.url) == (302, reverse("leads:list"))


@pytest.mark.parametrize(("actor", "left"), [("charlie", 3), ("gus", 3), ("bob", 0)])
def test_nobody_converts_what_they_may_not(as_user, cast, board, three, actor, left):
    asked = {"ids": [lead.pk for lead in three], "stage": board.prospecting.pk}
    as_user(getattr(cast, actor)).post(reverse("pipeline:convert-leads"), asked)
    assert Lead.objects.working().count() == left
