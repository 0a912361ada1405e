"""What the form of a follow-up says of its reminders and of how it comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import plan_follow_up
from followups.models import FollowUp, Habit, Series
from kit import formats


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=3)


@pytest.fixture
def typed(cast, kinds, day):
    """What the form sends for a call at ten, with one reminder half an hour before."""
    facts = {
        "title": "Call Kari",
        "kind": kinds["Call"].pk,
        "day": day.isoformat(),
        "at": "10:00",
        "owner": cast.alice.pk,
    }
    return facts | {"remind_shown": "True", "remind": ["30"]}


@pytest.fixture
def plan(as_user, cast, deal):
    return lambda typed: as_user(cast.alice).post(f"/deals/{deal.pk}/follow-ups/new/", typed)


def test_the_lead_times_that_are_ticked(plan, typed, cast):
    plan(typed)
    plan(typed | {"remind": []})
    plan(typed | {"remind": ["15"]})
    assert list(FollowUp.objects.order_by("pk").values_list("remind_before", flat=True)) == [["30"], [], None]
    Habit.objects.create(user=cast.alice, remind_before=["30"])
    plan(typed)
    assert FollowUp.objects.latest("pk").remind_before is None


def test_every_week_on_two_days(plan, typed, day):
    other = (day.weekday() + 2) % 7
    plan(typed | {"repeats": "week", "stride": "2", "weekdays": [day.weekday(), other], "times": "10"})
    series = Series.objects.get()
    assert series.rule.startswith("FREQ=WEEKLY;BYDAY=")
    assert series.rule.endswith(";INTERVAL=2;COUNT=10")
    assert (series.starts_on, series.at.hour, series.title) == (day, 10, "Call Kari")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"repeats": "week", "weekdays": "other"}, "The day above is none of these."),
        ({"repeats": "day", "repeats_until": "2020-01-01"}, "It would end before it begins."),
        ({"repeats": "day", "repeats_until": "2199-01-01", "times": "3"}, "Say until when or how often, not both."),
        ({"repeats": "day", "stride": "0"}, "Write a whole number from 1 to 99."),
    ],
)
def test_what_cannot_be(plan, typed, day, wrong, said):
    wrong = {name: (day.weekday() + 1) % 7 if value == "other" else value for name, value in wrong.items()}
    answer = plan(typed | wrong)
    assert (answer.status_code, FollowUp.objects.count(), Series.objects.count()) == (422, 0, 0)
    assert said in answer.content.decode()
    assert 'value="Call Kari"' in answer.content.decode()


@pytest.fixture
def weekly(plan, typed):
    plan(typed | {"repeats": "week"})
    return FollowUp.objects.get()


@pytest.fixture
def change(as_user, cast, weekly, typed):
    return lambda **facts: as_user(cast.alice).post(f"/follow-ups/{weekly.pk}/", typed | {"repeats": "week"} | facts)


def test_the_form_says_how_it_comes_back(as_user, cast, weekly):
    page = as_user(cast.alice).get(f"/follow-ups/{weekly.pk}/").content.decode()
    assert "Every week on" in page
    assert "Skip this one" in page
    assert "End the series" in page


def test_done_it_says_when_it_comes_back(as_user, cast, weekly, day):
    client = as_user(cast.alice)
    place = client.post(f"/follow-ups/{weekly.pk}/done/").url
    assert f"It comes back {formats.day(day + timedelta(days=7))}." in client.get(place).content.decode()


def test_only_this_one_is_changed(change, weekly):
    assert change(title="Call Ola", scope="this").status_code == 303
    assert (FollowUp.objects.get().title, Series.objects.get().title) == ("Call Ola", "Call Kari")


def test_this_and_all_that_follow(change, weekly):
    change(title="Call Ola", scope="following", repeats="day")
    assert Series.objects.latest("pk").rule == "FREQ=DAILY"
    assert weekly.__class__.objects.get(pk=weekly.pk).occurrence.series.title == "Call Ola"


def test_all_that_follow_come_back_never(change):
    change(scope="following", repeats="")
    assert Series.objects.latest("pk").ended_at is not None
    assert FollowUp.objects.planned().count() == 1


def test_the_series_ends_at_a_press(as_user, cast, weekly):
    assert as_user(cast.alice).post(f"/follow-ups/{weekly.pk}/end/").status_code == 303
    assert (FollowUp.objects.planned().count(), Series.objects.get().ended_at is not None) == (0, True)


def test_handing_over_with_a_note(as_user, cast, deal, kinds):
    due_at = timezone.now() + timedelta(days=1)
    call = plan_follow_up(about=deal, kind=kinds["Call"], title="Call", due_at=due_at, by=cast.alice)
    client, address = as_user(cast.alice), f"/follow-ups/{call.pk}/hand-over/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"to": "", "note": "Ask for Ola."})
    assert (refused.status_code, "Choose who takes it" in refused.content.decode()) == (422, True)
    assert "Ask for Ola." in refused.content.decode()
    assert client.post(address, {"to": cast.bob.pk, "note": "Ask for Ola."}).status_code == 303
    assert FollowUp.objects.get().owner == cast.bob
    assert "Ask for Ola." in cast.bob.notifications.get().text
