"""Reminding a buyer by hand of what waits for their answer."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.actions.telling import lock_version, tell
from proposals.letters import remind_of
from proposals.models import Link
from timeline.models import Event, subject_key

REST = timedelta(hours=12)


@transaction.atomic
def remind_buyers(version, *, by):
    """Send a friendly word to everybody whose link still opens, not more often than twice a day."""
    version = lock_version(version)
    links = Link.objects.standing().filter(version=version, contact__email__gt="").select_related("contact")
    if version.state != version.State.SENT or not links:
        raise ValidationError(_("Nobody has an open link to this version."))
    told = Event.objects.standing().filter(subject=subject_key(version.proposal), verb="proposal.reminded")
    if told.filter(happened_at__gt=timezone.now() - REST).exists():
        raise ValidationError(_("They were reminded within the last 12 hours. Give them some time."))
    for link in links:
        link.version = version
        remind_of(link, by=by, event=tell("proposal.reminded", version, by=by, who=link.contact.name))
