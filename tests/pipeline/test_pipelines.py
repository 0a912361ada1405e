"""Several pipelines: added like another or from nothing, shaped, put in order, retired, and seen in the menus."""

import pytest

from pipeline.actions.pipelines import EMPTY, add_pipeline, bring_back_pipeline, move_pipeline, retire_pipeline
from pipeline.actions.stages import StageRefused, edit_stage
from pipeline.models import ChecklistItem, Gate, Pipeline, Surgery
from timeline.models import Event

pytestmark = pytest.mark.django_db

PAGE = "/settings/pipelines/"


def shape(pipeline):
    return list(pipeline.stages.standing().values_list("name", "kind", "probability"))


def test_a_pipeline_begins_with_the_eight_stages_or_two(as_user, cast, board):
    admin = as_user(cast.ada)
    sent = {"name": "Renewals", "currency": "usd", "team": cast.north.pk, "like": "eight", "allows_skipping": "on"}
    assert admin.post(f"{PAGE}new/", sent).status_code == 302
    renewals = Pipeline.objects.get(name="Renewals")
    assert shape(renewals) == shape(board.pipeline)
    assert (renewals.currency, renewals.team, renewals.allows_skipping, renewals.allows_moving_back) == (
        "USD",
        cast.north,
        True,
        False,
    )
    two = add_pipeline(name="Partners", like=EMPTY, by=cast.ada)
    assert [kind for _name, kind, _probability in shape(two)] == ["open", "won"]
    assert Event.objects.filter(verb="pipeline.added").count() == 2


def test_a_copy_has_the_same_gates_on_its_own_checklist(cast, board):
    item = ChecklistItem.objects.create(stage=board.discovery, text="Count the vehicles")
    Gate.objects.create(stage=board.demo, requirements=[f"check:{item.pk}", "amount"], is_blocking=False)
    copy = add_pipeline(name="Copy", like=board.pipeline, by=cast.ada)
    copied = ChecklistItem.objects.exclude(pk=item.pk).get()
    gate = Gate.objects.get(stage__pipeline=copy, stage__name="Demo")
    assert shape(copy) == shape(board.pipeline)
    assert (copied.stage.pipeline, copied.text) == (copy, "Count the vehicles")
    assert (gate.requirements, gate.is_blocking) == ([f"check:{copied.pk}", "amount"], False)


def test_bad_facts_come_back_with_what_was_typed(as_user, cast, board):
    answer = as_user(cast.ada).post(f"{PAGE}new/", {"name": "new business", "currency": "XXZ", "like": "eight"})
    assert (answer.status_code, Pipeline.objects.count()) == (422, 1)
    assert "There is a pipeline of that name already" in answer.text
    assert "Write the three letters of a currency" in answer.text
    assert 'value="new business"' in answer.text


def test_facts_are_changed_in_one_event_and_reverted(as_user, cast, board):
    admin = as_user(cast.ada)
    sent = {"name": "Sales", "currency": "EUR", "allows_moving_back": "on"}
    assert admin.post(f"{PAGE}{board.pipeline.pk}/edit/", sent).status_code == 302
    pipeline = Pipeline.objects.get()
    assert (pipeline.name, pipeline.allows_skipping, pipeline.allows_moving_back) == ("Sales", False, True)
    assert sorted(Event.objects.get(verb="pipeline.edited").changes) == ["allows_skipping", "name"]
    admin.post(f"/settings/changes/{Surgery.objects.get().pk}/revert/")
    assert (Pipeline.objects.get().name, Pipeline.objects.get().allows_skipping) == ("New business", True)


def test_places_in_the_menus(cast, board):
    renewals = add_pipeline(name="Renewals", like=EMPTY, by=cast.ada)
    move_pipeline(renewals, to=0, by=cast.ada)
    assert [one.name for one in Pipeline.objects.standing()] == ["Renewals", "New business"]


def test_a_retired_pipeline_leaves_the_boards_and_comes_back(as_user, cast, board):
    renewals = add_pipeline(name="Renewals", like=EMPTY, by=cast.ada)
    alice = as_user(cast.alice)
    assert "Renewals" in alice.get("/board/").text
    retire_pipeline(renewals, by=cast.ada)
    assert "Renewals" not in alice.get("/board/").text
    assert alice.get(f"/board/{renewals.pk}/").status_code == 404
    with pytest.raises(StageRefused, match="Renewals is retired"):
        edit_stage(renewals.stages.first(), name="X", by=cast.ada)
    bring_back_pipeline(renewals, by=cast.ada)
    assert alice.get(f"/board/{renewals.pk}/").status_code == 200


def test_the_only_pipeline_stays(cast, board):
    with pytest.raises(StageRefused, match="only pipeline"):
        retire_pipeline(board.pipeline, by=cast.ada)


def test_a_new_deal_begins_in_its_pipeline_with_its_currency_and_team(as_user, cast, board):
    renewals = add_pipeline(name="Renewals", currency="USD", team=cast.south, by=cast.ada)
    form = as_user(cast.ada).get(f"/deals/new/?pipeline={renewals.pk}").context["form"]
    assert (form.instance.pipeline, form.instance.currency, form.instance.owner) == (renewals, "USD", cast.charlie)
    form = as_user(cast.alice).get(f"/deals/new/?pipeline={renewals.pk}").context["form"]
    assert form.instance.owner == cast.alice


def test_pages_and_writes_are_for_admins(as_user, cast, board):
    alice = as_user(cast.alice)
    for part in ("", "edit/", "order/", "deals/", "retire/"):
        assert alice.get(f"{PAGE}{board.pipeline.pk}/{part}").status_code == 403
    assert as_user(cast.ada).get(f"{PAGE}{board.pipeline.pk}/place/").status_code == 405
    assert as_user(cast.ada).get(f"{PAGE}999/").status_code == 404
