"""A report as a file says the same figures as the screen, to the same people, and nothing in it runs."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.keys.actions import make_key
from kit.sheets import BOM
from pipeline.models import LostReason
from reports.dashboards import DASHBOARDS, dashboard_or_404
from reports.files.told import tell
from tests.forecasting.sales import make_stage
from tests.forecasting.test_forecast_page import words
from tests.kit.test_paper import text_of
from tests.reports.closings import close
from timeline.models import Event

PAGE = "/reports/win-rate/"
API = "/api/reports/win-rate/"
ASKED = "period=all&measure=value"
ENDINGS = ["csv", "xlsx", "pdf", "json"]


@pytest.fixture
def history(channel, cast):
    """Won and lost deals of names in three scripts; what Charlie lost no one in Alice's team sees."""
    reason = LostReason.objects.create(name='=HYPERLINK("http://x.example")')
    close(cast.alice, channel, "won", Decimal("300.25"), days=10, source="مریم رضایی")
    close(cast.alice, channel, "won", 1200, days=20, source="北京贸易")
    close(cast.bob, channel, "lost", 499.75, lost_reason=reason, source="+Fair")
    close(cast.charlie, channel, "lost", 9000)
    return channel


def take(client, ending, query=ASKED):
    answer = client.post(f"{PAGE}file.{ending}?{query}")
    assert answer.status_code == 200
    return answer.content


def tables_of_csv(contents):
    """{title: (heads, rows)} of the tables in a CSV file."""
    tables, blank = {}, True
    for row in csv.reader(io.StringIO(contents.decode().removeprefix(BOM))):
        if not row:
            blank = True
        elif blank:
            tables[row[0]], title, blank = [], row[0], False
        else:
            tables[title].append(row)
    return {title: (rows[0], rows[1:]) for title, rows in tables.items()}


def told(user, query=ASKED):
    return tell(dashboard_or_404("win-rate"), user, QueryDict(query))


def test_all_files_and_the_screen_say_the_same_figures(history, cast, as_user):
    client, expected = as_user(cast.mona), told(cast.mona).report
    data = json.loads(take(client, "json"))
    _heads, rows = tables_of_csv(take(client, "csv"))["Figures"]
    book = load_workbook(io.BytesIO(take(client, "xlsx")))
    cells = {row[0].value: row[1].value for row in book["Figures"].iter_rows() if row[0].value}
    paper, screen = text_of(take(client, "pdf")), words(client.get(f"{PAGE}?{ASKED}"))
    for figure, told_as, row in zip(expected.figures, data["figures"], rows, strict=True):
        assert float(told_as["value"]) == pytest.approx(float(figure.value))
        assert (row[0], float(row[1])) == (figure.name, pytest.approx(float(figure.value)))
        assert cells[figure.name] == pytest.approx(float(figure.value))
        assert figure.said in paper
        assert figure.said in screen


def test_every_cell_of_every_table_is_on_paper_and_in_the_sheets(history, cast, as_user):
    client, expected = as_user(cast.mona), told(cast.mona).report
    paper = "".join(text_of(take(client, "pdf")).split())
    data = {panel["key"]: panel for panel in json.loads(take(client, "json"))["panels"]}
    tables, book = tables_of_csv(take(client, "csv")), load_workbook(io.BytesIO(take(client, "xlsx")))
    assert len(expected.panels) > 5
    for panel, sheet in zip(expected.panels, book.worksheets[1:], strict=True):
        heads, rows = tables[panel.title]
        assert heads == [str(column.name) for column in panel.columns]
        assert len(rows) == len(panel.lines) + bool(panel.total)
        assert [list(row) for row in data[panel.key]["rows"]] == [[c.key for c in panel.columns]] * len(panel.lines)
        assert (sheet["A1"].value, sheet.max_row) == (heads[0], 1 + len(rows))
        said = [text for _line, cells in panel.said for column, text, _url in cells if column.kind != "text"]
        assert [text for text in said if "".join(text.split()) not in paper] == []


def test_amounts_lose_no_cent(history, cast, as_user):
    client = as_user(cast.mona)
    figures = {figure["key"]: figure["value"] for figure in json.loads(take(client, "json"))["figures"]}
    assert (figures["won"], figures["lost"]) == ("1500.25", "499.75")


def test_numbers_money_and_shares_look_like_it_in_excel(history, cast, as_user):
    sheet = load_workbook(io.BytesIO(take(as_user(cast.mona), "xlsx")))["By rep"]
    heads = [cell.value for cell in sheet[1]]
    formats = dict(zip(heads, [cell.number_format for cell in sheet[2]], strict=True))
    assert formats["Won"] == "#,##0"
    assert formats["Win rate"] == "0.00%"
    assert formats["Won value"] == "[$€]#,##0.00"


def test_json_says_what_was_asked(history, cast, as_user):
    data = json.loads(take(as_user(cast.mona), "json", f"period=2026Q2&owner={cast.alice.pk}"))
    assert data["currency"] == "EUR"
    assert data["period"] == {"code": "2026Q2", "first": "2026-04-01", "last": "2026-06-30"}
    assert data["asked"] == {"owner": str(cast.alice.pk)}


def test_paper_says_what_was_asked_and_for_whom(history, cast, as_user):
    text = text_of(take(as_user(cast.mona), "pdf", f"period=2026Q2&owner={cast.alice.pk}"))
    assert "Rep: Alice Archer" in text
    assert f"for {cast.mona.name}; amounts in EUR" in text
    assert "Page 1 of" in text


def test_names_in_every_script_are_drawn(history, cast, as_user):
    text = text_of(take(as_user(cast.mona), "pdf"))
    assert "北京贸易" in text
    assert set("مریمرضایی") <= set(text)


def test_nothing_in_them_runs(history, cast, as_user):
    client = as_user(cast.mona)
    rows = tables_of_csv(take(client, "csv"))["By source"][1]
    assert "'+Fair" in [row[0] for row in rows]
    book = load_workbook(io.BytesIO(take(client, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "+Fair" in [cell.value for cell in cells]


@pytest.mark.parametrize("ending", ENDINGS)
def test_everybody_takes_what_they_may_see(history, cast, as_user, ending):
    make_stage(history.pipeline, "More", 6, 90)
    contents = take(as_user(cast.alice), ending)
    seen = {"csv": contents.decode, "json": contents.decode, "pdf": lambda: text_of(contents), "xlsx": lambda: ""}
    assert "Charlie" not in seen[ending]()
    assert told(cast.charlie).report.figures[2].value == 9000
    assert told(cast.alice).report.figures[2].value != 9000


def test_what_was_taken_is_written_down(history, cast, as_user):
    take(as_user(cast.mona), "csv")
    event = Event.objects.get(verb="report.exported")
    assert event.actor == cast.mona
    assert event.details == {"report": "win-rate", "format": "CSV", "query": ASKED}


def test_a_file_nobody_makes(history, cast, as_user):
    client = as_user(cast.mona)
    assert client.post(f"{PAGE}file.exe").status_code == 404
    assert client.post("/reports/none/file.csv").status_code == 404
    assert client.get(f"{PAGE}file.csv").status_code == 405


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.name)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_report_comes_as_every_file(history, cast, as_user, dashboard, ending):
    address = f"/reports/{dashboard.name}/file.{ending}"
    assert as_user(cast.mona).post(f"{address}?period=all").status_code == 200
    assert as_user(cast.mona).post(f"{address}?period=1901Q1&source=nobody").status_code == 200


def test_questions_do_not_grow_with_deals(history, cast, as_user):
    client = as_user(cast.mona)
    take(client, "xlsx")
    with CaptureQueriesContext(connection) as few:
        take(client, "xlsx")
    for number in range(20):
        close(cast.bob, history, "won", 10 + number, source=f"Source {number}")
    with CaptureQueriesContext(connection) as many:
        take(client, "xlsx")
    assert len(many) == len(few)


def key_of(owner, by, scopes):
    return make_key(name="Warehouse", owner=owner, scopes=scopes, expires_at=None, by=by)[1]


def ask(client, words, query=ASKED, url=API):
    return client.get(f"{url}?{query}", headers={"Authorization": f"Bearer {words}"} if words else {})


def test_a_key_reads_what_its_owner_may_see(history, cast, client, as_user):
    words = key_of(cast.alice, cast.ada, ["reports.read"])
    answer = ask(client, words)
    assert answer.status_code == 200
    mine, shown = json.loads(answer.content), json.loads(take(as_user(cast.alice), "json"))
    assert mine | {"made_at": 0} == shown | {"made_at": 0}


def test_who_has_no_right_key_reads_nothing(history, cast, client):
    assert ask(client, "").status_code == 401
    assert ask(client, "kariz_wrong").status_code == 401
    assert ask(client, key_of(cast.ada, cast.ada, ["leads.capture"])).status_code == 403
    reading = key_of(cast.ada, cast.ada, ["reports.read"])
    assert ask(client, reading, url="/api/reports/none/").status_code == 404
    assert client.post(API, headers={"Authorization": f"Bearer {reading}"}).status_code == 405
