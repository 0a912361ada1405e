"""The files a report can be taken as."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kit.files import XLSX
from reports.files.paper import as_pdf
from reports.files.programs import Exact, as_data
from reports.files.tables import as_csv, as_xlsx


@dataclass(frozen=True)
class Format:
    """A kind of file: how it is called, its content type, and what makes its bytes of a Told report."""

    ending: str
    name: str
    content_type: str
    icon: str
    make: Callable


def as_json(told):
    """The bytes of a JSON file."""
    return json.dumps(as_data(told), cls=Exact, ensure_ascii=False, indent=1).encode()


FORMATS = {
    one.ending: one
    for one in [
        Format("pdf", _("PDF"), "application/pdf", "pdf", as_pdf),
        Format("xlsx", _("Excel"), XLSX, "download", as_xlsx),
        Format("csv", _("CSV"), "text/csv; charset=utf-8", "download", as_csv),
        Format("json", _("JSON"), "application/json", "download", as_json),
    ]
}
