"""Deals as rows of a file for a spreadsheet."""

from django.utils.timezone import localtime as local
from django.utils.translation import gettext as _

from accounts.fields.files import file_columns

CHUNK = 2000


def deal_table(deals):
    """(heads, rows) of the file; however many deals there are, never more than CHUNK of them are in memory."""
    heads, readers = zip(*columns(), strict=True)
    return heads, ([read(deal) for read in readers] for deal in deals.iterator(chunk_size=CHUNK))


def columns():
    """The heads, and what stands below them."""
    return [
        (_("Deal"), lambda deal: deal.title),
        (_("Company"), lambda deal: deal.company and deal.company.name),
        (_("Pipeline"), lambda deal: deal.pipeline.name),
        (_("Stage"), lambda deal: deal.stage.name),
        (_("Status"), lambda deal: deal.get_status_display()),
        (_("Value"), lambda deal: deal.amount),
        (_("Currency"), lambda deal: deal.currency),
        (_("Value in the workspace’s currency"), lambda deal: deal.base_amount),
        (_("Odds in percent"), lambda deal: deal.odds),
        (_("Close date"), lambda deal: deal.expected_close),
        (_("Owner"), lambda deal: deal.owner.name),
        (_("Next step"), lambda deal: deal.next_step_at),
        (_("Label"), lambda deal: deal.label and deal.label.name),
        (_("Source"), lambda deal: deal.source),
        (_("Product"), lambda deal: deal.product),
        (_("Days in stage"), lambda deal: deal.days_in_stage),
        (_("Days idle"), lambda deal: deal.days_idle),
        (_("Pushed"), lambda deal: deal.pushes),
        (_("Opened"), lambda deal: local(deal.opened_at).date()),
        (_("Closed"), lambda deal: deal.closed_at and local(deal.closed_at).date()),
        *file_columns("deal"),
    ]
