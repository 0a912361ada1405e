"""The pages of an import, from the upload to the refused rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leads.importing.rejects import rejects_file
from leads.models import ImportBatch
from tests.leads.files import DEALS, REFUSALS, import_file, queue, receive

pytestmark = pytest.mark.django_db
Status = ImportBatch.Status


def upload(content, name="deals.csv", preset="maven"):
    return {"kind": "deals", "file": SimpleUploadedFile(name, content), "preset": preset}


def columns(batch, board, **changes):
    """What the mapping form sends when the guess is accepted, with changes."""
    data = {f"column-{ours}": theirs for ours, theirs in batch.mapping["columns"].items()}
    data |= {f"value-stage-{number}": key for number, key in enumerate(batch.mapping["values"]["stage"].values())}
    data |= {"option-currency": "EUR", "option-closed_from": board.qualification.pk, "days": "dmy"}
    return data | changes


def url(name, batch):
    return reverse(f"leads:{name}", args=[batch.pk])


def test_a_file_is_read_and_its_columns_are_guessed(as_user, cast, board):
    client = as_user(cast.ada)
    answer = client.post(reverse("leads:import-new"), upload(DEALS.encode()))
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("import", batch))
    assert (batch.owner, batch.status, batch.rows, batch.encoding) == (cast.ada, Status.MAPPING, 12, "utf-8")
    page = client.get(url("import", batch)).content.decode()
    assert '<option value="sales_agent" selected>sales_agent</option>' in page
    assert f'<option value="{board.qualification.pk}" selected>Qualification</option>' in page
    assert "Import 12 rows" in page


def test_a_file_without_a_preset_is_guessed_by_name(cast, board):
    text = "Deal name,Organisation,Deal owner,Status,Deal value,Won time\nVans,Frisch,Alice Archer,Discovery,5,\n"
    batch = receive(cast.ada, text, preset="")
    assert batch.mapping == {
        "columns": {
            "title": "Deal name",
            "company": "Organisation",
            "owner": "Deal owner",
            "stage": "Status",
            "amount": "Deal value",
            "closed_at": "Won time",
        },
        "values": {"owner": {"Alice Archer": cast.alice.email}, "stage": {"Discovery": str(board.discovery.pk)}},
    }


@pytest.mark.parametrize("content", [b"", b",,\n1,2,3\n"])
def test_what_is_no_table_is_refused(as_user, cast, board, content):
    answer = as_user(cast.ada).post(reverse("leads:import-new"), upload(content))
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_another_encoding_and_delimiter_are_tried(as_user, cast, board):
    batch = receive(cast.ada)
    client = as_user(cast.ada)
    answer = client.post(url("import-reread", batch), {"encoding": "cp1252", "delimiter": ";"})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert (batch.encoding, batch.delimiter, batch.mapping["columns"]) == ("cp1252", ";", {})


def test_an_encoding_that_does_not_fit_is_said(as_user, cast, board):
    batch = receive(cast.ada)
    answer = as_user(cast.ada).post(url("import-reread", batch), {"encoding": "utf-16", "delimiter": ","})
    assert answer.status_code == 422
    assert "Choose another encoding" in answer.content.decode()
    assert ImportBatch.objects.get().encoding == "utf-8"


def test_looked_at_columns_go_to_the_worker(as_user, cast, board):
    batch = receive(cast.ada)
    answer = as_user(cast.ada).post(url("import-columns", batch), columns(batch, board, **{"column-amount": ""}))
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.status == Status.QUEUED
    assert "amount" not in batch.mapping["columns"]
    assert batch.mapping["values"]["stage"]["Won"] == "won"


def test_a_missing_column_keeps_what_was_chosen(as_user, cast, board):
    batch = receive(cast.ada)
    sent = columns(batch, board, **{"column-stage": "", "column-title": "product", "option-currency": "SEK"})
    answer = as_user(cast.ada).post(url("import-columns", batch), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the column that says this" in page
    assert page.count('<option value="product" selected>') == 2
    assert 'value="SEK"' in page
    assert ImportBatch.objects.get().status == Status.MAPPING


def test_another_stage_column_asks_what_its_texts_mean(as_user, cast, board):
    batch = receive(cast.ada, "stage,phase\nWon,Discovery\n", preset="")
    sent = {
        "column-stage": "phase",
        "option-currency": "EUR",
        "option-closed_from": board.qualification.pk,
        "days": "dmy",
    }
    client = as_user(cast.ada)
    answer = client.post(url("import-columns", batch), sent)
    assert answer.status_code == 422
    assert "see below what its texts mean" in answer.content.decode()
    sent["value-stage-0"] = str(board.discovery.pk)
    assert client.post(url("import-columns", batch), sent).status_code == 302


def test_progress_is_asked_for_until_it_is_over(as_user, cast, board):
    batch = queue(receive(cast.ada))
    client = as_user(cast.ada)
    assert 'hx-trigger="every 1s"' in client.get(url("import", batch)).content.decode()
    part = client.get(url("import-progress", batch)).content.decode()
    assert '<progress class="progress" max="12" value="0"' in part
    assert "Waiting for the worker" in part


def test_the_result_says_what_became_of_the_rows(as_user, cast, board):
    batch = import_file(cast.ada)
    page = as_user(cast.ada).get(url("import", batch)).content.decode()
    assert "every 1s" not in page
    assert "12 of 12 rows" in page
    assert "1 person named in the file is unknown here, and added without sign-in" in page
    assert REFUSALS[0][1] in page


def test_refused_rows_come_back_as_a_file(as_user, cast, board):
    batch = import_file(cast.ada)
    answer = as_user(cast.ada).get(url("import-rejected", batch))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].replace('"', "") == "line,reason," + DEALS.splitlines()[0]
    assert lines[1].replace('"', "").startswith("7,Stage: nobody said what “Sleeping” means.,A6,Ruth Ngata,")
    assert len(lines) == len(REFUSALS) + 1


def test_no_cell_of_the_refused_rows_is_a_formula(cast, board):
    batch = import_file(cast.ada, DEALS.splitlines()[0] + "\n=1+1,@SUM(1),Kit;=1+1,,Nowhere,,,\n")
    lines = list(rejects_file(batch, DEALS.splitlines()[0].split(",")))
    assert """'=1+1","'@SUM(1)","Kit;'=1+1",""" in lines[1]


def test_a_stopped_import_is_taken_up_again(as_user, cast, board):
    batch = queue(receive(cast.ada))
    ImportBatch.objects.update(status=Status.FAILED, error="Stopped.")
    client = as_user(cast.ada)
    assert "Stopped." in client.get(url("import", batch)).content.decode()
    assert client.post(url("import-resume", batch)).status_code == 302
    batch.refresh_from_db()
    assert (batch.status, batch.error) == (Status.QUEUED, "")


def test_a_batch_is_queued_once(as_user, cast, board):
    batch = import_file(cast.ada)
    as_user(cast.ada).post(url("import-columns", batch), columns(batch, board))
    batch.refresh_from_db()
    assert batch.status == Status.DONE


WRITES = (
    "import-columns",
    "import-reread",
    "import-resume",
    "import-pause",
    "import-begin",
    "import-look-again",
    "import-revert",
)
READS = ("import", "import-progress", "import-rejected")


@pytest.mark.parametrize("name", READS + WRITES)
def test_a_stranger_finds_no_batch(as_user, cast, board, name):
    batch = receive(cast.mona)
    client = as_user(cast.charlie)
    answer = client.post(url(name, batch)) if name in WRITES else client.get(url(name, batch))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", READS + WRITES)
def test_a_rep_may_not_import(as_user, cast, board, name):
    batch = receive(cast.mona)
    client = as_user(cast.alice)
    answer = client.post(url(name, batch)) if name in WRITES else client.get(url(name, batch))
    assert answer.status_code == 403


def test_a_rep_may_not_upload(as_user, cast, board):
    client = as_user(cast.alice)
    assert client.get(reverse("leads:import-new")).status_code == 403
    assert client.post(reverse("leads:import-new"), upload(DEALS.encode())).status_code == 403


@pytest.mark.parametrize("name", WRITES)
def test_writes_are_posts(as_user, cast, board, name):
    assert as_user(cast.ada).get(url(name, receive(cast.ada))).status_code == 405
