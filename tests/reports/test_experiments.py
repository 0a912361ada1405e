"""Changes that are marked: deals before and after them, at the same age, and no more said than they show."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Team
from accounts.zones import today
from reports.experiments.cohorts import comparison_of, windows_of
from reports.experiments.pictures import steps_chart
from reports.experiments.words import difference_of, verdict
from reports.models import Experiment
from tests.forecasting.sales import ago, make_sale, make_visit
from tests.forecasting.test_forecast_page import address_holds, words
from timeline.models import Event

URL = "/reports/experiments/"


@pytest.fixture
def playbook(cast):
    """Began ten days ago: after are the last eleven days, before the eleven days before them."""
    return Experiment.objects.create(name="Playbook", began_on=today() - timedelta(days=10), by=cast.mona)


def sale(owner, channel, opened, closed=None, status="open", amount=100):
    """A deal opened, and won or lost, at noon so many days ago."""
    stage = channel.won if status == "won" else channel.first
    return make_sale(owner, stage, amount, status=status, opened_at=noon(opened), closed_at=noon(closed))


def noon(days):
    if days is None:
        return None
    return datetime.combine(today() - timedelta(days=days), time(12), ZoneInfo("UTC"))


def sales(owner, channel, opened, *, won=0, lost=0, still=0):
    for status, count in (("won", won), ("lost", lost), ("open", still)):
        for _number in range(count):
            sale(owner, channel, opened, None if status == "open" else opened - 1, status)


def test_the_windows_are_equally_long_and_seen_at_the_same_age(playbook):
    before, after = windows_of(playbook)
    this_day = today()
    assert (after.first, after.last, after.seen) == (playbook.began_on, this_day, this_day)
    assert (before.last, (before.last - before.first).days) == (playbook.began_on - timedelta(days=1), 10)
    assert after.seen - after.last == before.seen - before.last == timedelta(0)


def test_a_change_that_ended_is_watched_further_on_both_sides(cast):
    before, after = windows_of(Experiment(began_on=date(2026, 3, 1), ended_on=date(2026, 3, 31)))
    assert (before.first, before.last) == (date(2026, 1, 29), date(2026, 2, 28))
    assert (after.first, after.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert before.seen - before.last == after.seen - after.last == today() - date(2026, 3, 31)


def test_both_sides_are_judged_at_the_same_age(playbook, channel, cast, as_user):
    for opened, closed, status in [
        (5, 2, "won"), (5, 1, "lost"), (4, None, "open"),  # after
        (16, 13, "won"), (15, 2, "won"), (14, 11, "lost"), (13, 1, "lost"), (12, None, "open"),  # before
        (22, 20, "won"),  # too old for either
    ]:  # fmt: skip
        sale(cast.alice, channel, opened, closed, status)
    sale(cast.charlie, channel, 5, 4, "won")
    found = comparison_of(playbook, cast.mona)
    assert (found.after.opened, found.after.won, found.after.closed, found.after.open) == (3, 1, 2, 1)
    assert (found.before.opened, found.before.won, found.before.closed, found.before.open) == (5, 1, 2, 3)
    client = as_user(cast.mona)
    for side in (found.before, found.after):
        assert address_holds(client, side.url)[0] == side.opened
        assert address_holds(client, side.closed_url("won"))[0] == side.won
        assert address_holds(client, side.closed_url("won", "lost"))[0] == side.closed
    assert found.after.cycle.value == 3
    assert found.after.decision.value == 4


def test_few_deals_are_too_early_to_tell(playbook, channel, cast, as_user):
    sales(cast.alice, channel, 15, won=20, lost=10)
    sales(cast.alice, channel, 4, won=10, lost=9, still=31)
    callout = verdict(comparison_of(playbook, cast.mona))
    assert (callout.head, callout.text) == (
        "Too early to tell:",
        "19 deals won or lost of those opened after the change, 30 deals before it. "
        "From 20 on each side this page says whether they differ.",
    )
    text = words(as_user(cast.mona).get(f"{URL}{playbook.pk}/"))
    assert "31 of 50 deals opened after the change are still open; they are judged when they close." in text
    assert "up 67% on the deals before (30)" in text


def test_no_clear_difference_says_how_far_chance_may_reach(playbook, channel, cast):
    sales(cast.alice, channel, 15, won=10, lost=20)
    sales(cast.alice, channel, 4, won=12, lost=18)
    found = comparison_of(playbook, cast.mona)
    difference = difference_of(found)
    assert (round(difference.value, 4), round(difference.low, 4), round(difference.high, 4)) == (
        0.0667,
        -0.1694,
        0.2928,
    )
    assert (verdict(found).head, verdict(found).text) == (
        "No clear difference:",
        "40% of 30 against 33% of 30 before. "
        "By chance alone it could be anything from 16.9 points less to 29.3 points more.",
    )


@pytest.mark.parametrize("is_better", [True, False])
def test_a_clear_difference_is_a_hint_and_not_a_proof(playbook, channel, cast, is_better):
    sales(cast.alice, channel, 15, won=5, lost=25) if is_better else sales(cast.alice, channel, 15, won=25, lost=5)
    sales(cast.alice, channel, 4, won=15, lost=15)
    said = verdict(comparison_of(playbook, cast.mona))
    assert said.head == ("More was won after the change:" if is_better else "Less was won after the change:")
    assert said.text.startswith(f"50% of 30 against {17 if is_better else 83}% of 30 before, likely a difference of 9.")
    assert said.text.endswith("it is a hint, not a proof.")


def test_from_stage_to_stage(playbook, channel, cast, as_user):
    for days, went_on in ((5, True), (5, False), (15, True)):
        lost = None if went_on else noon(days - 2)
        deal = make_sale(cast.alice, channel.second if went_on else channel.first, opened_at=noon(days), closed_at=lost,
                         status="open" if went_on else "lost")  # fmt: skip
        make_visit(deal, channel.first, days, days - 1, "moved" if went_on else "lost")
        if went_on:
            make_visit(deal, channel.second, days - 1)
    found = comparison_of(playbook, cast.mona)
    assert found.after.steps == {channel.first.pk: (1, 1), channel.second.pk: (0, 0)}
    assert found.before.steps == {channel.first.pk: (1, 0), channel.second.pk: (0, 0)}
    panels = as_user(cast.mona).get(f"{URL}{playbook.pk}/").context["report"].panels
    assert panels[-1].lines[0].values[:6] == ("Prospecting", 1, 1.0, 2, 0.5, -0.5)


def test_the_picture_leaves_out_stages_that_only_one_side_reached():
    first, second = SimpleNamespace(pk=1, name="Demo"), SimpleNamespace(pk=2, name="Negotiation")
    before, after = SimpleNamespace(steps={1: (3, 1)}), SimpleNamespace(steps={1: (4, 2), 2: (5, 1)})
    found = SimpleNamespace(before=before, after=after, stages=[first, second])
    shown = [mark.words for mark in steps_chart(found).marks if mark.tag == "text"]
    assert ("Demo" in shown, shown.count("after the change"), "Negotiation" in shown) == (True, 1, False)


def test_only_the_deals_it_is_about(channel, cast):
    sale(cast.bob, channel, 4)
    sale(cast.charlie, channel, 4)
    asked = {"began_on": today() - timedelta(days=9)}
    counts = [
        comparison_of(Experiment(**asked, **scope), cast.ada).after.opened
        for scope in ({}, {"team": cast.south}, {"pipeline": channel.pipeline})
    ]
    assert counts == [2, 1, 2]


def test_what_has_not_begun_or_has_no_deals_says_so(cast, as_user, workspace):
    for days, sentence in ((-3, "The change has not begun."), (3, "No deal was opened in these days.")):
        one = Experiment.objects.create(name="Soon", began_on=today() - timedelta(days=days))
        assert sentence in words(as_user(cast.mona).get(f"{URL}{one.pk}/"))
    assert "No change is marked yet." not in words(as_user(cast.mona).get(URL))


def test_managers_mark_edit_end_and_delete(cast, as_user, workspace):
    client, began = as_user(cast.mona), ago(20).date()
    facts = {"name": "Playbook", "change": "Ask first", "began_on": began, "ended_on": "", "pipeline": "", "team": ""}
    made_at = client.post(f"{URL}new/", facts).url
    one = Experiment.objects.get()
    assert (made_at, one.by, one.began_on, one.ended_on) == (f"{URL}{one.pk}/", cast.mona, began, None)
    assert "Playbook" in words(client.get(URL))
    client.post(f"{URL}{one.pk}/edit/", facts | {"name": "Script", "team": cast.north.pk})
    client.post(f"{URL}{one.pk}/end/")
    one.refresh_from_db()
    assert (one.name, one.team, one.ended_on) == ("Script", cast.north, today())
    assert "Throw away the experiment Script" in words(client.get(f"{URL}{one.pk}/edit/"))
    client.post(f"{URL}{one.pk}/delete/")
    assert not Experiment.objects.exists()
    verbs = [f"experiment.{verb}" for verb in ("marked", "changed", "ended", "thrown_away")]
    assert list(Event.objects.filter(verb__startswith="exp").order_by("pk").values_list("verb", flat=True)) == verbs


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Give it a name"),
        ({"began_on": ""}, "Say on which day it began."),
        ({"began_on": "1999-01-01"}, "Choose a day from 2000 on"),
        ({"ended_on": "2026-01-01"}, "It cannot end before it began"),
    ],
)
def test_bad_input_is_kept_with_a_sentence(cast, as_user, workspace, wrong, sentence):
    facts = {"name": "Playbook", "change": "Ask first", "began_on": "2026-02-01"} | wrong
    answer = as_user(cast.mona).post(f"{URL}new/", facts)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Ask first" in answer.text


def test_reps_look_and_strangers_find_nothing_of_a_team(playbook, cast, as_user, workspace):
    assert as_user(cast.alice).get(f"{URL}{playbook.pk}/").status_code == 200
    for path in ("edit/", "end/", "delete/"):
        assert as_user(cast.alice).post(f"{URL}{playbook.pk}/{path}").status_code == 403
    Experiment.objects.update(team=cast.north)
    assert as_user(cast.alice).get(f"{URL}{playbook.pk}/").status_code == 200
    for path in ("", "edit/"):
        assert as_user(cast.charlie).get(f"{URL}{playbook.pk}/{path}").status_code == 404
    branch = Team.objects.create(name="Branch", parent=cast.north, path=f"{cast.north.path}99.")
    Experiment.objects.update(team=branch)
    assert as_user(cast.mona).get(f"{URL}{playbook.pk}/").status_code == 200
    assert as_user(cast.charlie).get(f"{URL}{playbook.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["end/", "delete/"])
def test_the_wrong_method(playbook, cast, as_user, path):
    assert as_user(cast.mona).get(f"{URL}{playbook.pk}/{path}").status_code == 405
