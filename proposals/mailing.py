"""What is mailed to buyers: each mail bears in its key which version it is of, and whom it goes to."""

from email.utils import formataddr, parseaddr

from django.conf import settings

from timeline.outgoing import queue_email

TO_BUYERS = "offer:"
EXPIRING = "expiring"


def mail_buyer(buyer, version, what, *, by, event, **mail):
    """Queue one mail with a link for a buyer of a version, once for each `what`, in the caller's transaction.

    `event` is what the log says of it; `what` may end with a number, as in “reply:7”.
    """
    key = f"{TO_BUYERS}{version.pk}:{buyer.pk}:{what}"
    queue_email(key=key, to=buyer.email, event=event, **mail, **from_whom(by))


def whose(mail):
    """The ids of the version and of the buyer of a mail, (None, None) where it is none to a buyer."""
    kind, *rest = mail.key.split(":")
    return (int(rest[0]), int(rest[1])) if f"{kind}:" == TO_BUYERS else (None, None)


def from_whom(seller):
    """The seller's name on a mail of the house, and the way back to them."""
    return {
        "from": formataddr((seller.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        "reply_to": [seller.email],
    }
