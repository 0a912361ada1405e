"""Writing down the addresses outside that are told."""

import base64
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.bin.actions import throw_away
from followups.models import WebhookEndpoint
from followups.webhooks.carrying import queue_webhook
from timeline.log import record

OVERLAP = timedelta(hours=24)
FACTS = ("name", "url")


def new_secret():
    """A secret as the Standard Webhooks rules write it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


@transaction.atomic
def add_endpoint(*, name, url, by):
    """Add an address with a secret of its own."""
    endpoint = WebhookEndpoint.objects.create(name=name, url=url, secret=new_secret(), made_by=by)
    record("webhook.added", endpoint, by=by, details={"name": name})
    return endpoint


@transaction.atomic
def edit_endpoint(endpoint, *, by, **facts):
    """Change its name or where it is."""
    endpoint = lock(endpoint)
    changes = {name: [getattr(endpoint, name), facts[name]] for name in FACTS if getattr(endpoint, name) != facts[name]}
    if changes:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**{name: new for name, (_old, new) in changes.items()})
        record("webhook.changed", endpoint, by=by, changes=changes, details={"name": facts["name"]})


@transaction.atomic
def renew_secret(endpoint, *, by):
    """Give it a new secret; for a day messages are signed with the old one too."""
    endpoint = lock(endpoint)
    endpoint.former_secret, endpoint.former_until = endpoint.secret, timezone.now() + OVERLAP
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    record("webhook.secret", endpoint, by=by, details={"name": endpoint.name})


@transaction.atomic
def switch_endpoint(endpoint, *, on, by):
    """Tell it again, or no more."""
    endpoint = lock(endpoint)
    if endpoint.is_on != on:
        endpoint.is_on, endpoint.failures, endpoint.failing_since = on, 0, None
        endpoint.save(update_fields=["is_on", "failures", "failing_since"])
        record("webhook.on" if on else "webhook.off", endpoint, by=by, details={"name": endpoint.name})


def drop_endpoint(endpoint, *, by):
    """Throw it away with its secret and return what lies in the bin; what waits for it never leaves."""
    return throw_away([endpoint], by=by).done


@transaction.atomic
def test_endpoint(endpoint, *, by):
    """Send it a message that says it is a test."""
    key = f"test:{secrets.token_hex(8)}"
    queue_webhook(endpoint, key=key, kind="test", data={"message": "Hello from Kariz", "by": by.email})


def lock(endpoint):
    return WebhookEndpoint.objects.select_for_update(of=["self"]).get(pk=endpoint.pk)
