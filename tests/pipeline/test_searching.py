"""What is typed into the search of deals finds them however they are written, and follows every change of a title."""

import pytest
from django.db import connection

from leads.models import Contact
from pipeline.actions import edit_deal
from pipeline.filters import DealFilter
from pipeline.models import Deal, DealTitle


def found(text, rf, user):
    request = rf.get("/")
    request.user = user
    return [deal.title for deal in DealFilter({"q": text}, Deal.objects.order_by("pk"), request=request).qs]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Kühlflotte für Łódź", "kuhlflotte lodz"),
        ("ناوگان کریمی", "كريمي"),
        ("Phase ۲ rollout", "rollout 2"),
        ("180 trucks, fuel-loss audit", "fuel loss"),
        ("100% electric", "100%"),
        ("!!!", "!!!"),
    ],
)
def test_a_title_is_found_however_it_is_written(cast, make_deal, board, rf, title, typed):
    make_deal(cast.alice, board.demo, title)
    make_deal(cast.alice, board.demo, "Reefer fleet")
    assert found(typed, rf, cast.alice) == [title]


@pytest.mark.parametrize("typed", ["tromso benitez", "Benítez", "sofia"])
def test_by_its_company_or_its_contact(cast, make_deal, board, rf, typed):
    sofia = Contact.objects.create(name="Sofía Benítez", owner=cast.alice)
    make_deal(cast.alice, board.demo, "Pilot", company="Benitez Tromsø AS", contact=sofia)
    make_deal(cast.alice, board.demo, "Other", company="Nordkyst")
    assert found(typed, rf, cast.alice) == ["Pilot"]


def test_what_begins_in_one_word_and_ends_in_the_next_is_no_word(cast, make_deal, board, rf):
    make_deal(cast.alice, board.demo, "Reefer fleet")
    assert (found("rfle", rf, cast.alice), found("zz", rf, cast.alice)) == ([], [])


def test_the_titles_follow(cast, make_deal, board):
    deal = make_deal(cast.alice, board.demo, "Ärger")
    assert DealTitle.objects.values_list("deal_id", "title_key").get() == (deal.pk, "arger")
    edit_deal(deal, by=cast.alice, title="Øl")
    assert DealTitle.objects.get().title_key == "ol"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pipeline_deal SET title = 'Two'")
    assert DealTitle.objects.get().title_key == "two"
