"""Notes as proof of BANT answers."""

import pytest

from leads.models import Qualification
from pipeline.actions import note_on_deal, qualify_deal
from pipeline.actions.proving import disprove, note_of, prove
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.prospecting, qualified=False)


@pytest.fixture
def note(cast, deal):
    return note_on_deal(deal, text="Claims cost NOK 900k\na year.", by=cast.alice)


def sheet():
    return Qualification.objects.get()


def test_a_note_becomes_the_evidence(cast, deal, note):
    prove(deal, topic="need", event=note, by=cast.bob)
    assert (sheet().need, sheet().need_evidence) == (1, "Claims cost NOK 900k a year.")
    assert prove(deal, topic="need", event=note, by=cast.bob) is None
    assert str(timeline_of(deal, cast.alice)[0].sentence) == "<b>Bob Baker</b> marked a note as proof of <b>Need</b>"


def test_what_was_written_stays(cast, deal, note):
    qualify_deal(deal, need=2, need_evidence="Their CFO said so", by=cast.alice)
    prove(deal, topic="need", event=note, by=cast.bob)
    assert (sheet().need, sheet().need_evidence) == (2, "Their CFO said so")
    assert [proof.event_id for proof in sheet().proofs.all()] == [note.pk]
    disprove(deal, topic="need", event=note, by=cast.bob)
    assert (sheet().proofs.count(), sheet().need) == (0, 2)


def test_the_page_leads_from_the_answer_to_the_note_and_back(as_user, cast, deal, note):
    bob = as_user(cast.bob)
    sent = bob.post(f"/deals/{deal.pk}/proof/", {"event": note.pk, "topic": "need"})
    page = bob.get(f"/deals/{deal.pk}/").text
    assert (sent.status_code, f'href="/deals/{deal.pk}/#event-{note.pk}"' in page) == (302, True)
    assert (f'id="event-{note.pk}"' in page, "Supports Need" in page) == (True, True)
    bob.post(f"/deals/{deal.pk}/proof/", {"event": note.pk, "topic": "need", "drop": "1"})
    assert "Supports Need" not in bob.get(f"/deals/{deal.pk}/").text


def test_a_note_can_be_written_as_proof(as_user, cast, deal):
    sent = {"text": "Capex plan approved", "proof": ["budget", "timeline"]}
    as_user(cast.bob).post(f"/deals/{deal.pk}/note/", sent)
    assert (sheet().budget, sheet().timeline, sheet().budget_evidence) == (1, 1, "Capex plan approved")


def test_only_words_of_this_deal_are_proof(as_user, cast, board, make_deal, deal, note):
    other = make_deal(cast.charlie, board.prospecting, "Secret", qualified=False)
    secret, opened = note_on_deal(other, text="Secret", by=cast.charlie), Event.objects.filter(verb="deal.created")
    assert [note_of(deal, event.pk) for event in (note, secret, opened.first())] == [note, None, None]
    answer = as_user(cast.bob).post(f"/deals/{deal.pk}/proof/", {"event": secret.pk, "topic": "need"})
    assert answer.status_code == 422


def test_who_may_not(as_user, cast, deal, note):
    path, sent = f"/deals/{deal.pk}/proof/", {"event": note.pk, "topic": "need"}
    assert as_user(cast.charlie).post(path, sent).status_code == 404
    assert as_user(cast.gus).post(path, sent).status_code == 403
    assert as_user(cast.bob).get(path).status_code == 405
    assert as_user(cast.bob).post(path, {"event": note.pk, "topic": "luck"}).status_code == 422
