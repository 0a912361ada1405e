"""manage.py import_deals: the same importer, said in a terminal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pipeline.models import Deal
from tests.leads.files import DEALS

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


def import_deals(file, **options):
    out = StringIO()
    call_command("import_deals", file, preset="maven", wait=True, stdout=out, **options)
    return out.getvalue().splitlines()


def test_it_tells_what_it_reads_and_what_became_of_it(cast, board, file):
    said = import_deals(file)
    assert said[0] == "deals.csv: 12 rows, utf-8, ',' between cells."
    assert "    Engaging is Qualification" in said
    assert "    Sleeping is unknown: these rows are refused" in said
    assert "5 new, 0 updated, 0 unchanged, 7 refused." in said
    assert "  line 7: Stage: nobody said what “Sleeping” means." in said
    assert "0 new, 0 updated, 5 unchanged, 7 refused." in import_deals(file)


def test_without_a_worker_it_does_the_work_itself(cast, board, file):
    call_command("import_deals", file, preset="maven", stdout=StringIO())
    assert Deal.objects.count() == 5


def test_it_imports_as_the_named_manager(cast, board, file):
    import_deals(file, by="MONA@tamar.example")
    assert Deal.objects.first().batch.owner == cast.mona


def test_a_price_list_is_read(cast, board, file, tmp_path):
    prices = tmp_path / "products.csv"
    prices.write_text("product,series,sales_price\nKit Plus,Kit,3393\nKit Basic,Kit,550\n")
    import_deals(file, prices=prices)
    assert Deal.objects.get(external_id="A4").amount == 3393
    assert Deal.objects.get(external_id="A1").amount == 1054


def test_a_price_list_without_prices_is_refused(cast, board, file, tmp_path):
    prices = tmp_path / "products.csv"
    prices.write_text("product,series\nKit Plus,Kit\n")
    with pytest.raises(CommandError, match="needs a column for the product and one for the price"):
        import_deals(file, prices=prices)


def test_a_file_that_is_not_there_is_said(cast, board, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        import_deals(tmp_path / "nowhere.csv")


def test_a_file_without_a_stage_is_for_the_page(cast, board, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("name\nVans\n")
    with pytest.raises(CommandError, match="No column of the file is called like Stage"):
        import_deals(path)


@pytest.mark.parametrize("email", ["alice@tamar.example", "nobody@tamar.example"])
def test_a_rep_or_nobody_may_not_import(cast, board, file, email):
    with pytest.raises(CommandError, match="Nobody here may import"):
        import_deals(file, by=email)


def test_an_empty_house_is_told_how_to_begin(db, file):
    with pytest.raises(CommandError, match="start_empty"):
        import_deals(file)
