"""How long those who came by themselves waited for a person."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone


@dataclass(frozen=True)
class Response:
    """How long a lead waited, or has been waiting, for the first touch by a person."""

    waited: timedelta
    is_waiting: bool


def response_of(lead):
    """The Response of a lead that came by itself; None for all others."""
    if lead.first_arrival is None:
        return None
    until = lead.first_response_at or timezone.now()
    return Response(max(until - lead.first_arrival.happened_at, timedelta()), lead.first_response_at is None)


# A lead that came by several forms counts for the one by which it came first.
BY_FORM = """
SELECT submission.form_id, count(*), count(lead.first_response_at),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY lead.first_response_at - arrival.happened_at)
FROM leads_arrival arrival
JOIN leads_submission submission ON submission.id = arrival.submission_id
JOIN leads_lead lead ON lead.first_arrival_id = arrival.id
WHERE submission.form_id IS NOT NULL AND arrival.happened_at > now() - %s
GROUP BY submission.form_id
"""


@dataclass(frozen=True)
class FormResponse:
    """What came by a form lately: how many leads, how many a person turned to, and the median wait of those."""

    leads: int
    responded: int
    median: timedelta | None


def responses_by_form(days=90):
    """{form id: FormResponse} of the last days."""
    with connection.cursor() as cursor:
        cursor.execute(BY_FORM, [timedelta(days=days)])
        return {form: FormResponse(*facts) for form, *facts in cursor.fetchall()}
