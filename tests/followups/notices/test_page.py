"""The page of what one was told: day by day, by kind, read and unread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.bin.actions import throw_away
from followups.actions import notify
from followups.models import Letter, Notification

PAGE = "/notifications/"


@pytest.fixture
def told(cast):
    """Alice was told of a reminder today, of a lead yesterday and of something odd three days ago."""
    for days, kind in ((0, "reminder"), (1, "lead.woken"), (3, "odd")):
        notify(cast.alice, key=kind, kind=kind, text=f"About {kind}", url="/my-day/")
        at = timezone.now() - timedelta(days=days)
        Notification.objects.filter(key=kind).update(created_at=at)
    notify(cast.bob, key="bob", kind="reminder", text="Of Bob")
    return Notification.objects.to(cast.alice)


def test_it_is_grouped_by_day(as_user, cast, told):
    answer = as_user(cast.alice).get(PAGE)
    assert [day for day, _notices in answer.context["days"]][:2] == ["Today", "Yesterday"]
    assert [len(notices) for _day, notices in answer.context["days"]] == [1, 1, 1]
    assert "Of Bob" not in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?kind=reminder", ["reminder"]),
        ("?kind=lead", ["lead.woken"]),
        ("?kind=other", ["odd"]),
        ("?kind=nonsense", ["reminder", "lead.woken", "odd"]),
        ("?unread=1", ["lead.woken", "odd"]),
        ("?kind=reminder&unread=1", []),
        ("?page=99", ["reminder", "lead.woken", "odd"]),
    ],
)
def test_it_is_filtered(as_user, cast, told, query, shown):
    told.filter(kind="reminder").update(read_at=timezone.now())
    days = as_user(cast.alice).get(PAGE + query).context["days"]
    assert [notice.kind for _day, notices in days for notice in notices] == shown


def test_only_kinds_one_was_told_of_are_offered(as_user, cast, told):
    kinds = as_user(cast.alice).get(PAGE).context["kinds"]
    assert [(one.kind.key, one.unread) for one in kinds] == [("reminder", 1), ("lead", 1), ("other", 1)]


def test_one_is_turned_over_and_back(as_user, cast, told):
    notice, client = told.get(kind="reminder"), as_user(cast.alice)
    for unread in (False, True):
        assert client.post(f"/notifications/{notice.pk}/read/", {"stay": "1", "back": PAGE}).url == PAGE
        assert told.unread().filter(pk=notice.pk).exists() == unread
    assert as_user(cast.bob).post(f"/notifications/{notice.pk}/read/", {"stay": "1"}).status_code == 404


@pytest.fixture
def thrown(cast, deal, lead):
    """Alice and Charlie were told of a deal, a letter of it and a lead, all of which were thrown away since."""
    letter = Letter.objects.create(deal=deal, direction="in", message_id="1@x", sender="x@y.example", text="")
    pages = {"deal": f"/deals/{deal.pk}/?tab=all#letters", "lead": f"/leads/{lead.pk}/"}
    pages["letter"] = f"/letters/{letter.pk}/"
    for key, page in pages.items():
        notify(cast.alice, key=key, kind="mail", text=f"About {key}", url=page)
        notify(cast.charlie, key=f"{key} too", kind="mail", text=f"About {key}", url=page)
    throw_away([deal], by=cast.alice)
    throw_away([lead], by=cast.alice)


@pytest.mark.parametrize(("key", "name"), [("deal", "Reefer"), ("letter", "Reefer"), ("lead", "Mwana")])
def test_of_what_lies_in_the_bin_one_leads_there(as_user, cast, thrown, key, name):
    notice, client = Notification.objects.get(key=key), as_user(cast.alice)
    page = client.post(f"/notifications/{notice.pk}/read/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/bin/?kind=")
    assert [row["one"].title.split()[0] for row in page.context["rows"]] == [name]
    assert f"About {key}" in client.get(PAGE).text


def test_whoever_does_not_see_it_there_is_told_so(as_user, cast, thrown):
    notice, client = Notification.objects.get(key="deal too"), as_user(cast.charlie)
    page = client.post(f"/notifications/{notice.pk}/read/", {"back": PAGE}, follow=True)
    assert page.redirect_chain[-1][0] == PAGE
    assert "What this was about has been thrown away." in page.text
    assert "Reefer" not in page.text


def test_a_page_that_is_not_there_offers_the_bin(as_user, cast):
    assert 'href="/bin/"' in as_user(cast.alice).get("/deals/999999/").text


def test_nothing_told_teaches_what_will_be(as_user, cast):
    assert "Nobody has told you anything yet" in as_user(cast.alice).get(PAGE).text


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_as_many_questions_for_many(as_user, cast, count, django_assert_num_queries):
    for number in range(count):
        notify(cast.alice, key=str(number), kind="reminder", text="Call")
    client = as_user(cast.alice)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
