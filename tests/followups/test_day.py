"""My day: what is due, for whom, in how many queries, and what each key and button does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Holiday
from followups.actions import complete_follow_up, notify, plan_follow_up
from followups.models import FollowUp, Notification
from tests.followups.conftest import make_deal, make_lead

MY_DAY = "/my-day/"


@pytest.fixture
def promise(cast, deal, kinds):
    """`promise(timedelta(hours=-2), "Call Kari")`: Alice's, about her deal."""

    def make(wait, title="Call Kari", about=deal, owner=cast.alice):
        facts = {"kind": kinds["Call"], "title": title, "owner": owner, "by": owner}
        return plan_follow_up(about=about, due_at=timezone.now() + wait, **facts)

    return make


def groups(response):
    day = response.context["day"]
    return {name: [task.title for task in getattr(day, name).rows] for name in ("overdue", "today", "week", "done")}


def test_a_day_is_sorted_by_what_is_due(as_user, cast, promise):
    promise(timedelta(days=-1), "Late")
    promise(timedelta(days=-3), "Very late")
    promise(timedelta(days=2), "Soon")
    promise(timedelta(days=20), "Far away")
    complete_follow_up(promise(timedelta(days=1), "Finished"), by=cast.alice)
    promise(timedelta(days=-1), "Bob’s", owner=cast.bob)
    found = groups(as_user(cast.alice).get(MY_DAY))
    assert found == {"overdue": ["Very late", "Late"], "today": [], "week": ["Soon"], "done": ["Finished"]}


def test_what_is_due_later_today_stands_under_today(as_user, cast, deal, kinds):
    plan_follow_up(
        about=deal, kind=kinds["Call"], title="Any time", due_at=timezone.now(), any_time=True, by=cast.alice
    )
    response = as_user(cast.alice).get(MY_DAY)
    assert groups(response)["today"] == ["Any time"]
    assert "0 overdue, 1 for today, 0 already done." in response.content.decode()


def test_lost_deals_and_unfit_leads_ask_for_nothing(as_user, cast, promise, deal, lead):
    promise(timedelta(days=-1))
    promise(timedelta(days=-1), about=lead)
    assert len(groups(as_user(cast.alice).get(MY_DAY))["overdue"]) == 2
    deal.status, lead.status = "lost", "disqualified"
    deal.save()
    lead.save()
    assert groups(as_user(cast.alice).get(MY_DAY))["overdue"] == []


def test_leaders_see_their_team_and_reps_only_themselves(as_user, cast, promise):
    promise(timedelta(days=-1))
    assert groups(as_user(cast.mona).get(MY_DAY, {"who": "team"}))["overdue"] == ["Call Kari"]
    assert groups(as_user(cast.mona).get(MY_DAY))["overdue"] == []
    assert groups(as_user(cast.bob).get(MY_DAY, {"who": "team"}))["overdue"] == []


def test_beside_it_stand_deals_adrift_and_leads_to_call(as_user, cast, demo, promise):
    make_deal(demo, cast.alice, "Small", base_amount=100)
    make_deal(demo, cast.alice, "Big", base_amount=900)
    make_deal(demo, cast.bob, "Bob’s")
    promise(timedelta(days=1))
    make_lead(cast.alice, "Cold", score=12)
    make_lead(cast.alice, "Hot", score=92)
    promise(timedelta(days=1), about=make_lead(cast.alice, "Planned", score=99))
    context = as_user(cast.alice).get(MY_DAY).context
    assert [deal.title for deal in context["adrift"].rows] == ["Big", "Small"]
    assert (context["adrift"].count, context["adrift"].total) == (2, 1000)
    assert [lead.name for lead in context["leads"].rows] == ["Hot", "Cold"]


def test_the_page_asks_the_same_number_of_questions_for_many_rows(
    as_user, cast, promise, demo, django_assert_num_queries
):
    client = as_user(cast.alice)

    def fill(rows):
        for number in range(rows):
            promise(timedelta(days=-1), f"Call {number}")
            make_deal(demo, cast.alice, f"Adrift {number}")
            make_lead(cast.alice, f"Lead {number}")

    fill(1)
    client.get(MY_DAY)
    counted = count_queries(client)
    fill(4)
    assert count_queries(client) == counted


def count_queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(MY_DAY).status_code == 200
    return len(queries)


def test_done_goes_back_and_asks_for_the_next_step(as_user, cast, promise, deal):
    follow_up = promise(timedelta(days=-1))
    client = as_user(cast.alice)
    answer = client.post(f"/follow-ups/{follow_up.pk}/done/", {"back": "/my-day/?who=team"})
    assert (answer.status_code, answer.url) == (303, f"/my-day/?who=team&done={follow_up.pk}")
    page = client.get(MY_DAY, {"done": follow_up.pk}).content.decode()
    assert f"What is next for {deal}?" in page
    answer = client.post(f"/deals/{deal.pk}/next-step/", {"day": tomorrow(), "title": "Send prices"})
    planned = FollowUp.objects.planned().get()
    assert (answer.url, planned.title, planned.any_time, planned.owner) == (MY_DAY, "Send prices", True, cast.alice)


def tomorrow():
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def test_for_htmx_the_answer_is_the_day_alone(as_user, cast, promise):
    follow_up = promise(timedelta(days=-1))
    client = as_user(cast.alice)
    answer = client.post(f"/follow-ups/{follow_up.pk}/done/", headers={"HX-Request": "true"}, follow=True)
    assert answer.content.decode().lstrip().startswith('<div id="day"')


def test_a_stranger_cannot_be_sent_elsewhere(as_user, cast, promise):
    follow_up = promise(timedelta(days=-1))
    answer = as_user(cast.alice).post(f"/follow-ups/{follow_up.pk}/cancel/", {"back": "https://evil.example/"})
    assert answer.url == MY_DAY


def test_everything_overdue_moves_to_tomorrow_or_the_next_working_day(as_user, cast, promise, works_every_day):
    follow_up, tomorrow = promise(timedelta(days=-2)), timezone.localdate() + timedelta(days=1)
    client = as_user(cast.alice)
    client.post("/my-day/overdue-to-tomorrow/")
    follow_up.refresh_from_db()
    assert timezone.localdate(follow_up.due_at) == tomorrow
    Holiday.objects.create(day=tomorrow, name="Founders’ day")
    other = promise(timedelta(days=-2))
    client.post("/my-day/overdue-to-tomorrow/")
    other.refresh_from_db()
    assert timezone.localdate(other.due_at) == tomorrow + timedelta(days=1)


def test_the_badges_count_what_is_overdue_and_unread(as_user, cast, promise, django_assert_max_num_queries):
    promise(timedelta(days=-1))
    promise(timedelta(days=-1), "Bob’s", owner=cast.bob)
    page = as_user(cast.alice).get(reverse("followups:badges")).content.decode()
    assert '<span class="dot">1' in page
    assert "pip" not in page


def test_what_was_told_since_the_last_look_is_said(as_user, cast):
    for key, person in (("1", cast.alice), ("2", cast.alice), ("3", cast.bob)):
        notify(person, key=key, kind="reminder", text=f"Notice {key}", url=MY_DAY)
    first, second, _bobs = Notification.objects.order_by("pk")
    badges = reverse("followups:badges")
    page = as_user(cast.alice).get(badges, {"told": first.pk}).text
    assert ("Notice 1" in page, "Notice 2" in page, "Notice 3" in page) == (False, True, False)
    assert f"?told={second.pk}" in page
    for told in (None, second.pk, "x", "9" * 40):
        assert "Notice" not in as_user(cast.alice).get(badges, {"told": told} if told else {}).text


def test_guests_look_but_have_no_buttons(as_user, cast, promise):
    promise(timedelta(days=-1))
    page = as_user(cast.gus).get(MY_DAY).content.decode()
    assert "overdue-to-tomorrow" not in page
    assert as_user(cast.gus).post("/my-day/overdue-to-tomorrow/").status_code == 403


def test_ways_in(client, as_user, cast):
    assert client.get(MY_DAY).status_code == 302
    assert as_user(cast.alice).get("/my-day/overdue-to-tomorrow/").status_code == 405
    assert as_user(cast.alice).post(MY_DAY).status_code == 405
