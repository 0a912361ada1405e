from decimal import Decimal

import pytest

from pipeline.actions.pipelines import edit_pipeline
from pipeline.actions.setup import set_up_pipeline
from pipeline.actions.stages import bring_back_stage, retire_stage
from pipeline.models import LostReason, Stage
from pipeline.words import shape_changes
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/stages/"


def facts(stage, **changed):
    """What the browser sends when the form of a stage is saved."""
    seen = {"name": stage.name, "kind": stage.kind, "colour": stage.colour, "probability": stage.probability}
    seen |= {"stale_days": stage.stale_days or "", "soft_limit": stage.soft_limit or "", "guidance": stage.guidance}
    return seen | {"requirements": stage.gate.requirements if hasattr(stage, "gate") else []} | changed


def names(board):
    return list(board.pipeline.stages.standing().values_list("name", flat=True))


def test_the_first_pipeline(board):
    shape = [(stage.name, stage.kind, stage.probability, stage.stale_days, stage.colour) for stage in board.stages]
    assert shape == [
        ("Prospecting", "open", 10, 14, 1),
        ("Qualification", "open", 20, 14, 2),
        ("Discovery", "open", 35, 14, 3),
        ("Demo", "open", 50, 10, 4),
        ("Proposal", "open", 65, 12, 5),
        ("Negotiation", "open", 80, 10, 6),
        ("Close", "won", 100, None, 7),
        ("Retention", "retained", 88, 45, 8),
    ]
    assert board.discovery.gate.requirements == ["bant:budget", "bant:authority", "bant:need", "bant:timeline"]
    assert all(len(stage.guidance) > 100 for stage in board.stages)


def test_setting_up_twice_changes_nothing(board):
    assert set_up_pipeline() == board.pipeline
    assert (Stage.objects.count(), LostReason.objects.count()) == (8, 8)


def test_the_page_shows_stages_and_what_stands_in_them(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, amount=48_000)
    page = as_user(cast.ada).get(PAGE)
    demo = next(row for row in page.context["rows"] if row.stage == board.demo)
    assert (demo.count, demo.total) == (1, Decimal(48_000))
    assert "Budget" in page.text


def test_it_takes_as_many_queries_for_more_deals(as_user, cast, board, make_deal, django_assert_num_queries):
    admin = as_user(cast.ada)
    admin.get(PAGE)
    with django_assert_num_queries(12):
        admin.get(PAGE)
    for stage in board.stages[3:]:
        make_deal(cast.alice, stage, amount=1)
    with django_assert_num_queries(12):
        admin.get(PAGE)


@pytest.mark.parametrize("who", ["alice", "mona", "gus"])
def test_only_admins_shape_stages(as_user, cast, board, who):
    person = as_user(getattr(cast, who))
    assert person.get(PAGE).status_code == 403
    assert person.post(f"{PAGE}new/", {"name": "Legal"}).status_code == 403
    for part in ("", "place/", "retire/"):
        assert person.post(f"{PAGE}{board.demo.pk}/{part}").status_code == 403
    assert names(board)[3] == "Demo"


@pytest.mark.parametrize("part", ["place", "unsaved", "return"])
def test_looking_at_a_write_is_refused(as_user, cast, board, part):
    assert as_user(cast.ada).get(f"{PAGE}{board.demo.pk}/{part}/").status_code == 405


def test_a_new_stage_stands_behind_the_last_open_one(as_user, cast, board):
    sent = {"name": "Legal", "kind": "open", "colour": 9, "probability": "85.5", "requirements": ["amount"]}
    answer = as_user(cast.ada).post(f"{PAGE}new/", sent)
    stage = Stage.objects.get(name="Legal")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{stage.pk}/")
    assert names(board)[5:8] == ["Negotiation", "Legal", "Close"]
    assert (stage.probability, stage.colour, stage.gate.requirements) == (Decimal("85.5"), 9, ["amount"])


def test_a_stage_is_changed_in_one_event(as_user, cast, board):
    sent = facts(board.demo, name="Trial", probability=45, colour=11, soft_limit=10, requirements=["amount"])
    assert as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", sent).status_code == 302
    stage = Stage.objects.get(pk=board.demo.pk)
    assert (stage.name, stage.probability, stage.colour, stage.soft_limit) == ("Trial", 45, 11, 10)
    event = Event.objects.get(verb="stage.edited")
    assert sorted(event.changes) == ["colour", "gate", "name", "probability", "soft_limit"]


def test_a_stage_saved_as_it_was_is_nothing_new(as_user, cast, board):
    as_user(cast.ada).post(f"{PAGE}{board.discovery.pk}/", facts(board.discovery))
    assert not Event.objects.filter(verb="stage.edited").exists()


def test_bad_facts_come_back_with_what_was_typed(as_user, cast, board):
    sent = facts(board.demo, name="", probability=140, guidance="Ask for the date.")
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", sent)
    assert answer.status_code == 422
    assert "Give the stage a name." in answer.text
    assert "Write a number from 0 to 100" in answer.text
    assert "Ask for the date.</textarea>" in answer.text
    assert Stage.objects.get(pk=board.demo.pk).name == "Demo"


def test_numbers_past_all_sense_come_back(as_user, cast, board):
    for name, wrong in (("stale_days", 99999999999), ("stale_days", -3), ("soft_limit", 99999), ("soft_limit", "ten")):
        answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", facts(board.demo, **{name: wrong}))
        assert (answer.status_code, "Write whole days" in answer.text) == (422, name == "stale_days")
        assert f'value="{wrong}"' in answer.text


def test_a_change_says_what_became_of_what(as_user, cast, board):
    sent = facts(board.demo, name="Trial", probability=45, stale_days="", requirements=["amount"])
    as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", sent)
    told = shape_changes(Event.objects.get(verb="stage.edited"))
    assert told == "Name: Demo to Trial. Probability: 50% to 45%. Stale after: 10 to none. Gate."


def test_a_pipeline_says_what_it_forbids_now(cast, board):
    edit_pipeline(board.pipeline, allows_skipping=False, team=cast.north, by=cast.ada)
    told = shape_changes(Event.objects.get(verb="pipeline.edited"))
    assert told == "Team: none to North. Deals may skip stages: yes to no."


def test_a_name_that_is_taken_comes_back(as_user, cast, board):
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", facts(board.demo, name="proposal "))
    assert (answer.status_code, Stage.objects.get(pk=board.demo.pk).name) == (422, "Demo")
    assert "There is a stage of that name already" in answer.text


def test_a_won_stage_always_counts_in_full(as_user, cast, board):
    as_user(cast.ada).post(f"{PAGE}{board.close.pk}/", facts(board.close, probability=40))
    assert Stage.objects.get(pk=board.close.pk).probability == 100


def test_the_kind_of_a_stage_that_holds_deals_stays(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo)
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/", facts(board.demo, kind="won"))
    assert (answer.status_code, "Demo holds 1 deal: move them first" in answer.text) == (422, True)


def test_one_step_up_and_down_without_script(as_user, cast, board):
    admin = as_user(cast.ada)
    admin.post(f"{PAGE}{board.demo.pk}/place/", {"step": "up"})
    assert names(board)[:4] == ["Prospecting", "Qualification", "Demo", "Discovery"]
    admin.post(f"{PAGE}{board.demo.pk}/place/", {"step": "down"})
    assert names(board)[:4] == ["Prospecting", "Qualification", "Discovery", "Demo"]
    admin.post(f"{PAGE}{board.prospecting.pk}/place/", {"step": "up"})
    assert Event.objects.filter(verb="stage.moved").count() == 2


def test_a_stage_that_holds_deals_is_not_retired(as_user, cast, board, make_deal):
    for title in "ab":
        make_deal(cast.alice, board.demo, title)
    answer = as_user(cast.ada).post(f"{PAGE}{board.demo.pk}/retire/")
    assert answer.status_code == 422
    assert "Demo holds 2 deals: say which stage takes them." in answer.text
    assert Stage.objects.get(pk=board.demo.pk).retired_at is None


def test_the_only_won_stage_is_not_retired(as_user, cast, board):
    seen = as_user(cast.ada).get(f"{PAGE}{board.close.pk}/merge/").text
    assert ("Close is the only stage of the kind" in seen, 'name="to"' in seen) == (True, False)
    answer = as_user(cast.ada).post(f"{PAGE}{board.close.pk}/retire/")
    assert (answer.status_code, "Close is the only stage of the kind “Won”. Add another" in answer.text) == (422, True)


def test_an_empty_stage_retires_and_comes_back_to_its_place(as_user, cast, board):
    admin = as_user(cast.ada)
    assert admin.post(f"{PAGE}{board.demo.pk}/retire/").status_code == 302
    assert "Demo" not in names(board)
    assert admin.get(f"{PAGE}{board.demo.pk}/").status_code == 404
    assert admin.post(f"{PAGE}{board.demo.pk}/return/").status_code == 302
    assert names(board)[3] == "Demo"


def test_each_shaping_is_one_event(cast, board):
    retire_stage(board.demo, by=cast.ada)
    bring_back_stage(board.demo, by=cast.ada)
    verbs = list(Event.objects.filter(subject=f"stage:{board.demo.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["stage.retired", "stage.returned"]
