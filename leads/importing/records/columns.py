"""Columns that leads, companies and contacts share, under the names files give them."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leads.importing.kinds import Column
from leads.importing.values import Refused, to_email, to_text, to_yes_no
from leads.models import Company

SIZES, NUMBER = Company.Size.values, re.compile(r"\d+")


def to_size(cell, _hints):
    """“120”, “51-200” or “1,000+” as one of our sizes, by the smallest number of people it means."""
    if not cell:
        return ""
    if cell in SIZES:
        return cell
    digits = NUMBER.search(cell.replace(",", "").replace(".", ""))
    if not digits:
        raise Refused(_("“%(cell)s” is not a number of people.") % {"cell": cell[:40]})
    least = int(digits[0][:9])
    return next(size for size in reversed(SIZES) if least >= int(size.rstrip("+").split("-")[0]) or size == SIZES[0])


ID = Column(
    "external_id",
    lazy("Id in the file"),
    ("id", "record id", "identifier", "external id"),
    to_text(100),
    hint=lazy("The surest way to find a record again."),
)
FIRST_NAME = Column("first_name", lazy("First name"), ("given name", "firstname", "forename"), to_text(100))
LAST_NAME = Column("last_name", lazy("Last name"), ("family name", "surname", "lastname"), to_text(100))
EMAIL = Column("email", lazy("E-mail"), ("email", "email address", "e-mail address", "mail", "work email"), to_email)
PHONE = Column(
    "phone", lazy("Phone"), ("phone number", "telephone", "tel", "mobile", "mobile phone", "work phone"), to_text(40)
)
JOB_TITLE = Column("job_title", lazy("Job title"), ("title", "position", "role", "job"), to_text(120))
DECIDES = Column("decides", lazy("Decision maker"), ("decides", "is decision maker"), to_yes_no)
INDUSTRY = Column("industry", lazy("Industry"), ("sector", "branch"), to_text(80))
SIZE = Column(
    "size",
    lazy("Employees"),
    ("size", "company size", "number of employees", "no of employees", "employee count", "headcount"),
    to_size,
)
COUNTRY = Column("country", lazy("Country"), ("country region", "country/region", "land"), to_text(80))
OWNER = Column(
    "owner",
    lazy("Owner"),
    ("sales rep", "rep", "salesperson", "assigned to", "account manager"),
    to_text(200),
    valued=True,
    lenient=True,
)
