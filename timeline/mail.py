"""The mail server of sample mode: every mail lands in a mailbox inside the app, so a newcomer sees it."""

from django.core.mail.backends.base import BaseEmailBackend

from timeline.models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    """Keeps mails instead of sending them; the same Message-ID is shown once, as mail programs do."""

    def send_messages(self, email_messages):
        letters = [as_mailbox_message(email) for email in email_messages]
        MailboxMessage.objects.bulk_create(letters, ignore_conflicts=True)
        return len(letters)


def as_mailbox_message(email):
    html = [part.content for part in getattr(email, "alternatives", []) if part.mimetype == "text/html"]
    text, html = getattr(email, "as_kept", (email.body, html[0] if html else ""))
    head = email.message()
    return MailboxMessage(
        message_id=head["Message-ID"],
        sender=str(head["From"]),
        recipients=[address.lower() for address in email.recipients()],
        subject=email.subject,
        text=text,
        html=html,
    )
