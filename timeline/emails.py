"""An e-mail on its way out, as the mail server gets it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from timeline import above


def as_email(message):
    """The e-mail of a message on its way: what its payload does not name is the house's own.

    Beyond to, subject, text and html a payload may have `from` (the sender people read), `envelope` (where failures go
    back to), `reply_to`, `headers`, `files` as texts, and `attachments` as ids of what the floor above keeps.
    """
    payload = message.payload
    email = EmailMultiAlternatives(
        subject=" ".join(payload["subject"].split()),
        body=payload["text"],
        from_email=payload.get("envelope") or settings.DEFAULT_FROM_EMAIL,
        to=payload["to"],
        reply_to=payload.get("reply_to") or None,
        headers=payload.get("headers", {}) | headers_of(message),
    )
    if payload["html"]:
        email.attach_alternative(payload["html"], "text/html")
    for file in payload.get("files", []):
        email.attach(file["name"], file["text"], file["type"])
    for name, content, kind in above.attachments(payload.get("attachments", [])):
        email.attach(name, content, kind)
    return email


def headers_of(message):
    sender = message.payload.get("from")
    return {"Message-ID": f"<{id_of(message.message_id)}>"} | ({"From": sender} if sender else {})


def id_of(key):
    """The Message-ID of an e-mail with this UUID, without its brackets."""
    return f"{key}@{urlsplit(settings.BASE_URL).hostname}"
