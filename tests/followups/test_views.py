"""Planning, doing, putting off: what each form answers to friends, strangers, guests and typing errors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import RoleVisibility, User
from followups.actions import notify, plan_follow_up
from followups.days import in_an_hour, next_monday
from followups.forms import SnoozeForm
from followups.models import FollowUp, Notification


@pytest.fixture
def call(cast, deal, kinds):
    """Alice's promise, due in an hour."""
    due_at = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0)
    return plan_follow_up(about=deal, kind=kinds["Call"], title="Call Kari", due_at=due_at, by=cast.alice)


@pytest.fixture
def typed(cast, kinds):
    """What the form sends when everything is right."""
    day = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Send the prices",
        "kind": kinds["Email"].pk,
        "day": day.isoformat(),
        "at": "10:15",
        "owner": cast.alice.pk,
    }


WRITES = ["done", "outcome", "snooze", "unsnooze", "reopen", "cancel", "end", "hand-over", ""]


@pytest.mark.parametrize("write", WRITES)
def test_a_stranger_finds_nothing(as_user, cast, call, write):
    address = f"/follow-ups/{call.pk}/{write}/" if write else f"/follow-ups/{call.pk}/"
    assert as_user(cast.charlie).post(address).status_code == 404


@pytest.mark.parametrize("write", WRITES)
def test_a_guest_may_look_but_not_write(as_user, cast, call, write):
    address = f"/follow-ups/{call.pk}/{write}/" if write else f"/follow-ups/{call.pk}/"
    assert as_user(cast.gus).post(address).status_code == 403


@pytest.mark.parametrize("write", ["unsnooze", "reopen", "cancel", "end"])
def test_what_only_writes_is_not_read(as_user, cast, call, write):
    assert as_user(cast.alice).get(f"/follow-ups/{call.pk}/{write}/").status_code == 405


@pytest.mark.parametrize("about", ["deals", "leads"])
def test_planning_for_a_deal_or_lead(as_user, cast, deal, lead, typed, about):
    target = {"deals": deal, "leads": lead}[about]
    client = as_user(cast.alice)
    address = f"/{about}/{target.pk}/follow-ups/new/"
    assert client.get(address).status_code == 200
    assert client.post(address, typed | {"back": f"/{about}/{target.pk}/"}).url == f"/{about}/{target.pk}/"
    planned = FollowUp.objects.get()
    assert (planned.about, planned.title, planned.any_time) == (target, "Send the prices", False)
    assert timezone.localtime(planned.due_at).strftime("%H:%M") == "10:15"
    assert as_user(cast.charlie).get(address).status_code == 404
    assert as_user(cast.gus).get(address).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Say what to do"),
        ({"day": ""}, "Choose the day"),
        ({"day": "2020-01-01"}, "That has passed"),
        ({"at": "25:99"}, "Enter a valid time"),
    ],
)
def test_typing_errors_keep_what_was_typed(as_user, cast, deal, typed, wrong, said):
    answer = as_user(cast.alice).post(f"/deals/{deal.pk}/follow-ups/new/", typed | {"title": "Send it"} | wrong)
    page = answer.content.decode()
    assert (answer.status_code, FollowUp.objects.count()) == (422, 0)
    assert said in page
    assert wrong.get("title", "Send it") in page


def test_nobody_is_given_work_by_people_who_do_not_see_them(as_user, cast, deal, typed):
    answer = as_user(cast.alice).post(f"/deals/{deal.pk}/follow-ups/new/", typed | {"owner": cast.charlie.pk})
    assert (answer.status_code, FollowUp.objects.count()) == (422, 0)


def test_planning_from_my_day_offers_ones_own_deals(as_user, cast, deal, typed):
    client = as_user(cast.alice)
    assert client.post("/follow-ups/new/", typed).status_code == 422
    assert client.post("/follow-ups/new/", typed | {"deal": deal.pk}).url == "/my-day/"
    assert FollowUp.objects.get().deal == deal
    assert as_user(cast.bob).post("/follow-ups/new/", typed | {"deal": deal.pk}).status_code == 422


def test_one_click_plans_for_the_deals_owner(as_user, cast, deal, kinds):
    day = timezone.localdate() + timedelta(days=1)
    as_user(cast.mona).post(f"/deals/{deal.pk}/next-step/", {"day": day.isoformat()})
    planned = FollowUp.objects.get()
    assert (planned.title, planned.owner, planned.any_time) == ("Follow up with Kari Solheim", cast.alice, True)
    assert Notification.objects.get().user == cast.alice


def test_one_click_without_a_day_opens_the_form(as_user, cast, deal, kinds):
    answer = as_user(cast.alice).post(f"/deals/{deal.pk}/next-step/", {"day": "", "title": "Send prices"})
    assert answer.status_code == 422
    assert "Send prices" in answer.content.decode()


def test_a_fresh_workspace_has_kinds_when_the_first_step_is_planned(as_user, cast, deal):
    day = timezone.localdate() + timedelta(days=1)
    as_user(cast.alice).post(f"/deals/{deal.pk}/next-step/", {"day": day.isoformat()})
    assert FollowUp.objects.get().kind.name == "Call"


def test_editing(as_user, cast, call, typed):
    client = as_user(cast.bob)
    assert "Call Kari" in client.get(f"/follow-ups/{call.pk}/").content.decode()
    client.post(f"/follow-ups/{call.pk}/", typed | {"owner": cast.bob.pk})
    call.refresh_from_db()
    assert (call.title, call.owner) == ("Send the prices", cast.bob)
    assert client.post(f"/follow-ups/{call.pk}/", typed | {"title": ""}).status_code == 422


def test_an_overdue_one_can_be_reworded_without_a_new_time(as_user, cast, call, kinds):
    past = (timezone.now() - timedelta(days=2)).replace(second=0, microsecond=0)
    FollowUp.objects.update(due_at=past)
    local = timezone.localtime(past)
    sent = {"title": "Call Kari now", "kind": kinds["Call"].pk, "owner": cast.alice.pk}
    sent |= {"day": local.date().isoformat(), "at": local.strftime("%H:%M")}
    assert as_user(cast.alice).post(f"/follow-ups/{call.pk}/", sent).status_code == 303
    assert FollowUp.objects.get().title == "Call Kari now"


def test_done_with_an_outcome_and_afterwards(as_user, cast, call):
    client = as_user(cast.alice)
    client.post(f"/follow-ups/{call.pk}/done/", {"outcome": "She signs"})
    call.refresh_from_db()
    assert (call.is_planned, call.outcome) == (False, "She signs")
    client.post(f"/follow-ups/{call.pk}/outcome/", {"outcome": "She signs on Friday"})
    call.refresh_from_db()
    assert call.outcome == "She signs on Friday"


def test_who_comes_second_is_told(as_user, cast, call):
    client = as_user(cast.alice)
    client.post(f"/follow-ups/{call.pk}/done/")
    page = client.post(f"/follow-ups/{call.pk}/done/", follow=True).content.decode()
    assert "“Call Kari” is already done." in page


def test_undo_and_cancel(as_user, cast, call):
    client = as_user(cast.alice)
    client.post(f"/follow-ups/{call.pk}/done/")
    client.post(f"/follow-ups/{call.pk}/reopen/")
    assert FollowUp.objects.get().is_planned
    client.post(f"/follow-ups/{call.pk}/cancel/")
    assert FollowUp.objects.get().cancelled_at is not None


@pytest.mark.parametrize(
    "until",
    [
        {"until": "hour"},
        {"until": "tomorrow"},
        {"until": "workday"},
        {"until": "monday"},
        {"until": "day", "day": "2030-01-02"},
    ],
)
def test_snoozing(as_user, cast, call, until):
    before = call.due_at
    assert as_user(cast.alice).post(f"/follow-ups/{call.pk}/snooze/", until).status_code == 303
    call.refresh_from_db()
    assert call.due_at >= before or until == {"until": "hour"}
    if until["until"] != "hour":
        assert timezone.localtime(call.due_at).time() == timezone.localtime(before).time()


def test_my_day_offers_to_take_back_what_was_put_off(as_user, cast, call):
    before, address = call.due_at, f"/follow-ups/{call.pk}/unsnooze/"
    page = as_user(cast.alice).post(f"/follow-ups/{call.pk}/snooze/", {"until": "monday"}, follow=True)
    assert f'action="{address}"' in page.content.decode()
    as_user(cast.alice).post(address)
    assert FollowUp.objects.get().due_at == before
    assert "changed since" in as_user(cast.alice).post(address, follow=True).content.decode()


@pytest.mark.parametrize("until", [{}, {"until": "never"}, {"until": "day"}, {"until": "day", "day": "2020-01-01"}])
def test_snoozing_to_nowhere_asks_again(as_user, cast, call, until):
    answer = as_user(cast.alice).post(f"/follow-ups/{call.pk}/snooze/", until)
    assert answer.status_code == 422
    assert FollowUp.objects.get().due_at == call.due_at


def test_in_an_hour_is_a_round_time(db):
    later = in_an_hour()
    assert (later.minute % 5, later.second) == (0, 0)
    assert timedelta(hours=1) <= later - timezone.now() + timedelta(seconds=1) < timedelta(minutes=66)


def test_monday_is_the_next_one():
    assert {next_monday(timezone.localdate() + timedelta(days=day)).weekday() for day in range(7)} == {0}
    assert SnoozeForm.base_fields["until"].choices[0][0] == "hour"


def test_the_panel_shows_the_next_step_first(as_user, cast, call, deal, kinds, django_assert_max_num_queries):
    plan_follow_up(
        about=deal, kind=kinds["Demo"], title="Show it", due_at=timezone.now() + timedelta(days=9), by=cast.bob
    )
    client = as_user(cast.alice)
    page = client.get(f"/deals/{deal.pk}/follow-ups/").content.decode()
    assert page.index("Call Kari") < page.index("Show it")
    assert as_user(cast.charlie).get(f"/deals/{deal.pk}/follow-ups/").status_code == 404
    part = {"HX-Request": "true"}
    guest = as_user(cast.gus).get(f"/deals/{deal.pk}/follow-ups/", headers=part).content.decode()
    assert ("Call Kari" in guest, "<form" in guest) == (True, False)


def test_the_panel_of_a_lead_with_nothing_planned_asks_for_something(as_user, cast, lead):
    page = as_user(cast.alice).get(f"/leads/{lead.pk}/follow-ups/").content.decode()
    assert "What will you do next?" in page


def test_without_script_done_asks_for_the_next_step_on_a_page(as_user, cast, call, deal):
    client, panel = as_user(cast.alice), f"/deals/{deal.pk}/follow-ups/"
    came_from = {"back": f"/deals/{deal.pk}/", "part": panel}
    answer = client.post(f"/follow-ups/{call.pk}/done/", came_from)
    assert (answer.status_code, answer.url) == (303, f"{panel}?done={call.pk}")
    page = client.get(answer.url).content.decode()
    assert ("<!doctype html>" in page, f"What is next for {deal}?" in page) == (True, True)
    assert client.post(f"/follow-ups/{call.pk}/reopen/", came_from).url == f"/deals/{deal.pk}/"
    assert client.post(f"/follow-ups/{call.pk}/done/").url == f"/my-day/?done={call.pk}"


def test_what_one_was_told(as_user, cast):
    notify(cast.alice, key="1", kind="reminder", text="Call Kari", url="/my-day/")
    notify(cast.bob, key="2", kind="reminder", text="Call Aoife", url="/my-day/")
    client = as_user(cast.alice)
    for address in ("/notifications/", "/notifications/bell/"):
        page = client.get(address).content.decode()
        assert ("Call Kari" in page, "Call Aoife" in page) == (True, False)


def test_reading_marks_it_and_goes_there(as_user, cast):
    notify(cast.alice, key="1", kind="reminder", text="Call Kari", url="/my-day/?who=mine")
    notify(cast.alice, key="2", kind="reminder", text="Call Aoife", url="https://evil.example/")
    kari, aoife = Notification.objects.order_by("pk")
    client = as_user(cast.alice)
    assert client.post(f"/notifications/{kari.pk}/read/").url == "/my-day/?who=mine"
    assert client.post(f"/notifications/{aoife.pk}/read/").url == "/my-day/"
    assert not Notification.objects.unread().exists()
    assert as_user(cast.bob).post(f"/notifications/{kari.pk}/read/").status_code == 404


def test_everything_is_read_at_once_but_only_ones_own(as_user, cast):
    for person in (cast.alice, cast.bob):
        notify(person, key=person.name, kind="reminder", text="Call Kari")
    client = as_user(cast.alice)
    assert client.get("/notifications/read/").status_code == 405
    client.post("/notifications/read/")
    assert [notice.user for notice in Notification.objects.unread()] == [cast.bob]


def test_the_same_thing_is_told_once(cast):
    assert [notify(cast.alice, key="1", kind="reminder", text="Call") for _time in range(2)] == [True, False]
    assert Notification.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["deals/{deal}/next-step", "deals/{deal}/follow-ups/new", "follow-ups/{call}/snooze"]
)
def test_a_day_beyond_all_plans_is_refused(as_user, cast, deal, call, typed, address):
    address = f"/{address}/".format(deal=deal.pk, call=call.pk)
    answer = as_user(cast.alice).post(address, typed | {"until": "day", "day": "9999-12-31"})
    assert (answer.status_code, "Nobody plans that far ahead" in answer.content.decode()) == (422, True)


def test_nobody_is_given_what_they_may_not_see(as_user, cast, deal, typed):
    RoleVisibility.objects.create(role="rep", visibility="own")
    answer = as_user(cast.mona).post(f"/deals/{deal.pk}/follow-ups/new/", typed | {"owner": cast.bob.pk})
    assert (answer.status_code, "Bob Baker may not see" in answer.content.decode()) == (422, True)
    assert not FollowUp.objects.exists()
    assert not Notification.objects.exists()


def test_a_deal_whose_owner_has_left_still_gets_its_next_step(as_user, cast, deal):
    User.objects.filter(pk=deal.owner_id).update(is_active=False)
    answer = as_user(cast.mona).post(f"/deals/{deal.pk}/next-step/", {"day": timezone.localdate().isoformat()})
    assert (answer.status_code, FollowUp.objects.get().owner) == (303, deal.owner)
