"""An e-mail on its way out, as the mail server gets it."""

from base64 import b64decode
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from kit.sealing import hushed, opened, place_of_mail
from timeline import above

SIGN_IN_FIRST = 530


def as_email(message):
    """The e-mail of a message on its way: what its payload does not name is the house's own.

    Beyond to, subject, text and html a payload may have `from` (the sender people read), `envelope` (where failures go
    back to), `reply_to`, `headers`, `files` as texts or base64, and `attachments` as ids of what the floor above keeps.
    What is sealed in its text and html for its receivers (kit/sealing.py) is opened here, as it leaves.
    """
    payload = message.payload
    place = place_of_mail(payload["to"])
    email = EmailMultiAlternatives(
        subject=" ".join(payload["subject"].split()),
        body=opened(payload["text"], place),
        from_email=payload.get("envelope") or settings.DEFAULT_FROM_EMAIL,
        to=payload["to"],
        reply_to=payload.get("reply_to") or None,
        headers=payload.get("headers", {}) | headers_of(message),
    )
    if payload["html"]:
        email.attach_alternative(opened(payload["html"], place), "text/html")
    email.as_kept = (payload["text"], payload["html"])  # a mailbox of ours keeps it as closed as it was
    for file in payload.get("files", []):
        email.attach(file["name"], contents_of(file), file["type"])
    for name, content, kind in above.attachments(payload.get("attachments", [])):
        email.attach(name, content, kind)
    return email


def contents_of(file):
    return b64decode(file["base64"]) if "base64" in file else file["text"]


def let_go(payload):
    """What changes of a mail that has left: bytes and sealed words are with its receiver, only names stay here."""
    after = payload | {name: hushed(payload[name]) for name in ("text", "html") if name in payload}
    files = payload.get("files", [])
    if any("base64" in file for file in files):
        after["files"] = [{key: file[key] for key in ("name", "type")} for file in files]
    return {} if after == payload else {"payload": after}


def headers_of(message):
    sender = message.payload.get("from")
    return {"Message-ID": f"<{id_of(message.message_id)}>"} | ({"From": sender} if sender else {})


def id_of(key):
    """The Message-ID of an e-mail with this UUID, without its brackets."""
    return f"{key}@{urlsplit(settings.BASE_URL).hostname}"


def final_refusal(error):
    """What the mail server said when it refused this very e-mail for good (5xx); empty where a later try may help.

    A server that wants us to sign in (530) refuses us, not the e-mail.
    """
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    is_final = answers and all(500 <= code < 600 and code != SIGN_IN_FIRST for code, _words in answers)
    return "; ".join(in_words(*answer) for answer in answers) if is_final else ""


def in_words(code, words):
    words = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(words.split())}"
