"""A form on the street, and the hands that fill it in."""

import re
import time

from django.urls import reverse
from django.utils import timezone

from leads.capture.seal import new_seal
from leads.models import CaptureForm, FormField

ASKED = [("name", "Your name", True), ("email", "Email", True), ("company_name", "Company", False)]


def make_form(by, *, name="Fleet guide", asked=ASKED, **facts):
    """A published form of three questions."""
    form = CaptureForm.objects.create(
        **{"key": "k" * 22, "name": name, "source": "Website", "created_by": by, "published_at": timezone.now()} | facts
    )
    FormField.objects.bulk_create(
        FormField(form=form, fact=fact, label=label, is_required=needed, position=place)
        for place, (fact, label, needed) in enumerate(asked)
    )
    return form


def seal_of(form, age=60):
    """A seal from a minute ago, so that the form was filled in by a person."""
    return new_seal(form, at=time.time() - age)


def filled(form, **answers):
    """What a browser sends."""
    return {"name": "Kari Solheim", "email": "kari@fjord.example", "website": "", "seal": seal_of(form)} | answers


def send(client, form, *, sender="203.0.113.7", framed=False, **answers):
    """Send it as somebody at an address."""
    return client.post(address(form, framed), filled(form, **answers), REMOTE_ADDR=sender)


def address(form, framed=False):
    return reverse("leads:form-frame" if framed else "leads:form-page", args=[form.key])


def hidden(page, name):
    """The value of a hidden input of a page."""
    return re.search(f'name="{name}" value="([^"]*)"', page.content.decode())[1]
