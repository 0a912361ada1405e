"""The carrier of webhooks: the outbox claims and tries again, and an address that fails for days is switched off."""

import json
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from followups.actions.notifications import notify, speaking_to
from followups.models import WebhookEndpoint
from followups.webhooks.sending import AddressRefused, NotTaken, post
from timeline.log import record
from timeline.models import Outgoing
from timeline.outgoing import NobodyThere, carry, queue

OFF_AFTER = timedelta(days=3)
Kind = Outgoing.Kind


def queue_webhook(endpoint, *, key, kind, data, event=None):
    """Put a message for an address on its way, once per `key`; it is dropped when `event` has been undone by then."""
    payload = {
        "endpoint": endpoint.pk,
        "body": {"type": kind, "timestamp": timezone.now().isoformat(), "data": data},
    }
    queue(Kind.WEBHOOK, key=f"webhook:{endpoint.pk}:{key}", payload=payload, event=event)


def drop_waiting(endpoints):
    """Let go of what waits for addresses by these ids: nothing of it leaves later."""
    waiting = Outgoing.objects.waiting().filter(kind=Kind.WEBHOOK, payload__endpoint__in=list(endpoints))
    waiting.update(dropped_at=Now())


@carry(Kind.WEBHOOK)
def carry_webhook(message):
    endpoint = WebhookEndpoint.objects.filter(pk=message.payload["endpoint"]).first()
    if endpoint is None or not endpoint.is_on:
        raise NobodyThere(_("The address is switched off."))
    try:
        post(endpoint.url, body_of(message), message_id=f"msg_{message.message_id.hex}", secrets=secrets_of(endpoint))
    except (NotTaken, AddressRefused) as failure:
        note_failure(endpoint, str(failure))
        raise
    WebhookEndpoint.objects.filter(pk=endpoint.pk).exclude(failures=0).update(failures=0, failing_since=None)


def body_of(message):
    """The same bytes at each attempt."""
    return json.dumps(message.payload["body"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def secrets_of(endpoint):
    """The secrets to sign with: the one there is, and the one before while it still counts."""
    still_counts = endpoint.former_until and endpoint.former_until > timezone.now()
    return [endpoint.secret, *([endpoint.former_secret] if still_counts else [])]


@transaction.atomic
def note_failure(endpoint, why):
    """Count a failure; after days without a success switch the address off and tell every admin."""
    rows = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    rows.update(failures=F("failures") + 1, failing_since=Coalesce("failing_since", Now()))
    failed_for_days = rows.filter(is_on=True, failing_since__lt=Now() - OFF_AFTER)
    if failed_for_days.update(is_on=False):
        event = record("webhook.gave_up", endpoint, by=None, details={"name": endpoint.name, "why": why[:200]})
        tell_admins(endpoint, event)


def tell_admins(endpoint, event):
    for admin in User.objects.active().filter(role=Role.ADMIN):
        with speaking_to(admin):
            words = _("%(name)s took no message for three days and is switched off") % {"name": endpoint.name}
        page = reverse("followups:webhook", args=[endpoint.pk])
        notify(admin, key=f"webhook off:{event.pk}:{admin.pk}", kind="rule", text=words, url=page)
