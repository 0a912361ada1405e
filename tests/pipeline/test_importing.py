"""Deals from files: their history, their people, and the same file again."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Role, User
from leads.importing import actions
from leads.models import Company, ImportBatch
from pipeline.actions import move_deal
from pipeline.models import Deal, ExchangeRate, StageVisit
from tests.leads.files import DEALS, REFUSALS, counts, import_file, queue, receive, run
from timeline.models import Event

pytestmark = pytest.mark.django_db
HEAD = DEALS.splitlines()[0]


def deal(external_id):
    return Deal.objects.select_related("stage", "owner", "company").get(external_id=external_id)


def stays(external_id):
    visits = StageVisit.objects.filter(deal__external_id=external_id).select_related("stage", "exit_to")
    return [
        (
            visit.stage.name,
            visit.entered_at.date().isoformat(),
            visit.left_at and visit.left_at.date().isoformat(),
            visit.exit,
            visit.exit_to and visit.exit_to.name,
        )
        for visit in visits
    ]


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Deal, StageVisit, Company, User)]


def test_rows_become_deals_and_the_rest_is_given_back(cast, board):
    batch = import_file(cast.ada)
    assert batch.status == ImportBatch.Status.DONE
    assert counts(batch) == (5, 0, 0, 7)
    assert list(batch.rejected.values_list("line", "reason")) == REFUSALS


def test_a_won_deal_stood_where_the_file_says_and_then_won(cast, board):
    import_file(cast.ada)
    won = deal("A2")
    assert (won.title, won.product, won.company.name) == ("GTX Pro, Northwind Ferries", "GTX Pro", "Northwind Ferries")
    assert (won.status, won.stage.name, won.amount, won.base_amount) == (
        "won",
        "Close",
        Decimal("4514.50"),
        Decimal("4514.50"),
    )
    assert (won.opened_at.date(), won.closed_at.date()) == (date(2024, 1, 25), date(2024, 3, 11))
    assert won.expected_close == date(2024, 3, 11)
    assert stays("A2") == [
        ("Qualification", "2024-01-25", "2024-03-11", "won", "Close"),
        ("Close", "2024-03-11", None, "", None),
    ]


def test_a_lost_deal_has_left_for_nowhere(cast, board):
    import_file(cast.ada)
    assert deal("A3").status == "lost"
    assert deal("A3").lost_reason is None
    assert stays("A3") == [("Qualification", "2024-01-25", "2024-03-07", "lost", None)]


def test_an_open_deal_stands_since_the_file_says(cast, board):
    import_file(cast.ada)
    assert (deal("A4").status, deal("A4").company, deal("A4").amount) == ("open", None, 0)
    assert stays("A4") == [("Qualification", "2024-02-01", None, "", None)]


def test_a_deal_without_a_day_begins_with_its_import(cast, board):
    batch = import_file(cast.ada)
    visit = StageVisit.objects.get(deal__external_id="A5")
    assert (visit.stage.name, visit.entered_at) == ("Prospecting", deal("A5").opened_at)
    assert visit.entered_at >= batch.created_at
    assert batch.options["notes"]["undated"] == 1


def test_people_are_found_by_name_and_the_unknown_cannot_sign_in(cast, board):
    batch = import_file(cast.ada)
    ruth = User.objects.get(name="Ruth Ngata")
    assert (deal("A3").owner, deal("A1").owner, deal("A5").owner) == (cast.alice, ruth, ruth)
    assert (ruth.is_active, ruth.has_usable_password(), ruth.role) == (False, False, Role.REP)
    assert ruth.email == "ruth.ngata@imported.invalid"
    assert batch.options["notes"]["people"] == ["Ruth Ngata"]


def test_companies_are_found_whatever_the_case(cast, board):
    known = Company.objects.create(name="Öresund Foods")
    import_file(cast.ada)
    assert deal("A3").company == known
    assert sorted(Company.objects.values_list("name", flat=True)) == ["Northwind Ferries", "Öresund Foods"]


def test_the_same_file_again_changes_nothing(cast, board):
    import_file(cast.ada)
    before = everything()
    batch = import_file(cast.ada)
    assert counts(batch) == (0, 0, 5, 7)
    assert everything() == before


def test_facts_follow_a_later_file(cast, board):
    import_file(cast.ada)
    batch = import_file(cast.ada, f"{HEAD}\nA4,Bob Baker,Kit Plus,Öresund Foods,Engaging,2024-02-01,,3100\n")
    assert counts(batch) == (0, 1, 0, 0)
    changed = deal("A4")
    assert (changed.owner, changed.company.name, changed.amount) == (cast.bob, "Öresund Foods", Decimal(3100))
    assert Event.objects.filter(verb="deal.edited", subject=f"deal:{changed.pk}").count() == 1


def test_an_open_deal_is_closed_by_a_later_file_on_its_day(cast, board):
    import_file(cast.ada)
    import_file(cast.ada, f"{HEAD}\nA4,Alice Archer,Kit Plus,,Won,2024-02-01,2024-05-02,900\n")
    won = deal("A4")
    assert (won.status, won.closed_at.date(), won.base_amount) == ("won", date(2024, 5, 2), Decimal(900))
    assert stays("A4") == [
        ("Qualification", "2024-02-01", "2024-05-02", "won", "Close"),
        ("Close", "2024-05-02", None, "", None),
    ]


def test_an_open_deal_is_lost_by_a_later_file_on_its_day(cast, board):
    import_file(cast.ada)
    import_file(cast.ada, f"{HEAD}\nA4,Alice Archer,Kit Plus,,Lost,2024-02-01,2024-05-02,900\n")
    assert (deal("A4").status, deal("A4").closed_at.date()) == ("lost", date(2024, 5, 2))
    assert stays("A4") == [("Qualification", "2024-02-01", "2024-05-02", "lost", None)]


def test_nothing_is_moved_back_or_opened_again(cast, board):
    import_file(cast.ada)
    moved = deal("A5")
    move_deal(moved, to=board.qualification, by=cast.ada)
    rows = (
        "A5,Ruth Ngata,Kit Plus,Northwind Ferries,Prospecting,,,",
        "A1,Ruth Ngata,Kit Basic,Northwind Ferries,Engaging,2024-01-10,,1054",
    )
    assert counts(import_file(cast.ada, "\n".join((HEAD, *rows)))) == (0, 0, 2, 0)
    assert (deal("A5").stage, deal("A1").status) == (board.qualification, "won")


def test_new_deals_stand_below_the_old_in_the_order_of_the_file(cast, board, make_deal):
    make_deal(cast.alice, board.close, "First", amount=900)
    import_file(cast.ada)
    standing = Deal.objects.filter(stage=board.close).order_by("rank").values_list("title", flat=True)
    assert list(standing) == ["First", "Kit Basic, Northwind Ferries", "GTX Pro, Northwind Ferries"]


def test_one_event_tells_of_the_whole_batch(cast, board):
    batch = import_file(cast.ada)
    event = Event.objects.get(verb="deals.imported")
    assert (event.subject, event.actor, event.owner) == (f"importbatch:{batch.pk}", cast.ada, None)
    assert event.details == {
        "pipeline": board.pipeline.pk,
        "file": "deals.csv",
        "created": 5,
        "updated": 0,
        "unchanged": 0,
        "rejected": 7,
    }
    assert not Event.objects.filter(verb="deal.created").exists()


def test_foreign_values_count_at_the_rate_of_their_day(cast, board):
    ExchangeRate.objects.create(currency="USD", since=date(2024, 1, 1), rate=Decimal("0.9"))
    ExchangeRate.objects.create(currency="USD", since=date(2024, 3, 5), rate=Decimal("0.8"))
    import_file(cast.ada, currency="USD")
    assert [deal(key).base_amount for key in ("A1", "A2")] == [Decimal("948.60"), Decimal("3611.60")]
    assert deal("A1").currency == "USD"


def test_a_currency_without_a_rate_is_refused(cast, board):
    batch = import_file(cast.ada, currency="USD")
    assert batch.created == 0
    assert batch.rejected.get(line=2).reason.startswith("What is one USD worth in EUR?")


def test_a_price_list_stands_in_for_a_missing_value(cast, board):
    batch = import_file(cast.ada, prices={"Kit Plus": "3393.00"})
    assert [deal(key).amount for key in ("A4", "A5", "A3")] == [Decimal(3393), Decimal(3393), 0]
    assert batch.options["notes"]["priced"] == 2


def test_a_manager_gives_deals_to_her_own_team_alone(cast, board):
    names = ("Alice Archer", "Charlie Cole", "Ruth Ngata")
    rows = (f"B{number},{name},Kit,,Engaging,2024-02-01,," for number, name in enumerate(names))
    batch = import_file(cast.mona, "\n".join((HEAD, *rows)))
    assert list(batch.rejected.values_list("line", "reason")) == [
        (3, "Charlie Cole is not on your team: ask an admin to import these deals.")
    ]
    assert User.objects.get(name="Ruth Ngata").team == cast.north
    assert Deal.objects.visible_to(User.objects.get(pk=cast.mona.pk)).count() == 2


def test_a_manager_cannot_change_what_she_does_not_see(cast, board):
    import_file(cast.ada, f"{HEAD}\nC1,Charlie Cole,Kit,,Engaging,2024-02-01,,5\n")
    batch = import_file(cast.mona, f"{HEAD}\nC1,Alice Archer,Kit,,Engaging,2024-02-01,,9\n")
    assert batch.rejected.get().reason == "A deal with this id exists already, and you may not change it."
    assert deal("C1").amount == 5


def test_two_people_of_one_name_are_asked_apart(cast, board):
    User.objects.create_user("alice.second@tamar.example", name="Alice Archer")
    rows = "D1,Alice Archer,Kit,,Engaging,2024-02-01,,\nD2,alice@tamar.example,Kit,,Engaging,2024-02-01,,\n"
    batch = import_file(cast.ada, f"{HEAD}\n{rows}")
    assert batch.rejected.get().reason == "Two people are called Alice Archer: write the e-mail address instead."
    assert deal("D2").owner == cast.alice


def test_a_batch_cut_short_goes_on_where_it_stopped(cast, board, monkeypatch):
    monkeypatch.setattr("leads.importing.running.BUNCH", 2)
    batch = queue(receive(cast.ada))
    from leads.importing.actions import claim_import
    from leads.importing.running import Run

    claim_import()
    first = Run(ImportBatch.objects.get(pk=batch.pk))
    assert first.take_bunch()
    assert Run(ImportBatch.objects.get(pk=batch.pk)).take_bunch()  # another worker got the message too
    assert first.take_bunch()  # the first one finds the rows of the other done
    batch.refresh_from_db()
    assert (batch.done, batch.created, batch.rejected.count()) == (6, 5, 1)
    ImportBatch.objects.update(status=ImportBatch.Status.QUEUED)
    run()
    batch.refresh_from_db()
    assert counts(batch) == (5, 0, 0, 7)
    assert list(batch.rejected.values_list("line", "reason")) == REFUSALS
    assert Event.objects.filter(verb="deals.imported").count() == 1


def revert(batch, by):
    assert actions.revert_import(batch, by=by)
    run()
    batch.refresh_from_db()
    return batch


def test_a_batch_of_deals_is_taken_back(cast, board):
    before = [list(model.objects.order_by("pk").values()) for model in (Deal, StageVisit, Company)]
    batch = revert(import_file(cast.ada), cast.ada)
    assert (batch.status, batch.kept) == (ImportBatch.Status.REVERTED, 0)
    assert [list(model.objects.order_by("pk").values()) for model in (Deal, StageVisit, Company)] == before


def test_changes_to_known_deals_are_undone_and_moved_deals_kept(cast, board):
    first = import_file(cast.ada)
    second = import_file(cast.ada, f"{HEAD}\nA4,Alice Archer,Kit Plus,,Won,2024-02-01,2024-05-02,900\n")
    revert(second, cast.ada)
    assert (deal("A4").status, deal("A4").amount, deal("A4").stage) == ("open", 0, board.qualification)
    move_deal(deal("A5"), to=board.qualification, by=cast.alice)
    revert(first, cast.ada)
    assert "A5" in Deal.objects.values_list("external_id", flat=True)
    assert first.kept >= 1
