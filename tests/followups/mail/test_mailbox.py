"""The mailbox is read every minute: each mail once, whatever dies in between, and no broken one stands in the way."""

import pytest
from django.db import DataError, connection, connections

from followups.mail import mailbox
from followups.mail.addresses import reply_address
from followups.mail.mailbox import alone, read_mailbox
from followups.models import Letter
from tests.followups.mail.letters import raw_mail

pytestmark = pytest.mark.django_db


def flags(imap):
    return [sorted(one.flags) for one in imap.folders["INBOX"]]


def test_what_is_new_is_filed_and_marked_as_read(imap, deal, kari):
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal)))
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal), subject="Old"), flags=["\\Seen"])
    assert read_mailbox() == 1
    assert (Letter.objects.get().subject, flags(imap)) == ("Re: Offer", [["\\Seen"], ["\\Seen"]])
    assert read_mailbox() == 0


def test_what_was_read_may_be_put_away(imap, deal, kari, settings):
    settings.INBOUND["done_folder"] = "Done"
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal)))
    read_mailbox()
    assert [len(imap.folders[name]) for name in ("INBOX", "Done")] == [0, 1]


def test_who_dies_before_it_is_marked_finds_the_same_letter_again(imap, deal, kari):
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal)))
    imap.hangs_up_at = "UID STORE"
    with pytest.raises(Exception, match="EOF|abort|closed"):
        read_mailbox()
    imap.hangs_up_at = None
    assert (read_mailbox(), Letter.objects.count(), flags(imap)) == (1, 1, [["\\Seen"]])


def test_one_that_is_too_large_stands_in_nobodys_way(imap, deal, kari, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST_MAIL", 1000)
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal), text="x" * 2000))
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal), subject="Small"))
    assert read_mailbox() == 2
    assert (Letter.objects.get().subject, flags(imap)) == ("Small", [["\\Flagged"], ["\\Seen"]])


def test_letters_no_database_keeps_stand_in_nobodys_way(imap, deal, kari):
    address = reply_address(deal).encode()
    for subject in (b"a\x00b", b"=?utf-8?q?a=00b?=", b"=?utf-8?q?a=ED=A0=80b?="):
        ids = b"Message-ID: <" + subject + b"\x00@c.example>\r\nReferences: <\x00@c.example>\r\n"
        imap.deliver(
            b"From: K\x00ari <kari@nordkyst.example>\r\nTo: " + address + b"\r\n" + ids + b"Subject: " + subject
            + b"\r\nContent-Type: text/html; charset=utf-7\r\n\r\n<p>one+2AA-</p>\x00"
        )  # fmt: skip
    imap.deliver(raw_mail("kari@nordkyst.example", address.decode(), subject="Good"))
    assert read_mailbox() == 4
    assert (flags(imap), Letter.objects.count()) == ([["\\Seen"]] * 4, 4)


def test_what_the_database_refuses_waits_for_a_person(imap, deal, kari, monkeypatch):
    def refuse(_raw):
        raise DataError

    monkeypatch.setattr(mailbox, "take_in", refuse)
    imap.deliver(raw_mail("kari@nordkyst.example", reply_address(deal)))
    assert (read_mailbox(), flags(imap)) == (1, [["\\Flagged"]])


def test_nobody_reads_it_where_it_is_not_set_up(db):
    assert read_mailbox() == 0


@pytest.mark.django_db(transaction=True)
def test_only_one_reads_at_a_time(imap):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(mailbox.LOCK)
            assert (read_mailbox(), imap.commands) == (0, [])
            cursor.execute(mailbox.UNLOCK)
        with alone() as is_alone:
            assert is_alone
    finally:
        other.close()
    assert connection.is_usable()
