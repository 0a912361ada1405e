"""The proposals of a deal on its page, a new one in two clicks, links to copy, and the list of all."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions.making import make_proposal, make_version
from proposals.actions.sending import send_version
from proposals.models import Link, Proposal, Version
from tests.counting import queries_of
from tests.proposals.conftest import drawn
from timeline.models import Outgoing

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sent(draft, cast):
    send_version(draft, by=cast.alice)
    return drawn(draft)


def panel_of(client, deal):
    return client.get(reverse("proposals:deal-panel", args=[deal.pk]), headers=HTMX).content.decode()


def test_a_deal_without_proposals_says_how_one_is_made(deal, as_user, cast):
    assert "A new one brings the people, pains and items" in panel_of(as_user(cast.alice), deal)


def test_how_far_it_is_is_said_by_hand_only_where_none_was_made_here(deal, template, as_user, cast):
    by_hand = reverse("pipeline:deal-proposal", args=[deal.pk])
    assert by_hand not in panel_of(as_user(cast.gus), deal)
    alice = as_user(cast.alice)
    assert by_hand in panel_of(alice, deal)
    assert alice.post(by_hand, {"state": "sent", "on": "2026-01-05"}).url.endswith("#proposals")
    assert "Jan" in panel_of(alice, deal)
    assert 'id="proposal"' in alice.get(by_hand).content.decode()
    make_proposal(deal, template, by=cast.alice)
    assert by_hand not in panel_of(alice, deal)
    assert alice.post(by_hand, {"state": "accepted", "on": "2026-01-06"}).status_code == 302
    deal.refresh_from_db()
    assert deal.proposal == "sent"


def test_two_clicks_make_a_draft(deal, template, as_user, cast):
    client = as_user(cast.alice)
    assert template.name in client.get(reverse("proposals:new", args=[deal.pk])).content.decode()
    answer = client.post(reverse("proposals:new", args=[deal.pk]), {"template": template.pk})
    assert answer.url == reverse("proposals:proposal", args=[Version.objects.get().pk])


def test_a_template_out_of_use_is_not_taken(deal, template, as_user, cast):
    template.retired_at = timezone.now()
    template.save()
    answer = as_user(cast.alice).post(reverse("proposals:new", args=[deal.pk]), {"template": template.pk})
    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert "This template is not in use any more." in answer.content.decode()


def test_the_panel_says_how_far_each_version_came(sent, deal, as_user, cast):
    second = make_version(sent, by=cast.alice)
    send_version(second, by=cast.alice)
    drawn(second)
    page = panel_of(as_user(cast.alice), deal)
    number = sent.proposal.number
    for words in (f"{number}, v2", f"{number}, v1", "replaced by v2", "Copy link", "Remind", "Withdraw", "New version"):
        assert words in page


def test_a_guest_sees_the_panel_and_no_buttons(sent, deal, as_user, cast):
    page = panel_of(as_user(cast.gus), deal)
    assert sent.proposal.number in page
    assert "Withdraw" not in page


def test_a_link_is_copied_with_an_address_of_its_own(sent, as_user, cast):
    link = Link.objects.get()
    page = as_user(cast.alice).post(reverse("proposals:link", args=[link.pk]), headers=HTMX).content.decode()
    assert re.search(r'data-copy value="http://[^"]+/p/[^"]+/"', page)
    assert "The link is copied." in page
    assert link.keys.count() == 2


def test_buyers_are_reminded_twice_a_day_at_most(sent, as_user, cast):
    client, address = as_user(cast.alice), reverse("proposals:remind", args=[sent.pk])
    client.post(address)
    answer = client.post(address, follow=True)
    assert Outgoing.objects.filter(key__contains=":word:").count() == 1
    assert "Give them some time." in answer.content.decode()


def test_the_list_shows_what_one_may_see(sent, deal, template, as_user, cast):
    address = reverse("proposals:proposals")
    assert sent.proposal.number in as_user(cast.alice).get(address).content.decode()
    assert sent.proposal.number not in as_user(cast.charlie).get(address).content.decode()
    drafts = as_user(cast.alice).get(address, {"state": "draft", "owner": cast.alice.pk}).content.decode()
    assert sent.proposal.number not in drafts


def test_the_list_asks_the_database_the_same_however_long_it_is(deal, template, as_user, cast):
    make_proposal(deal, template, by=cast.alice)
    client, address = as_user(cast.alice), reverse("proposals:proposals")
    short = queries_of(client, address)
    for _time in range(3):
        make_proposal(deal, template, by=cast.alice)
    assert queries_of(client, address) == short
