"""The days one click offers: working days of whoever takes the step, by the names people call them."""

from datetime import date

import pytest

from accounts.hours.actions import add_holiday, set_hours
from accounts.hours.queries import Hours, hours_of
from accounts.models import Holiday
from followups.days import step_days

THURSDAY, FRIDAY, SATURDAY = date(2030, 11, 21), date(2030, 11, 22), date(2030, 11, 23)
SUNDAY_TO_THURSDAY = Hours(working_days=frozenset({6, 0, 1, 2, 3}))
FREE_MONDAY = Hours(holidays={date(2030, 11, 25): "Feast"})
FREE_FORTNIGHT = Hours(absences=((date(2030, 11, 22), date(2030, 12, 6)),))


@pytest.mark.parametrize(
    ("today", "hours", "offered"),
    [
        (date(2030, 11, 19), Hours(), ["2030-11-20 Tomorrow", "2030-11-25 Monday"]),
        (THURSDAY, Hours(), ["2030-11-22 Tomorrow", "2030-11-25 Monday"]),
        (FRIDAY, Hours(), ["2030-11-25 Monday", "2030-11-26 Tuesday"]),
        (date(2030, 11, 24), Hours(), ["2030-11-25 Tomorrow", "2030-11-26 Tuesday"]),
        (FRIDAY, FREE_MONDAY, ["2030-11-26 Tuesday", "2030-11-27 Wednesday"]),
        (THURSDAY, SUNDAY_TO_THURSDAY, ["2030-11-24 Sunday", "2030-11-25 Monday"]),
        (THURSDAY, FREE_FORTNIGHT, ["2030-12-09 Mon 9 Dec", "2030-12-10 Tue 10 Dec"]),
    ],
)
def test_one_click_offers_working_days_by_their_names(db, time_machine, today, hours, offered):
    time_machine.move_to(f"{today} 10:00")
    assert [f"{step.day} {step.name}" for step in step_days(hours)] == offered


def test_every_place_that_asks_for_a_next_step_offers_them(as_user, cast, deal, lead, time_machine):
    time_machine.move_to(f"{FRIDAY} 10:00")
    Holiday.objects.create(day=date(2030, 11, 25), name="Feast")
    client = as_user(cast.alice)
    for address in ("/my-day/", f"/deals/{deal.pk}/follow-ups/", f"/leads/{lead.pk}/follow-ups/"):
        page = client.get(address).content.decode()
        days = [f'value="2030-11-{day}"' in page for day in (23, 25, 26)]
        assert (address, days, ">Tuesday</button>" in page) == (address, [False, False, True], True)


def test_the_page_of_a_deal_goes_by_the_week_of_its_owner(as_user, cast, deal, time_machine):
    time_machine.move_to(f"{FRIDAY} 10:00")
    set_hours(cast.north, working_days=[5, 6], quiet_from=None, quiet_until=None, by=cast.mona)
    add_holiday(cast.north, day=SATURDAY, name="Fair", by=cast.mona)
    assert hours_of(cast.ada).working_days == frozenset(range(5))
    page = as_user(cast.ada).get(f"/deals/{deal.pk}/follow-ups/").content.decode()
    assert ('value="2030-11-24" title="Sun 24 Nov">Sunday</button>' in page) is True
