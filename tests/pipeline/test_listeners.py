"""Boards hear of what happens on other floors and shows on their cards."""

import pytest

from leads.actions import edit_company
from leads.duplicates.merging import merge
from leads.duplicates.undoing import undo_merge
from leads.models import Company, Merge
from pipeline import listeners
from timeline.models import Event


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """What open boards are told once the listener has read what was done."""
    words = []
    monkeypatch.setattr(listeners, "publish", lambda *word: words.append(word))

    def after(deed, *about, **facts):
        words.clear()
        last = max(Event.objects.values_list("pk", flat=True), default=0)
        deed(*about, **facts)
        with django_capture_on_commit_callbacks(execute=True):
            listeners.show_new_names(list(Event.objects.filter(pk__gt=last)))
        return list(words)

    return after


def test_boards_look_again_at_cards_whose_company_is_another_one(cast, board, make_deal, told):
    first = make_deal(cast.alice, board.demo, company="Dar Freight")
    second = make_deal(cast.alice, board.proposal, company="Dar Freight")
    third = make_deal(cast.bob, board.proposal, company="Dar Freight")
    make_deal(cast.alice, board.demo, company="Dar Freight", status="lost")
    make_deal(cast.alice, board.demo, company="Nordkyst Fisk")
    kept = Company.objects.create(name="Dar Freight Ltd")
    circles = [[(person.pk, person.team_path)] for person in (cast.alice, cast.bob)]
    words = [
        (board.pipeline.pk, "deals", {"ids": [first.pk, second.pk]}, circles[0]),
        (board.pipeline.pk, "deals", {"ids": [third.pk]}, circles[1]),
    ]
    assert told(merge, kept, first.company, by=cast.alice, choices={"name": "kept"}) == words
    assert told(edit_company, kept, by=cast.alice, name="DAR") == words
    assert told(edit_company, kept, by=cast.alice, city="Dar es Salaam") == []
    assert told(undo_merge, Merge.objects.get(), by=cast.alice) == words
