"""An imported history says the same on the page as a plain computation over its file, for every filter offered."""

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from accounts.models import User
from leads.models import Label, LabelSet
from pipeline.models import Deal
from reports.win_rate.velocity import qualified_stages
from tests.leads.files import import_file
from tests.reports.plain import differences

pytestmark = pytest.mark.django_db
SALES = 400
AGENTS = ["Alice Archer", "Bob Baker", "Charlie Cole"]
PRODUCTS = ["Kit Basic", "Kit Plus", "Kit Pro"]


@pytest.fixture
def made_up():
    """Rows as Maven writes them: won, lost, engaging and prospecting deals of a year and a half."""
    draw, begun = random.Random(7), date(2024, 1, 1)
    rows = []
    for number in range(SALES):
        stage = draw.choices(["Won", "Lost", "Engaging", "Prospecting"], [40, 25, 25, 10])[0]
        opened = begun + timedelta(days=draw.randrange(400))
        closed = opened + timedelta(days=draw.randrange(1, 140))
        rows.append({
            "opportunity_id": f"M{number}", "sales_agent": draw.choice(AGENTS), "product": draw.choice(PRODUCTS),
            "account": draw.choice(["Northwind Ferries", "Öresund Foods"]), "deal_stage": stage,
            "engage_date": opened.isoformat(), "close_date": closed.isoformat() if stage in ("Won", "Lost") else "",
            "close_value": {"Won": str(draw.randrange(50, 30_000)), "Lost": "0"}.get(stage, ""),
        })  # fmt: skip
    return pd.DataFrame(rows)


def rows_of(file, labels):
    """The file in the words of a plain computation; sources and labels go by product and agent."""
    stages = {stage.name for stage in qualified_stages(None)}
    placed = file.deal_stage.map({"Prospecting": "Prospecting", "Engaging": "Qualification"})
    return pd.DataFrame({
        "status": file.deal_stage.map({"Won": "won", "Lost": "lost"}).fillna("open"),
        "opened": pd.to_datetime(file.engage_date), "closed": pd.to_datetime(file.close_date),
        "amount": pd.to_numeric(file.close_value), "qualified": placed.isin(stages), "owner": file.sales_agent,
        "source": file["product"].map(SOURCES), "label": file.sales_agent.map(labels),
    })  # fmt: skip


SOURCES = {"Kit Basic": "Referral", "Kit Plus": "Trade fair", "Kit Pro": ""}


def test_the_page_and_a_plain_computation_agree_for_every_filter(cast, board, workspace, made_up):
    workspace.time_zone = "UTC"
    workspace.save()
    import_file(cast.ada, made_up.to_csv(index=False))
    kinds = LabelSet.objects.create(name="Heat")
    labels = {name: Label.objects.create(set=kinds, name=name[:3]) for name in AGENTS[:2]}
    for product, source in SOURCES.items():
        Deal.objects.filter(product=product).update(source=source)
    for name, label in labels.items():
        Deal.objects.filter(owner__name=name).update(label=label)
    rows = rows_of(made_up, {name: label.name for name, label in labels.items()})
    found, asked = differences(cast.ada, rows, list(filters_of(rows, labels)))
    assert found == {}
    assert asked > 60


def filters_of(rows, labels):
    """Each value of each filter, and a few of them together."""
    everything = pd.Series(True, index=rows.index)
    people = {user.name: user for user in User.objects.select_related("team")}
    yield "all", {}, everything
    yield "pipeline", {"pipeline": Deal.objects.first().pipeline_id}, everything
    for name in AGENTS:
        yield name, {"owner": people[name].pk}, rows.owner == name
    for team in {people[name].team for name in AGENTS}:
        yield team.name, {"team": team.pk}, rows.owner.isin([name for name in AGENTS if people[name].team == team])
    for source in ("Referral", "Trade fair", "Nowhere"):
        yield source, {"source": source}, rows.source == source
    for name, label in labels.items():
        yield label.name, {"label": label.pk}, rows.label == label.name
        yield (
            "both",
            {"label": label.pk, "source": "Referral"},
            (rows.label == label.name) & (rows.source == "Referral"),
        )
        yield (
            "own",
            {"owner": people[name].pk, "source": "Referral"},
            (rows.owner == name) & (rows.source == "Referral"),
        )
