"""Questions made once answer as Django's own querysets do."""

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection
from django.db.models import FETCH_RAISE
from django.test.utils import CaptureQueriesContext

from kit.prepared import Prepared, Write, read
from pipeline.models import Deal, Gate, Stage

pytestmark = pytest.mark.django_db
ALONG = ("stage__pipeline", "owner__team", "label")
FACTS = [field.attname for field in Deal._meta.concrete_fields]
find_deal = Prepared(lambda pk: Deal.objects.select_related(*ALONG).filter(pk=pk))


def test_an_answer_is_what_the_queryset_would_give(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    asked = Deal.objects.select_related(*ALONG).get(pk=deal.pk)
    with CaptureQueriesContext(connection) as queries:
        found = find_deal.one(deal.pk)
        assert (found, found.stage, found.stage.pipeline) == (asked, asked.stage, asked.stage.pipeline)
        assert (found.owner.team, found.label) == (asked.owner.team, None)
    assert len(queries) == 1
    assert [getattr(found, name) for name in FACTS] == [getattr(asked, name) for name in FACTS]


def test_another_value_gets_another_answer(cast, board, make_deal):
    first, second = make_deal(cast.alice, board.demo), make_deal(cast.alice, board.demo)
    assert [find_deal.get(one.pk) for one in (first, second)] == [first, second]
    assert find_deal.one(0) is None
    assert find_deal.one(10**30) is None
    with pytest.raises(Deal.DoesNotExist):
        find_deal.get(0)


def test_what_was_found_can_be_changed_and_saved(cast, board, make_deal):
    found = find_deal.one(make_deal(cast.alice, board.demo).pk)
    found.title = "Another"
    found.save(update_fields=["title"])
    assert Deal.objects.get().title == "Another"


def test_some_fields_are_written_and_no_others(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet")
    deal.title, deal.stage, deal.amount = "Another", board.proposal, 7
    Write(Deal, ["stage", "amount"])(deal)
    kept = Deal.objects.get()
    assert (kept.title, kept.stage, kept.amount) == ("Reefer fleet", board.proposal, 7)


def test_one_row_is_one_object_however_many_point_at_it(cast, board, make_deal):
    make_deal(cast.alice, board.demo)
    make_deal(cast.alice, board.demo)
    first, second = read(Deal.objects.select_related("owner"))
    assert first.owner is second.owner
    assert first != second


def test_what_was_left_out_is_asked_for_or_refused_as_the_queryset_says(cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Reefer fleet")
    assert read(Deal.objects.defer("title"))[0].title == "Reefer fleet"
    with pytest.raises(FieldFetchBlocked):
        _title = read(Deal.objects.defer("title").fetch_mode(FETCH_RAISE))[0].title


def test_json_and_missing_relations_come_as_they_are(board):
    Gate.objects.filter(stage=board.demo).delete()
    Gate.objects.update_or_create(stage=board.proposal, defaults={"requirements": ["value"]})
    stages = {stage.name: stage for stage in read(Stage.objects.select_related("gate"))}
    assert stages["Proposal"].gate.requirements == ["value"]
    assert not hasattr(stages["Demo"], "gate")
