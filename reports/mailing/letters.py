"""The letter a report goes out with, in the language and zone that are active, and its files."""

from base64 import b64encode

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kit import formats
from reports.files.formats import FORMATS
from reports.files.told import tell
from reports.mailing.leaving import way_out_of
from reports.mailing.refusals import dashboard_of
from reports.mailing.times import WEEK


def letter_for(letter):
    """Subject, text and files of a letter: the report as its receiver may see it now."""
    schedule = letter.schedule
    told = tell(dashboard_of(schedule), letter.receiver, QueryDict(schedule.query))
    way_out = way_out_of(letter)
    context = {"schedule": schedule, "told": told, "rhythm": rhythm(schedule), "link": link_of(schedule)}
    return {
        "subject": f"{schedule.name}: {told.period_name}",
        "text": render_to_string("reports/email/report.txt", context | {"way_out": way_out}),
        "headers": {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        "files": [file_of(told, FORMATS[ending]) for ending in schedule.formats],
    }


def file_of(told, kind):
    contents = b64encode(kind.make(told)).decode()
    return {"name": f"{told.file_name}.{kind.ending}", "type": kind.content_type, "base64": contents}


def link_of(schedule):
    """The same report on the screen."""
    address = settings.BASE_URL.rstrip("/") + reverse("reports:report", args=[schedule.report])
    return f"{address}?{schedule.query}" if schedule.query else address


def rhythm(schedule):
    """“every Mon at 08:00”, by its owner's clock."""
    words = {"day": formats.weekdays([schedule.weekday]), "time": formats.clock(schedule.at)}
    pattern = _("every %(day)s at %(time)s") if schedule.every == WEEK else _("on the first of every month at %(time)s")
    return pattern % words
