"""The sample mailbox says which files left with a mail."""

import base64

import pytest
from django.urls import reverse

from timeline.models import MailboxMessage
from timeline.outgoing import queue_email, send_waiting

pytestmark = pytest.mark.django_db


def test_a_mail_names_its_files_in_the_list_and_on_its_page(as_user, cast, settings):
    settings.MAILERS = {"default": {"BACKEND": "timeline.mail.MailboxBackend"}}
    file = {"name": "win-rate.xlsx", "type": "application/x", "base64": base64.b64encode(b"PK").decode()}
    queue_email(key="1", to=cast.alice.email, subject="Figures", text="Here", files=[file])
    queue_email(key="2", to=cast.alice.email, subject="Plain", text="Here")
    send_waiting()
    client = as_user(cast.alice)
    assert client.get("/mailbox/").content.decode().count("with files") == 1
    for letter in MailboxMessage.objects.all():
        page = client.get(reverse("timeline:letter", args=[letter.pk])).content.decode()
        assert ("win-rate.xlsx" in page) == (letter.subject == "Figures")
