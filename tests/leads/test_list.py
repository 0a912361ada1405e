"""The list of leads: its tabs, filters, order and pages."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, FollowUpKind
from leads.actions import log_touch
from leads.models import Lead, LikelyPair, ScoreReason, ScoringRule
from leads.orders import PAGE
from tests.counting import queries_of
from tests.world import make_lead

LIST = "leads:list"


def names_on(page):
    """The leads of the page in their order."""
    return re.findall(r'href="/leads/\d+/"><b>(.*?)</b>', page.content.decode())


def counts_on(page):
    return [int(count) for count in re.findall(r'<span class="n">(\d+)</span>', page.content.decode())]


@pytest.fixture
def leads(cast, hot):
    return {
        "mine": make_lead("Mine", cast.alice, score=20, label=hot, source="Fair"),
        "bobs": make_lead("Bob’s", cast.bob, score=90, source="Web"),
        "open": make_lead("Nobody’s", None, score=50, company_name="Gelo Sud"),
        "rest": make_lead("Resting", cast.alice, status=Lead.Status.RECYCLED, returns_on=date(2030, 1, 8)),
        "done": make_lead("Done", cast.alice, status=Lead.Status.CONVERTED),
        "out": make_lead("Out", cast.alice, status=Lead.Status.DISQUALIFIED),
        "foreign": make_lead("Foreign", cast.charlie, score=99, source="Their secret fair"),
    }


def test_the_inbox_shows_what_may_be_seen_highest_score_first(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse(LIST))
    assert names_on(page) == ["Bob’s", "Nobody’s", "Mine"]
    assert counts_on(page) == [3, 1, 1, 1, 1, 1]


def test_only_sources_of_visible_leads_are_offered(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse("leads:filter"), {"sheet": "source"}).content.decode()
    assert ('value="Fair"' in page, "Their secret fair" in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tab=mine", ["Mine"]),
        ("tab=unassigned", ["Nobody’s"]),
        ("tab=nurture", ["Resting"]),
        ("tab=converted", ["Done"]),
        ("tab=not-a-fit", ["Out"]),
        ("tab=no-such-tab", ["Bob’s", "Nobody’s", "Mine"]),
        ("q=gelo", ["Nobody’s"]),
        ("source=Fair", ["Mine"]),
        ("status=new", ["Bob’s", "Nobody’s", "Mine"]),
        ("status=nonsense", ["Bob’s", "Nobody’s", "Mine"]),
        ("source=Fair&source=Web", ["Bob’s", "Mine"]),
        ("source=Nowhere", []),
        ("score_min=30&score_max=60", ["Nobody’s"]),
        ("score_min=nonsense", ["Bob’s", "Nobody’s", "Mine"]),
        ("touch=never", ["Bob’s", "Nobody’s", "Mine"]),
        ("touch=week&touch=older", []),
        ("bant=budget", []),
        ("bant=-budget&bant=-need", ["Bob’s", "Nobody’s", "Mine"]),
        ("bant=-budget&bant=budget", []),
        ("order=score", ["Mine", "Nobody’s", "Bob’s"]),
        ("order=name", ["Bob’s", "Mine", "Nobody’s"]),
        ("order=-owner", ["Bob’s", "Mine", "Nobody’s"]),
        ("order=source", ["Nobody’s", "Mine", "Bob’s"]),
        ("order=nonsense", ["Bob’s", "Nobody’s", "Mine"]),
    ],
)
def test_tabs_and_filters_narrow_the_list(as_user, cast, leads, query, names):
    assert names_on(as_user(cast.alice).get(f"{reverse(LIST)}?{query}")) == names


def test_filters_by_owner_and_label_stand_in_the_address(as_user, cast, leads, hot):
    client = as_user(cast.alice)
    assert names_on(client.get(reverse(LIST), {"owner": cast.bob.pk})) == ["Bob’s"]
    assert names_on(client.get(reverse(LIST), {"owner": "null"})) == ["Nobody’s"]
    assert names_on(client.get(reverse(LIST), {"label": hot.pk})) == ["Mine"]


def test_a_foreign_owner_cannot_be_filtered_by(as_user, cast, leads):
    page = as_user(cast.alice).get(reverse(LIST), {"owner": cast.charlie.pk})
    assert "Charlie" not in page.content.decode()
    assert "Foreign" not in page.content.decode()


@pytest.mark.parametrize(
    "order", ["-score", "score", "name", "-name", "label", "touch", "-touch", "owner", "new", "returns"]
)
def test_the_list_goes_on_behind_the_last_one_in_any_order(as_user, cast, hot, order):
    for number in range(PAGE + 7):
        touched = timezone.now() - timedelta(days=number % 5) if number % 3 else None
        label = hot if number % 2 else None
        make_lead(f"Lead {number:02}", cast.alice, score=number % 4, label=label, last_touch_at=touched)
    client, found = as_user(cast.alice), []
    url = f"{reverse(LIST)}?{urlencode({'order': order})}"
    while url:
        page = client.get(url)
        found.append(names_on(page))
        more = re.search(r'<a href="([^"]*)" rel="next">', page.content.decode())
        url = more and unescape(more[1])
    assert [len(names) for names in found] == [PAGE, 7]
    assert len({name for names in found for name in names}) == PAGE + 7


@pytest.mark.parametrize("after", ["", "~", "x~y", "12", "99999999999999999999~1", "1~99999999999999999999", "a\0~1"])
@pytest.mark.parametrize("order", ["-score", "name", "touch"])
def test_a_place_that_is_none_is_the_beginning_or_the_end(as_user, cast, lead, after, order):
    page = as_user(cast.alice).get(reverse(LIST), {"after": after, "order": order})
    assert page.status_code == 200


def test_a_script_gets_only_the_next_rows(as_user, cast, lead):
    page = as_user(cast.alice).get(f"{reverse(LIST)}?after=99~1", headers={"HX-Request": "true"})
    assert (names_on(page), b"<html" in page.content) == (["Mwana Kapinga"], False)


def test_the_number_of_queries_does_not_grow(as_user, cast, hot):
    client, counts = as_user(cast.alice), []
    rule = ScoringRule.objects.create(name="asked for a price", points=30)
    for number in range(3):
        one = make_lead(f"Lead {number}", cast.bob, label=hot, last_touch_at=timezone.now())
        make_lead(f"Like {number}", cast.bob)
        ScoreReason.objects.create(lead=one, rule=rule, points=30, earned_at=timezone.now())
        keys = sorted([f"lead:{one.pk}", f"lead:{one.pk + 1}"])
        LikelyPair.objects.create(one=keys[0], other=keys[1], likeness=96, reasons=["email"])
        counts.append(queries_of(client, reverse(LIST)))
    assert (counts[2], counts[0] <= 14) == (counts[0], True)


def test_a_row_says_why_it_scores_the_strongest_first(as_user, cast, lead):
    for name, points in [
        ("newsletter", 8),
        ("asked for a price", 35),
        ("no fleet of his own", -15),
        ("180 trucks", 30),
    ]:
        rule = ScoringRule.objects.create(name=name, points=points)
        ScoreReason.objects.create(lead=lead, rule=rule, points=points, earned_at=timezone.now())
    page = as_user(cast.alice).get(reverse(LIST)).content.decode()
    assert re.findall(r"<b[^>]*>([+−][0-9]+)</b> <bdi>([a-z0-9 ]+)</bdi>", page) == [
        ("+35", "asked for a price"),
        ("+30", "180 trucks"),
        ("−15", "no fleet of his own"),
    ]


def test_deeds_count_half_after_their_half_life(as_user, cast, lead):
    rule = ScoringRule.objects.create(name="visited", kind="deed", signal="lead.call", points=20, half_life=10)
    earned = timezone.now() - timedelta(days=20)
    ScoreReason.objects.create(lead=lead, rule=rule, points=20, earned_at=earned)
    assert "<b>+5</b> <bdi>visited</bdi>" in as_user(cast.alice).get(reverse(LIST)).content.decode()


def touch_on(page):
    return re.findall(r'k-touch"><span class="fu (\w+)">.*?<span class="clip">(.*?)</span>', page.content.decode())


def test_a_row_says_how_somebody_last_spoke_with_them(as_user, cast, lead):
    client = as_user(cast.alice)
    assert touch_on(client.get(reverse(LIST))) == [("none", "Not called yet")]
    log_touch(lead, kind="email", text="Sent the guide", by=cast.alice)
    assert touch_on(client.get(reverse(LIST))) == [("later", "Email, today")]


def test_a_likely_duplicate_stands_below_its_row_for_those_who_see_both(as_user, cast, lead):
    bobs, foreign = make_lead("Mwana Kapinge", cast.bob), make_lead("Mwana Stranger", cast.charlie)
    for other in (bobs, foreign):
        one, two = sorted([f"lead:{lead.pk}", f"lead:{other.pk}"])
        LikelyPair.objects.create(one=one, other=two, likeness=96, reasons=["email", "name"])
    page = as_user(cast.alice).get(reverse(LIST)).content.decode()
    assert (page.count('<tr class="dup"'), "96% match" in page, "Mwana Stranger" in page) == (1, True, False)


def test_a_late_promise_is_said_in_the_list(as_user, cast, lead):
    late = timezone.now() - timedelta(days=2)
    kind = FollowUpKind.objects.create(name="Call")
    FollowUp.objects.create(kind=kind, title="Call", lead=lead, owner=cast.alice, due_at=late)
    assert touch_on(as_user(cast.alice).get(reverse(LIST))) == [("overdue", "Call due 2 d ago")]


def test_the_menu_of_a_row_is_drawn_when_it_is_opened(as_user, cast, lead):
    rows = as_user(cast.alice).get(reverse(LIST)).content.decode()
    assert ("Convert to deal…" in rows, f'hx-get="/leads/{lead.pk}/acts/"' in rows) == (False, True)
    menu = as_user(cast.alice).get(reverse("leads:acts", args=[lead.pk]), headers={"HX-Request": "true"})
    said = [" ".join(words.split()) for words in re.findall(r"</span>([^<]+)</a>", menu.content.decode())]
    assert said == ["Assign…", "Label…", "Recycle…", "Not a fit…", "Begin a sequence…", "Convert to deal…", "Edit"]


def test_without_a_script_the_menu_is_a_page(as_user, cast, lead):
    rows = as_user(cast.alice).get(reverse(LIST), {"tab": "mine"}).content.decode()
    assert f'<a href="/leads/{lead.pk}/acts/?tab=mine">More</a>' in rows
    page = as_user(cast.alice).get(reverse("leads:acts", args=[lead.pk]), {"tab": "mine"}).content.decode()
    assert f'href="/leads/bulk/?tab=mine&ask=recycle&amp;ids={lead.pk}"' in unescaped(page)
    assert 'href="/leads/?tab=mine">Back to the leads' in page


def unescaped(page):
    return page.replace("?tab=mine&amp;ask", "?tab=mine&ask")


@pytest.mark.parametrize(("page", "name"), [(LIST, "source"), ("leads:companies", "industry")])
def test_a_word_no_database_can_hold_is_no_filter(as_user, cast, lead, page, name):
    assert as_user(cast.alice).get(reverse(page), {name: "Fair\0"}).status_code == 200
