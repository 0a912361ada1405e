"""Reading the mailbox every minute: each mail is filed and committed before the server is told that it was read.

Whoever dies in between finds the mail again, and it is the same letter by its Message-ID.
"""

import logging
import re
import ssl
import time
from contextlib import contextmanager, suppress
from imaplib import IMAP4

from django.conf import settings
from django.db import DatabaseError, DataError, connection
from imap_tools import MailBox, MailBoxUnencrypted

from followups.mail.filing import take_in

LARGEST_MAIL = 30 * 1024 * 1024
SECONDS = 45
TIMEOUT = 15
NEW = "UNSEEN UNFLAGGED"
LOCK = "SELECT pg_try_advisory_lock(hashtextextended('followups.mail.mailbox', 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('followups.mail.mailbox', 0))"
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

log = logging.getLogger("kariz.mail")


def read_mailbox(seconds=SECONDS):
    """File what is new in the mailbox, for at most so many seconds; returns how many mails were read.

    Two at once do no harm: the second goes home.
    """
    if not settings.INBOUND["host"]:
        return 0
    with alone() as is_alone:
        return read_on(seconds) if is_alone else 0


@contextmanager
def alone():
    """Whether nobody else reads the mailbox now; ends with the connection, whatever becomes of us."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        [is_alone] = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK)


def read_on(seconds):
    until, read = time.monotonic() + seconds, 0
    with signed_in() as mailbox:
        for uid in mailbox.uids(NEW):
            if time.monotonic() > until:
                break
            read_one(mailbox, uid)
            read += 1
    return read


@contextmanager
def signed_in():
    """The mailbox, signed in; its line is closed whatever happens on it."""
    mailbox, inbound = line(), settings.INBOUND
    try:
        yield mailbox.login(inbound["user"], inbound["password"], inbound["folder"])
        mailbox.logout()
    finally:
        with suppress(OSError, IMAP4.error):
            mailbox.client.shutdown()


def line():
    inbound = settings.INBOUND
    if inbound["use_tls"]:
        context = ssl.create_default_context()  # the library's own would trust any certificate
        return MailBox(inbound["host"], inbound["port"], timeout=TIMEOUT, ssl_context=context)
    return MailBoxUnencrypted(inbound["host"], inbound["port"], timeout=TIMEOUT)


def read_one(mailbox, uid):
    """File one mail; what cannot be read is flagged for a person and stands in nobody's way."""
    try:
        if size_of(mailbox, uid) <= LARGEST_MAIL:
            take_in(raw_of(mailbox, uid))
            return done(mailbox, uid)
    except DataError as error:  # the mail's fault, unlike any other trouble of a database
        note(uid, error)
    except (DatabaseError, IMAP4.error, OSError):
        raise  # not the mail's fault: it waits
    except Exception as error:
        note(uid, error)
    return mailbox.flag(uid, "\\Flagged", True)


def note(uid, error):
    log.exception("Mail %s could not be filed: %s", uid, type(error).__name__)


def size_of(mailbox, uid):
    _status, [answer, *_rest] = mailbox.client.uid("FETCH", uid, "(RFC822.SIZE)")
    found = SIZE.search(answer or b"")
    return int(found[1]) if found else 0


def raw_of(mailbox, uid):
    _status, answer = mailbox.client.uid("FETCH", uid, "(BODY.PEEK[])")
    return next(part[1] for part in answer if isinstance(part, tuple))


def done(mailbox, uid):
    """Mark it as read, and move it out of the way where the settings name a folder."""
    mailbox.flag(uid, "\\Seen", True)
    if folder := settings.INBOUND["done_folder"]:
        mailbox.move(uid, folder)
