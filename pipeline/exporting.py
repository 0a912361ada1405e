"""Deals as lines of a CSV file that no spreadsheet runs and every spreadsheet reads."""

import csv
import re

from django.utils.timezone import localtime as local
from django.utils.translation import gettext as _

from accounts.fields.files import file_columns

BOM = "\ufeff"
CHUNK = 2000
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Where lines are parted at semicolons or tabs, as in half of Europe, a cell can begin in the middle of a text.
BEGINS_INSIDE = re.compile(r"""((?:[;|]|(?<=.)[\t\r\n])[\s"']*)(?=[=+\-@＝＋－＠])""", re.DOTALL)


class Line:
    """What csv writes to: hands each line straight back."""

    def write(self, line):
        return line


def deal_lines(deals):
    """The file line by line, however many deals there are: never more than CHUNK of them are in memory."""
    writer = csv.writer(Line())
    heads = columns()
    yield BOM + writer.writerow([defused(str(name)) for name, _read in heads])
    readers = [read for _name, read in heads]
    for deal in deals.iterator(chunk_size=CHUNK):
        yield writer.writerow([cell_of(read(deal)) for read in readers])


def cell_of(value):
    """Text a spreadsheet would run is defused; numbers stay plain, days are ISO, nothing is empty."""
    if value is None:
        return ""
    return defused(value) if isinstance(value, str) else value


def defused(text):
    text = BEGINS_INSIDE.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff\u200e\u200f").startswith(STARTS_FORMULA) else text


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
        (_("Next step"), lambda deal: deal.next_step_at and local(deal.next_step_at).strftime("%Y-%m-%d %H:%M")),
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
