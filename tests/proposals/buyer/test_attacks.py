"""What somebody with a link tries who means no good: nothing breaks, and nothing is believed."""

import re

import pytest

from proposals.actions.making import make_proposal
from proposals.answering.actions import Where, decline_offer
from proposals.links.actions import give_link
from proposals.models import Answer, Question, Visit
from proposals.reading.actions import MOST_SECTIONS, added
from tests.proposals.buyer.conftest import SIGNED, accept, beat, confirmed, sent

UNKEPT = [r'{"sections": {"\u0000": 1}}', r'{"sections": {"\ud800": 1}}', '{"sections": {"<b>": 1, "": 2}}']


@pytest.mark.parametrize("body", UNKEPT)
def test_sections_nobody_could_keep_are_not_heard(offer, buyer, body):
    beat(buyer, offer)
    assert buyer.post(f"{offer.url}seen/", body, content_type="application/json").status_code == 204
    assert Visit.objects.get().sections == {}


def test_a_word_that_is_a_form_or_without_bottom_is_refused(offer, buyer):
    assert buyer.post(f"{offer.url}seen/", {"sections": "x"}).status_code == 400
    assert buyer.post(f"{offer.url}seen/", "[" * 3999, content_type="application/json").status_code == 400


def test_made_up_sections_fill_no_stay():
    kept = {}
    for number in range(3 * MOST_SECTIONS):
        kept = added(kept, {f"s{number}": 1})
    assert len(kept) == MOST_SECTIONS
    assert added(kept, {"s0": 4})["s0"] == 5


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060 \u200b", "--"])
def test_nobody_signs_without_being_read(offer, buyer, unseen):
    said = buyer.post(f"{offer.url}sign/", SIGNED | {"name": unseen, "typed": unseen})
    assert said.status_code == 422
    assert "Write your full name." in said.content.decode()
    assert "Sign here: draw your signature or type your name." in said.content.decode()


def test_a_drawing_in_other_digits_is_none(offer, buyer):
    path = "M١ ٢" + "".join(f"L{place} {place}" for place in range(10))
    assert buyer.post(f"{offer.url}sign/", SIGNED | {"drawn": path}).status_code == 422


@pytest.mark.parametrize(
    "more", [{"option": "1"}, {"title": "Owner"}, {"typed": "Somebody else"}, {"signing": "0" * 64}]
)
def test_what_was_confirmed_is_what_is_signed(offer, buyer, more):
    option = str(offer.version.lines.get(part="option").pk)
    more = {"chose": "1", "option": option} if "option" in more else more
    assert buyer.post(f"{offer.url}accept/", confirmed(buyer, offer) | more).status_code == 409
    assert Answer.objects.count() == 0


def test_a_confirmation_is_good_for_its_own_buyer_alone(offer, buyer, cast, deal):
    other = type(deal.contact).objects.create(name="Ola Berg", email="ola@nordkyst.example")
    address = give_link(offer.version, other, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    assert buyer.post(f"{address}accept/", confirmed(buyer, offer)).status_code == 409
    assert Answer.objects.count() == 0


def test_lines_of_another_proposal_are_not_chosen(offer, buyer, template, cast):
    foreign = make_proposal(offer.deal, template, by=cast.alice).lines.get(part="option").pk
    accept(buyer, offer, chose="1", option=str(foreign))
    assert [choice["name"] for choice in Answer.objects.get().choices] == ["Reefer sensor kit", "Fitting"]


def test_colleagues_ask_nothing_in_the_name_of_a_buyer(offer, as_user, cast, settings):
    settings.SAMPLE_MODE = False
    colleague = as_user(cast.bob)
    seal = re.search(r'name="seal" value="([^"]+)"', colleague.get(f"{offer.url}ask/").content.decode())[1]
    assert colleague.post(f"{offer.url}ask/", {"text": "May I?", "seal": seal}).status_code == 403
    assert Question.objects.count() == 0


def test_a_declined_link_shows_nothing_of_what_another_signed_later(offer, buyer, cast, deal, template):
    decline_offer(offer.link, "Too dear", Where())
    later = make_proposal(deal, template, by=cast.alice)
    type(later).objects.filter(pk=later.pk).update(proposal=offer.version.proposal, number=2)
    address = give_link(sent(later, cast.alice), deal.contact, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    newer = type(offer)(url=address)
    accept(buyer, newer)
    assert buyer.get(f"{newer.url}certificate/").status_code == 200
    assert buyer.get(f"{offer.url}certificate/").status_code == 404


@pytest.mark.parametrize("said", ["²", "9" * 5000, "٣", "1 OR 1=1"])
def test_numbers_that_are_none_break_no_page(offer, as_user, cast, said):
    client = as_user(cast.alice)
    assert client.get("/proposals/", {"owner": said}).status_code == 200
    assert client.get(f"/deals/{offer.deal.pk}/items/", {"removed": said}).status_code == 200
    assert client.get(f"/proposals/{'9' * 5000}/proposal.pdf").status_code == 404
