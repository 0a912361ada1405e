"""How often forms may write to one mailbox, whatever form was sent and however its address was spelt."""

from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from leads.capture.counting import hold
from leads.folding import email_key
from timeline.models import Outgoing

GOOGLES = ("gmail.com", "googlemail.com")
MOST_AN_HOUR, MOST_A_DAY = 3, 6  # letters of all forms together: strangers choose whose mailbox they fill


def letter_key(address, what):
    """Under which key a letter to this mailbox is queued; the mailbox can be counted by it and not be read."""
    return f"capture-letter:{mailbox_hash(address)}:{what}"


def may_write_to(address):
    """Whether this mailbox may get one more letter now; others who ask wait until this transaction ends."""
    hold(f"letters:{mailbox_hash(address)}")
    to_it = Outgoing.objects.filter(key__startswith=letter_key(address, ""), created_at__gt=Now() - timedelta(days=1))
    last_hour = Count("pk", filter=Q(created_at__gt=Now() - timedelta(hours=1)))
    sent = to_it.aggregate(hour=last_hour, day=Count("pk"))
    return sent["hour"] < MOST_AN_HOUR and sent["day"] < MOST_A_DAY


def mailbox_hash(address):
    return salted_hmac("leads.capture.letters", mailbox_of(address), algorithm="sha256").hexdigest()[:24]


def mailbox_of(address):
    """“Ka.Ri+fair@GoogleMail.com” as “kari@gmail.com”: where the letter ends up."""
    local, _at, domain = email_key(address).rpartition("@")
    if domain in GOOGLES:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
