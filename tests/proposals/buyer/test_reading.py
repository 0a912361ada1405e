"""What buyers do is seen and told: the first time, after a pause, in another browser; not machines nor colleagues."""

from datetime import timedelta

import pytest
from django.db.models import F

from followups.models import Notification
from leads.models import Lead
from leads.scoring.actions import add_rule
from pipeline.models import Deal
from proposals.answering.forms import new_seal
from proposals.links.actions import give_link
from proposals.models import Visit
from proposals.reading.actions import MOST_BROWSERS, believed
from proposals.scoring import keep_scores
from tests.proposals.buyer.conftest import DESK, beat, browser, sent
from tests.world import make_lead
from timeline.listeners import catch_up
from timeline.models import Event

pytestmark = pytest.mark.django_db
TOLD = ("proposal.opened", "proposal.returned", "proposal.forwarded")


def told():
    return list(Event.objects.filter(verb__in=TOLD).order_by("pk").values_list("verb", flat=True))


def pause(minutes=31):
    """Let time pass since everybody was here."""
    Visit.objects.update(seen_at=F("seen_at") - timedelta(minutes=minutes))


def test_looking_writes_nothing_until_the_page_says_somebody_reads(offer, buyer):
    buyer.get(offer.url)
    assert (Visit.objects.count(), told()) == (0, [])
    assert beat(buyer, offer).status_code == 204
    assert told() == ["proposal.opened"]
    assert Deal.objects.get(pk=offer.deal.pk).proposal == "opened"


def test_every_refresh_is_not_told_but_coming_back_is(offer, buyer):
    for _time in range(3):
        beat(buyer, offer)
    assert told() == ["proposal.opened"]
    pause()
    beat(buyer, offer)
    assert told() == ["proposal.opened", "proposal.returned"]


def test_another_browser_may_be_somebody_it_was_passed_on_to(offer, buyer):
    beat(buyer, offer)
    other = browser(DESK)
    beat(other, offer)
    beat(other, offer)
    assert told() == ["proposal.opened", "proposal.forwarded"]
    assert Visit.objects.get(is_other=True).agent == "Chrome, Windows"


def test_without_a_script_a_picture_tells_it(offer, buyer):
    page = buyer.get(offer.url).content.decode()
    assert f'<noscript><img class="sr" src="{offer.url}seen/" alt=""></noscript>' in page
    assert buyer.get(f"{offer.url}seen/")["Content-Type"] == "image/svg+xml"
    assert told() == ["proposal.opened"]


def test_without_a_cookie_a_browser_is_known_all_the_same(offer):
    for _time in range(2):
        browser().post(f"{offer.url}seen/", {"sections": {}}, content_type="application/json")
    assert told() == ["proposal.opened"]


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "Mozilla/5.0 (Windows NT 10.0) HeadlessChrome/131.0",
        "Slackbot-LinkExpanding 1.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Microsoft Office Outlook SafeLinks)",
        "",
    ],
)
def test_machines_do_not_count(offer, agent):
    beat(browser(agent), offer)
    browser(agent).get(f"{offer.url}seen/")
    assert told() == []


def test_asking_for_the_head_and_fetching_ahead_do_not_count(offer, buyer):
    buyer.head(offer.url)
    buyer.head(f"{offer.url}seen/")
    buyer.get(f"{offer.url}seen/", headers={"Sec-Purpose": "prefetch;prerender"})
    buyer.get(f"{offer.url}seen/", headers={"Purpose": "prefetch"})
    assert told() == []


def test_colleagues_do_not_count(offer, cast):
    colleague = browser()
    colleague.force_login(cast.bob)
    beat(colleague, offer)
    assert told() == []


def test_seconds_are_added_and_never_more_than_passed(offer, buyer):
    beat(buyer, offer)
    Visit.objects.update(seen_at=F("seen_at") - timedelta(seconds=20))
    beat(buyer, offer, items=12, accept=5)
    visit = Visit.objects.get()
    assert (visit.sections, visit.seconds) == ({"items": 12, "accept": 5}, 17)
    beat(buyer, offer, items=9_999_999, head=-5)
    assert Visit.objects.get().seconds <= 19


def test_numbers_beyond_reason_are_cut():
    assert believed({"a": 10**9, "b": 5}, passed=10**6) == {"a": 60}
    assert believed({"a": 3, "b": -4, "c": 2}, passed=10) == {"a": 3, "c": 2}
    assert len(believed({str(key): 1 for key in range(500)}, passed=10**6)) == 40


@pytest.mark.parametrize("body", ["", "[]", "{", '{"sections": 3}', '{"sections": {"a": "x"}}', "x" * 5000])
def test_nonsense_is_refused(offer, buyer, body):
    assert buyer.post(f"{offer.url}seen/", body, content_type="text/plain").status_code == 400
    assert told() == []


def test_words_without_end_are_not_heard(offer, buyer):
    for _time in range(30):
        beat_only(buyer, offer)
    assert Visit.objects.count() == 1


def beat_only(client, offer):
    return client.post(f"{offer.url}seen/", {"sections": {}}, content_type="application/json")


def test_whoever_clears_cookies_all_day_fills_no_log(offer):
    for number in range(MOST_BROWSERS + 4):
        beat_only(browser(f"{DESK} {number}"), offer)
    assert Visit.objects.count() == MOST_BROWSERS
    assert len(told()) == MOST_BROWSERS


@pytest.mark.django_db(transaction=True)
def test_the_owner_hears_of_it_once(offer, buyer, cast):
    catch_up(only=["proposals"])
    beat(buyer, offer)
    catch_up(only=["proposals"])
    pause()
    beat(buyer, offer)
    catch_up(only=["proposals"])
    notices = Notification.objects.filter(user=cast.alice, kind__startswith="proposal.").order_by("pk")
    assert [notice.text for notice in notices] == [
        "Kari Solheim opened your proposal Reefer fleet",
        "Kari Solheim came back to your proposal Reefer fleet",
    ]
    assert notices[0].url == f"/deals/{offer.deal.pk}/"


def test_a_heading_without_words_is_left_out(draft, deal, buyer, cast):
    draft.sections = [{"key": "a", "kind": "benefits", "heading": "What changes for you", "text": ""}]
    draft.sections += [{"key": "b", "kind": "text", "heading": "How we work", "text": "Side by side."}]
    draft.save()
    deal.points.all().delete()
    address = give_link(sent(draft, cast.alice), deal.contact, by=cast.alice)
    page = buyer.get(address.removeprefix("http://127.0.0.1:8000")).content.decode()
    assert ("What changes for you" in page, "How we work" in page) == (False, True)


def test_reading_and_asking_score_the_lead_of_who_reads(offer, buyer, cast):
    lead = make_lead("Kari Solheim", cast.alice, contact=offer.deal.contact)
    stranger = make_lead("Ola Nordmann", cast.alice)
    for verb, points in (("proposal.opened", 15), ("proposal.asked", 10)):
        add_rule(by=cast.ada, name=verb, kind="deed", signal=verb, points=points, conditions=[])
    beat(buyer, offer)
    keep_scores(list(Event.objects.filter(verb__startswith="proposal.").order_by("pk")))
    assert scores(lead, stranger) == [15, 0]
    buyer.post(f"{offer.url}ask/", {"text": "When can you begin?", "seal": new_seal(offer.link)})
    keep_scores(list(Event.objects.filter(verb__startswith="proposal.").order_by("pk")))
    assert scores(lead, stranger) == [25, 0]


def scores(*leads):
    return [Lead.objects.get(pk=lead.pk).score for lead in leads]
