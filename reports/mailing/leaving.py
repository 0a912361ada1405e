"""Who wants a report no more that somebody has sent to them: said by the link in its letter."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from reports.models import ReportSchedule
from timeline.log import record

SALT = "reports.mailing.leaving"


def way_out_of(letter):
    """The link by which the receiver of a report gets it no more."""
    token = signing.dumps([letter.schedule_id, letter.receiver_id], salt=SALT)
    return settings.BASE_URL.rstrip("/") + reverse("reports:mailing-stop", args=[token])


def place_of(token):
    """(schedule, person) whose link this is, or None: forged, or nothing is sent any more."""
    try:
        schedule_id, person_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    schedule = ReportSchedule.objects.filter(pk=schedule_id).select_related("owner").first()
    person = User.objects.filter(pk=person_id).first()
    return (schedule, person) if schedule and person else None


@transaction.atomic
def leave(schedule, person):
    """Send a report no more to this person, who said so."""
    locked = ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    if locked.receivers.filter(pk=person.pk).exists():
        locked.receivers.remove(person)
        record("report.left", schedule, by=person, owner=schedule.owner, details={"name": schedule.name})
