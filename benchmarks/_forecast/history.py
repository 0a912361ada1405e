"""Real histories, written into the tables of the product as its own use would have left them."""

import csv
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared/data"
SPELLS = DATA / "bpi2012/stage_spells.csv.gz"
MAVEN = DATA / "maven"
BANK_STAGES = (("submitted", 10), ("pre-accepted", 25), ("offer-sent", 50), ("offer-returned", 70))
SIMPLE_STAGES = (("Engaging", 25),)


@dataclass(frozen=True)
class Stay:
    """A case in a stage: `exit` is won, lost, the next stage, or empty while it is open."""

    case: str
    stage: str
    entered: datetime
    left: datetime | None
    exit: str


@dataclass(frozen=True)
class History:
    """The pipeline its deals are written to, and what each won case brought."""

    pipeline: object
    brought: dict  # {title of a deal: value when won}


def bank_stays():
    """The 13,087 applications of the BPI Challenge 2012: their stays and amounts."""
    with gzip.open(SPELLS, "rt") as lines:
        rows = list(csv.DictReader(lines))
    stays = [
        Stay(row["id"], row["stage"], moment(row["entered_at"]), moment(row["left_at"]), row["exit_to"]) for row in rows
    ]
    return stays, {row["id"]: float(row["amount"]) for row in rows}


def maven_stays():
    """The engaged, won and lost deals of the Maven file: their stays, list prices and what the won ones brought."""
    prices = {row["product"]: float(row["sales_price"]) for row in rows_of("products.csv")}
    rows = [row for row in rows_of("sales_pipeline.csv") if row["engage_date"]]
    exits = {"Won": "won", "Lost": "lost"}
    stays = [
        Stay(
            row["opportunity_id"],
            "Engaging",
            day(row["engage_date"]),
            day(row["close_date"]),
            exits.get(row["deal_stage"], ""),
        )
        for row in rows
    ]
    listed = {row["opportunity_id"]: prices[row["product"].replace("GTXPro", "GTX Pro")] for row in rows}
    brought = {row["opportunity_id"]: float(row["close_value"] or 0) for row in rows}
    return stays, listed, brought


def rows_of(name):
    with open(MAVEN / name, newline="") as lines:
        return list(csv.DictReader(lines))


def moment(text):
    return datetime.fromisoformat(text) if text else None


def day(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def write(name, stages, stays, amounts, *, imported=False):
    """One pipeline of these stays; returns it."""
    from pipeline.models import Pipeline, Stage

    pipeline = Pipeline.objects.create(name=name, currency="EUR")
    rows = {
        stage: Stage.objects.create(pipeline=pipeline, name=stage, position=place, probability=percent)
        for place, (stage, percent) in enumerate(stages)
    }
    deals = write_deals(pipeline, rows, stays, amounts, batch() if imported else None)
    write_stays(stays, deals, rows)
    return pipeline


def write_deals(pipeline, stages, stays, amounts, batch):
    from leads.models import Qualification
    from pipeline.models import Deal

    first, last = {}, {}
    for stay in stays:
        first.setdefault(stay.case, stay)
        last[stay.case] = stay
    sheets = Qualification.objects.bulk_create([Qualification() for _ in first], batch_size=5000)
    owner, deals = owner_of(), {}
    for number, (case, sheet) in enumerate(zip(first, sheets, strict=True)):
        end = last[case]
        closed = end.exit in ("won", "lost")
        deals[case] = Deal(
            pipeline=pipeline, stage=stages[end.stage], owner=owner, title=case, rank=f"{number:06d}",
            amount=amounts[case], base_amount=amounts[case], qualification=sheet, batch=batch,
            status=end.exit if closed else "open", opened_at=first[case].entered, entered_stage_at=end.entered,
            closed_at=end.left if closed else None,
        )  # fmt: skip
    Deal.objects.bulk_create(deals.values(), batch_size=2000)
    return deals


def write_stays(stays, deals, stages):
    from pipeline.models import StageVisit

    visits = [
        StageVisit(
            deal=deals[stay.case], stage=stages[stay.stage], entered_at=stay.entered, left_at=stay.left,
            exit=stay.exit if stay.exit in ("won", "lost") else "moved" if stay.exit else "",
            exit_to=stages.get(stay.exit),
        )
        for stay in stays
    ]  # fmt: skip
    StageVisit.objects.bulk_create(visits, batch_size=2000)


def owner_of():
    from accounts.models import User, Workspace

    Workspace.objects.get_or_create(name="Bank", defaults={"currency": "EUR"})
    return User.objects.filter(email="bank@bench.example").first() or User.objects.create_user(
        "bank@bench.example", name="Bank"
    )


def batch():
    from leads.models import ImportBatch

    return ImportBatch.objects.create(kind="deals", file_name="sales.csv", content=b"", owner=owner_of())
