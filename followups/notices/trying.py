"""A notice to one browser, to see that the way to it is open."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.models import Notification
from timeline.models import Outgoing
from timeline.outgoing import queue


@transaction.atomic
def try_browser(subscription):
    """Tell this browser, and nobody else, that the way to it is open."""
    key = f"try:{uuid.uuid4()}"
    text, url = _("This is how notices reach this browser."), reverse("followups:channels")
    notice = Notification.objects.create(user=subscription.user, key=key, kind="other", text=text, url=url, shown=False)
    payload = {"notice": notice.pk, "subscription": subscription.pk}
    queue(Outgoing.Kind.PUSH, key=key, payload=payload)
