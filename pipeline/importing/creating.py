"""New deals: each with its BANT sheet, its place in a column and the stays a file can vouch for."""

from decimal import Decimal

from django.utils.translation import gettext as _

from kit.copying import copy_rows, reserve_ids
from leads.importing.customs import as_json, sheet_of
from leads.models import ImportChange, Qualification
from pipeline.models import Deal, StageVisit
from pipeline.ranks import spread_ranks

Status = Deal.Status


def create_deals(rows, writer, outcome):
    """Write the rows as deals, below those already in their columns, in the order of the file."""
    sheets, ids = reserve_ids(Qualification, len(rows)), reserve_ids(Deal, len(rows))
    deals = [
        {"id": pk, "qualification_id": sheet} | deal_of(row.values, writer)
        for pk, sheet, row in zip(ids, sheets, rows, strict=True)
    ]
    give_places(deals, writer)
    visits = [visit for deal in deals for visit in visits_of(deal, writer)]
    copy_rows(Qualification, ({"id": sheet} for sheet in sheets))
    copy_rows(Deal, deals, custom="{}")
    visit_ids = reserve_ids(StageVisit, len(visits))
    copy_rows(StageVisit, ({"id": pk} | visit for pk, visit in zip(visit_ids, visits, strict=True)))
    changes = zip(ids, rows, strict=True)
    ImportChange.objects.bulk_create(
        ImportChange(batch=writer.batch, record="deal", record_id=pk, line=row.row.line) for pk, row in changes
    )
    outcome.created += len(deals)
    note(rows, deals, outcome)


def deal_of(values, writer):
    """The columns of a deal; what the file does not say stays empty."""
    status, stage = standing_in(values["stage"], writer)
    closed = writer.moment(values.get("closed_at")) if status != Status.OPEN else None
    opened = writer.moment(values.get("opened_at")) or closed or writer.now
    amount, currency = amount_of(values, writer), writer.currency_of(values)
    company = writer.companies.find(values.get("company", ""))
    return {
        "pipeline_id": writer.pipeline.pk,
        "stage_id": stage.pk,
        "status": str(status),
        "opened_at": opened,
        "entered_stage_at": closed if status == Status.WON else opened,
        "closed_at": closed,
        "touched_at": closed or opened,
        "expected_close": values.get("expected_close") or (closed and values["closed_at"]),
        "title": values.get("title") or title_of(values, writer),
        "amount": amount,
        "currency": currency,
        "base_amount": writer.worth.of(amount, currency, values["closed_at"] if closed else None),
        "source": values.get("source", ""),
        "product": values.get("product", ""),
        "company_id": company and company.pk,
        "owner_id": writer.people.find(values.get("owner", "")).pk,
        "external_id": writer.id_of(values) or None,
        "batch_id": writer.batch.pk,
        "custom": as_json(sheet_of(values)) or "{}",
    }


def standing_in(meaning, writer):
    """(status, stage) of a new deal by what its stage in the file means."""
    match meaning:
        case Status.WON:
            return Status.WON, writer.won_stage
        case Status.LOST:
            return Status.LOST, writer.closed_from
        case _:
            return Status.OPEN, writer.stages[meaning]


def title_of(values, writer):
    words = ", ".join(filter(None, (values.get("product"), values.get("company")))) or writer.id_of(values)
    return (words or _("Deal without a name"))[:200]


def amount_of(values, writer):
    """What the file says, else the list price of the product, else 0."""
    if (amount := values.get("amount")) is not None:
        return amount
    return Decimal(writer.options.get("prices", {}).get(values.get("product", ""), 0))


def give_places(deals, writer):
    for stage_id in {deal["stage_id"] for deal in deals}:
        column = [deal for deal in deals if deal["stage_id"] == stage_id]
        last = Deal.objects.filter(stage=stage_id).order_by("-rank").values_list("rank", flat=True).first()
        for deal, rank in zip(column, spread_ranks(len(column), low=last), strict=True):
            deal["rank"] = rank


def visits_of(deal, writer):
    """Where an open deal stands; where a closed one stood until its day, and for a won one the won stage after it."""
    stay = {"deal_id": deal["id"], "stage_id": deal["stage_id"], "entered_at": deal["opened_at"], "by_id": writer.by.pk}
    if deal["status"] == Status.OPEN:
        return [stay]
    stood = stay | {"stage_id": writer.closed_from.pk, "left_at": deal["closed_at"], "exit": deal["status"]}
    if deal["status"] == Status.LOST:
        return [stood]
    return [stood | {"exit_to_id": writer.won_stage.pk}, stay | {"entered_at": deal["closed_at"]}]


def note(rows, deals, outcome):
    """What the people who read the totals should know about these deals."""
    counts = {"undated": 0, "priced": 0, "worthless": 0}
    for row, deal in zip(rows, deals, strict=True):
        is_open, is_bare = deal["status"] == Status.OPEN, row.values.get("amount") is None
        counts["undated"] += is_open and not row.values.get("opened_at")
        counts["priced"] += is_bare and deal["amount"] > 0
        counts["worthless"] += is_bare and is_open and not deal["amount"]
    outcome.notes |= counts
