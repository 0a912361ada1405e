"""Links open for whoever has them, until they are closed; all others find the same nothing, and no token is kept."""

import hashlib
import logging
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from config.logs import configure_logs
from proposals.actions.stopping import withdraw_version
from proposals.links.actions import give_again, give_link, revoke_link
from proposals.links.tokens import new_token
from proposals.models import ExpiryReminder, Link, LinkKey
from tests.proposals.buyer.conftest import accept, browser, words
from timeline.models import Event, MailboxMessage, Outgoing
from timeline.outgoing import send_waiting

pytestmark = pytest.mark.django_db
PAGES = ("", "code/", "seen/", "logo/", "paper/", "signed/", "certificate/", "ask/", "decline/")


def test_a_link_opens_with_its_token_of_256_bits_and_only_the_hash_is_kept(offer, buyer):
    assert buyer.get(offer.url).status_code == 200
    assert len(offer.token) == 43
    assert new_token() != new_token()
    key = offer.link.keys.get()
    assert key.token_hash == hashlib.sha256(offer.token.encode()).hexdigest()


def test_it_stands_until_the_last_day_is_over_for_whoever_sells(offer):
    local = offer.link.expires_at.astimezone(timezone.get_default_timezone())
    assert (local - timedelta(seconds=1)).date() == offer.version.valid_until


def dead_links(offer, cast):
    """The url of a link of each kind that does not open."""
    one, two = [
        give_link(offer.version, offer.deal.contact, by=cast.alice)[len("http://127.0.0.1:8000") :] for _ in "12"
    ]
    expired, revoked = Link.objects.order_by("-pk")[:2]
    Link.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoke_link(revoked, by=cast.alice)
    tampered = offer.url.replace(offer.token, offer.token[:-1] + ("A" if offer.token[-1] != "A" else "B"))
    return [one, two, tampered, f"/p/{new_token()}/", "/p/1/", "/p/../"[:3] + "é/"]


@pytest.mark.parametrize("page", PAGES)
def test_what_does_not_open_is_the_same_nothing_byte_for_byte(offer, cast, page):
    answers = [browser().get(url + page) for url in dead_links(offer, cast)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    heads = [{name: value for name, value in answer.items() if name != "Expires"} for answer in answers]  # the second
    assert all(head == heads[0] for head in heads)
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("page", ["sign/", "accept/", "decline/", "ask/", "code/", "seen/"])
def test_nothing_can_be_sent_to_it_either(offer, cast, page):
    answers = [browser().post(url + page, {"reason": "x"}) for url in dead_links(offer, cast)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_no_time_tells_them_apart(offer, cast):
    """All of them ask the database the same one question, which finds no row."""
    client, asked = browser(), []
    for url in dead_links(offer, cast):
        client.get(url)
        times = []
        for _time in range(9):
            before = perf_counter()
            client.get(url)
            times.append(perf_counter() - before)
        asked.append(median(times))
    assert max(asked) < 3 * min(asked)


def test_withdrawn_ones_do_not_open(offer, cast, buyer):
    withdraw_version(offer.version, by=cast.alice)
    assert buyer.get(offer.url).status_code == 404


def test_a_revoked_link_reminds_nobody(offer, cast):
    assert offer.link.reminders.pending().count() == 2
    revoke_link(offer.link, by=cast.alice)
    revoke_link(offer.link, by=cast.alice)
    assert set(offer.link.reminders.values_list("state", flat=True)) == {ExpiryReminder.State.CANCELLED}
    assert Event.objects.filter(verb="proposal.link_revoked").count() == 1


def test_a_new_address_opens_the_same_link_and_the_old_one_stays(offer, cast, buyer):
    again = give_again(offer.link, by=cast.alice).removeprefix("http://127.0.0.1:8000")
    assert again != offer.url
    assert [buyer.get(url).status_code for url in (offer.url, again)] == [200, 200]
    revoke_link(offer.link, by=cast.alice)
    assert [buyer.get(url).status_code for url in (offer.url, again)] == [404, 404]
    with pytest.raises(ValidationError, match="not open any more"):
        give_again(offer.link, by=cast.alice)


def test_a_draft_has_no_links(draft, deal, cast):
    with pytest.raises(ValidationError, match="Only a proposal that was sent"):
        give_link(draft, deal.contact, by=cast.alice)


def test_pages_are_kept_by_nobody_and_name_themselves_nowhere(offer, buyer):
    page = buyer.get(offer.url)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in page["Cache-Control"]
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy
    assert "http" not in policy
    cookie = page.cookies["offer-device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/p/", True, "Lax")


def test_who_tries_many_waits(offer, buyer):
    answers = {buyer.get(f"/p/{new_token()}/").status_code for _time in range(100)}
    assert answers == {404, 429}
    assert buyer.get(offer.url).status_code == 429
    assert "asked very often" in words(buyer.get(offer.url))


def every_text(table_rows):
    return " ".join(str(row) for row in table_rows)


def test_tokens_are_in_no_table_and_no_log(draft, deal, cast, capsys, caplog, settings):
    """The whole way: sent by mail, opened, accepted, copied again; then every column of every table is read."""
    from tests.proposals.buyer.conftest import sent

    settings.MAILERS = {"default": {"BACKEND": "timeline.mail.MailboxBackend"}}
    configure_logs()
    version = sent(draft, cast.alice)
    before = whole_database()
    send_waiting()
    letter = MailboxMessage.objects.get(recipients__contains=["kari@nordkyst.example"])
    mailed = letter.words.partition("/p/")[2].partition("/")[0]
    copied = give_again(Link.objects.get(version=version), by=cast.alice).split("/")[-2]
    with caplog.at_level(logging.DEBUG):
        buyer = browser()
        for token in (mailed, copied):
            assert buyer.get(f"/p/{token}/?in=fa").status_code == 200
            buyer.get(f"/p/{token}/nothing-here/")
            buyer.put(f"/p/{token}/sign/")
        class_of = type("Offer", (), {"url": f"/p/{copied}/"})
        accept(buyer, class_of)
    written = "".join(capsys.readouterr()) + "".join(discreet_lines(caplog))
    dump = before + whole_database()
    for token in (mailed, copied):
        assert len(token) == 43
        assert token not in dump
        assert token not in written
    assert "/p/…/" in written
    assert "kariz-sealed" in before
    assert Outgoing.objects.filter(payload__text__contains="kariz-sealed", sent_at__isnull=False).count() == 0
    assert LinkKey.objects.count() == 2


def discreet_lines(caplog):
    """What the handler of the house would write of these records."""
    from config.logs import Discreet

    for record in caplog.records:
        Discreet().filter(record)
        yield record.getMessage() + "\n"


def whole_database():
    """Every value of every table as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        values = []
        for table in tables:
            cursor.execute(f"SELECT row::text FROM {table} row")
            values.append(every_text(cursor.fetchall()))
    return " ".join(values)
