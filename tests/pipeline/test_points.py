"""Competitors, pains, objections and criteria of a deal."""

import pytest

from accounts.models import BinnedRecord
from pipeline.actions import EditedMeanwhile
from pipeline.models import Competitor, Point, Rival
from pipeline.points.actions import add_point, add_rival, drop_point, edit_point, edit_rival
from pipeline.points.queries import pains_of
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000)


def post(client, deal, path, **sent):
    return client.post(f"/deals/{deal.pk}/points/{path}/", sent, headers=SCRIPT)


def verbs():
    return list(Event.objects.filter(verb__startswith="deal.").order_by("id").values_list("verb", flat=True))[1:]


def test_pains_in_the_order_they_were_noted(cast, deal):
    for text in ("Claims cost 900k a year", "Drivers write on paper", "claims cost 900K a year"):
        add_point(deal, kind=Point.Kind.PAIN, text=text, by=cast.alice)
    add_point(deal, kind=Point.Kind.OBJECTION, text="Too expensive", by=cast.alice)
    assert pains_of(deal) == ["Claims cost 900k a year", "Drivers write on paper"]
    assert verbs() == ["deal.point_added"] * 3


def test_what_was_thrown_away_is_taken_back_in_a_toast(as_user, cast, deal):
    client = as_user(cast.alice)
    point = add_point(deal, kind="pain", text="Claims cost 900k", by=cast.alice)
    rival = add_rival(deal, name="Nor-Track", by=cast.alice)
    gone = post(client, deal, f"pain/{point.pk}", drop="1").text
    undo = f"/bin/acts/{BinnedRecord.objects.get().act}/undo/"
    assert [words in gone for words in ("“Claims cost 900k” is in the bin", undo)] == [True, True]
    page = client.post(f"/deals/{deal.pk}/points/rival/{rival.pk}/", {"drop": "1"}, follow=True).text
    assert "“Nor-Track” is in the bin" in page
    back = f"/deals/{deal.pk}/#points"
    assert client.post(undo, {"next": back})["Location"] == back
    assert client.post("/bin/restore/", {"ids": BinnedRecord.objects.get().pk})["Location"] == f"/deals/{deal.pk}/"
    assert (Point.objects.get().text, Rival.objects.get().name) == ("Claims cost 900k", "Nor-Track")


def test_a_line_is_added_changed_and_taken_off(as_user, cast, deal):
    bob = as_user(cast.bob)
    assert "<form" in bob.get(f"/deals/{deal.pk}/points/objection/", headers=SCRIPT).text
    assert "Too expensive" in post(bob, deal, "objection", text=" Too  expensive").text
    point = deal.points.get()
    sent = {"text": "Too expensive", "answer": "Paid back in a year", "is_answered": "on"}
    assert "1 of 1" in post(bob, deal, f"objection/{point.pk}", **sent).text
    point.refresh_from_db()
    assert (point.answer, point.is_answered) == ("Paid back in a year", True)
    assert post(bob, deal, f"objection/{point.pk}", drop="1").status_code == 200
    assert (deal.points.count(), verbs()) == (0, ["deal.point_added", "deal.point_edited"])


def test_the_timeline_tells_it(cast, deal):
    point = add_point(deal, kind=Point.Kind.PAIN, text="Claims cost 900k", by=cast.alice)
    drop_point(point, by=cast.bob)
    told = [(str(entry.sentence), entry.note) for entry in timeline_of(deal, cast.alice)[:2]]
    assert told == [
        ("<b>Bob Baker</b> took “<b>Claims cost 900k</b>” off the list", ""),
        ("<b>Alice Archer</b> noted <b>a pain</b>", "Claims cost 900k"),
    ]


def test_one_rival_is_ahead_and_listed_ones_are_known(cast, deal):
    Competitor.objects.get_or_create(name="Fleetly")
    fleetly = add_rival(deal, name="fleetly", note="Contract ends 31 Jan", is_ahead=True, by=cast.alice)
    paper = add_rival(deal, name="Paper", by=cast.alice)
    edit_rival(paper, is_ahead=True, by=cast.alice)
    assert (fleetly.competitor.name, paper.competitor) == ("Fleetly", None)
    assert [(rival.name, rival.is_ahead) for rival in deal.rivals.all()] == [("Paper", True), ("fleetly", False)]


def test_both_changed_a_line_so_only_that_is_asked_about(cast, deal):
    point = add_point(deal, kind=Point.Kind.CRITERION, text="Offline in the north", by=cast.alice)
    seen = {"text": point.text, "answer": "", "is_answered": False}
    edit_point(point, text=point.text, answer="Works for 72 hours", is_answered=True, seen=seen, by=cast.bob)
    edit_point(point, text="Offline north of Tromsø", answer="", is_answered=False, seen=seen, by=cast.alice)
    with pytest.raises(EditedMeanwhile) as late:
        edit_point(point, text=point.text, answer="Not yet", is_answered=True, seen=seen, by=cast.alice)
    assert late.value.conflicts == {"answer": ("Works for 72 hours", "Not yet")}
    point.refresh_from_db()
    assert (point.text, point.answer, point.is_answered) == ("Offline north of Tromsø", "Works for 72 hours", True)


def test_the_form_asks_and_keeps_what_was_typed(as_user, cast, deal):
    rival = add_rival(deal, name="Fleetly", note="", by=cast.alice)
    seen = {"seen_name": "Fleetly", "seen_note": "", "seen_is_ahead": "False"}
    edit_rival(rival, note="20% cheaper", is_ahead=True, by=cast.alice)
    answer = post(as_user(cast.bob), deal, f"rival/{rival.pk}", name="Fleetly", note="In place since 2021", **seen)
    assert (answer.status_code, "In place since 2021" in answer.text, "20% cheaper" in answer.text) == (409, True, True)
    assert "Alice Archer" in answer.text
    again = {"seen_name": "Fleetly", "seen_note": "20% cheaper", "seen_is_ahead": "True", "is_ahead": "on"}
    assert post(as_user(cast.bob), deal, f"rival/{rival.pk}", name="Fleetly", note="Both", **again).status_code == 200
    assert Rival.objects.get().note == "Both"


def test_bad_input_and_other_kinds(as_user, cast, deal):
    bob = as_user(cast.bob)
    assert post(bob, deal, "pain", text="  ").status_code == 422
    assert post(bob, deal, "wish", text="More").status_code == 404
    add_rival(deal, name="Fleetly", by=cast.alice)
    again = post(bob, deal, "rival", name="FLEETLY", note="cheaper")
    assert (again.status_code, "on the list already" in again.text, "cheaper" in again.text) == (422, True, True)


def test_without_a_script_a_line_leads_back_to_the_page(as_user, cast, deal):
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/points/pain/", {"text": "Claims"})
    assert (answer.status_code, answer["Location"]) == (302, f"/deals/{deal.pk}/#points")
    page = as_user(cast.bob).get(f"/deals/{deal.pk}/points/pain/{deal.points.get().pk}/").text
    assert (page.count("<html"), page.count("line-form")) == (1, 1)


def test_who_may_not(as_user, cast, deal):
    assert post(as_user(cast.charlie), deal, "pain", text="Claims").status_code == 404
    assert post(as_user(cast.gus), deal, "pain", text="Claims").status_code == 403
