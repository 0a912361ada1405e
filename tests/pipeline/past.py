"""Days of the past to play on: what is done inside `happen_on(3)` is dated to noon of the fourth day."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from accounts.zones import workspace_zone
from timeline.log import erasing
from timeline.models import Event

DAYS = 40  # day 0 is that long ago

REDATE = """
UPDATE timeline_event SET happened_at = %(then)s WHERE id > %(last)s;
UPDATE pipeline_stagevisit SET
    left_at = CASE WHEN left_at >= %(began)s THEN %(then)s ELSE left_at END,
    entered_at = CASE WHEN entered_at >= %(began)s THEN %(then)s ELSE entered_at END;
UPDATE pipeline_deal SET
    opened_at = CASE WHEN opened_at >= %(began)s THEN %(then)s ELSE opened_at END,
    closed_at = CASE WHEN closed_at >= %(began)s THEN %(then)s ELSE closed_at END,
    entered_stage_at = CASE WHEN entered_stage_at >= %(began)s THEN %(then)s ELSE entered_stage_at END;
UPDATE pipeline_stage SET retired_at = %(then)s WHERE retired_at >= %(began)s;
UPDATE pipeline_surgery SET made_at = %(then)s WHERE made_at >= %(began)s;
"""


def day_number(number):
    """A day of the game as a date."""
    return timezone.localdate(timezone=workspace_zone()) - timedelta(days=DAYS - number)


def moment_of(number, minute=0):
    """Noon of a day of the game, and so many minutes later."""
    day = day_number(number)
    return datetime(day.year, day.month, day.day, 12, tzinfo=workspace_zone()) + timedelta(minutes=minute)


@contextmanager
def happen_on(number, minute=0):
    """What is written inside is dated to a day of the past, in the log, in the visits and on the deals."""
    began = timezone.now()
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    with erasing(), connection.cursor() as cursor:
        given = {"began": began, "then": moment_of(number, minute), "last": last}
        for statement in REDATE.strip().removesuffix(";").split(";\n"):
            cursor.execute(statement, given)
