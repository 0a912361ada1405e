"""Of a deal in the bin no page, list, search, report, program or buyer knows, and nothing goes out in its name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord, BinnedRow
from accounts.search.queries import search
from followups.actions.reminders import claim_due_reminders
from followups.mail.addresses import reply_address
from followups.mail.filing import held_by, take_in
from followups.models import Letter, MailAddress, Nudge, Reminder
from followups.rules.nudging import nudges_for
from followups.sequences.running import claim_due_runs
from pipeline.actions.editing import edit_deal
from pipeline.models import Deal
from pipeline.points.actions import add_point, add_rival, drop_point, drop_rival
from proposals.actions.making import make_proposal, make_version
from proposals.actions.stopping import delete_draft
from proposals.models import Version
from tests.access import address_of
from tests.access_table import TABLE
from tests.followups.mail.letters import raw_mail
from tests.hanging import care, hang, letters, promises
from tests.proposals.buyer.conftest import offer, version  # noqa: F401 (fixtures)
from tests.proposals.conftest import deal, draft, template  # noqa: F401 (fixtures)
from tests.world import MARK

pytestmark = pytest.mark.django_db
ON_A_DEAL = {"deal", "event", "follow_up", "offered", "buyer_link", "buyer_question", "deal_letter", "letter_file"}
ON_A_DEAL |= {"sequence_run", "file"}
TITLE = f"{MARK} telemetry"
KARI = "Kari Solheim <kari@nordkyst.example>"
LATE = timezone.now() - timedelta(hours=1)


def as_seen_by(user):
    client = Client()
    client.force_login(user)
    return client


def bring_back(by):
    return restore(list(BinnedRecord.objects.all()), by=by)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "mona", "ada", "gus"])
def test_everything_that_hung_on_it_is_not_found(cast, world, who):
    client, found = as_seen_by(getattr(cast, who)), []
    throw_away([world["deal"]], by=cast.alice)
    for name, rule in TABLE.items():
        if rule.of in ON_A_DEAL and not rule.reason:
            url = address_of(name, rule, world)
            answer = client.get(url) if "GET" in rule.methods else client.post(url)
            found += [] if answer.status_code == 404 else [(url, answer.status_code)]
    assert found == []


def test_no_page_names_it(cast, world):
    throw_away([world["deal"]], by=cast.alice)
    client, named = as_seen_by(cast.ada), []
    for name, rule in TABLE.items():
        if rule.of not in ON_A_DEAL and "GET" in rule.methods and name != "accounts:bin":
            answer = client.get(address_of(name, rule, world))
            assert answer.status_code < 500, name
            is_page = not answer.streaming and "text" in answer.headers.get("Content-Type", "")
            named += [name] if is_page and TITLE in answer.text else []
    assert named == []
    assert TITLE in client.get("/bin/").text


def test_no_search_finds_it_nor_what_was_written_on_it(cast, world):
    throw_away([world["deal"]], by=cast.alice)
    for text in ("telemetry", "Mirabilis offer", "P-Mirabilis"):
        kinds = {group.kind.key for group in search(text, cast.ada).groups}
        assert kinds & {"deal", "note", "letter", "proposal"} == set(), text
    bring_back(cast.alice)
    assert {group.kind.key for group in search(MARK, cast.ada).groups} >= {"deal", "note", "letter", "proposal"}


def test_the_buyers_link_opens_no_more_and_opens_again(cast, offer):  # noqa: F811 - the fixture imported above
    buyer, before = Client(), Client().get(offer.url)
    assert before.status_code == 200
    throw_away([offer.deal], by=cast.alice)
    gone, unknown = buyer.get(offer.url), buyer.get(offer.url.replace(offer.token, "x" * len(offer.token)))
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.text == unknown.text
    bring_back(cast.alice)
    assert buyer.get(offer.url).status_code == 200


def test_nothing_goes_out_in_its_name(cast, board, make_deal):
    laden = hang(make_deal(cast.alice, board.demo), cast.alice, [promises, letters, care])
    Reminder.objects.update(due_at=LATE)
    laden.sequence_runs.update(next_at=LATE)
    laden.sequence_runs.get().sequence.__class__.objects.update(is_on=True)
    throw_away([laden], by=cast.alice)
    assert (claim_due_reminders(), claim_due_runs()) == ([], [])
    assert list(nudges_for(cast.ada, team=True)) == []
    bring_back(cast.alice)
    assert (len(claim_due_reminders()), len(claim_due_runs()), Nudge.objects.count()) == (1, 1, 1)


class TestLettersThatCome:
    @pytest.fixture(autouse=True)
    def inbound(self, settings):
        settings.INBOUND = settings.INBOUND | {"address": "kariz+{token}@in.tamar.example"}

    def test_an_answer_waits_with_whoever_had_the_deal(self, cast, board, make_deal):
        sale = make_deal(cast.alice, board.demo)
        address = reply_address(sale)
        throw_away([sale], by=cast.mona)
        letter = take_in(raw_mail(KARI, address))
        assert (letter.about, letter.user, letter.direction) == (None, cast.alice, "in")
        bring_back(cast.mona)
        assert take_in(raw_mail(KARI, address, subject="Once more")).deal == Deal.objects.get()
        assert MailAddress.objects.count() == 1

    def test_an_answer_without_the_address_does_too(self, cast, board, make_deal):
        sale = make_deal(cast.alice, board.demo)
        Letter.objects.create(
            deal=sale, direction="out", sender="a@k", recipients=["kari@nordkyst.example"], subject="Offer", text="",
            message_id="offer@kariz",
        )  # fmt: skip
        throw_away([sale], by=cast.alice)
        assert take_in(raw_mail(KARI, "alice@tamar.example", In_Reply_To="<offer@kariz>")).user == cast.alice

    def test_what_answers_nothing_is_still_nobodys(self, cast):
        assert take_in(raw_mail(KARI, f"kariz+{'0' * 24}@in.tamar.example")) is None

    def test_it_is_found_by_its_indexes_among_many(self, cast, board, make_deal):
        throw_away([make_deal(cast.alice, board.demo)], by=cast.alice)
        facts = {"binned": BinnedRecord.objects.get(), "place": 0}
        many = [
            BinnedRow(model=model, key=f"x{number}", row={name: f"{number}@x"}, **facts)
            for model, name in (("followups.letter", "message_id"), ("followups.mailaddress", "token"))
            for number in range(3000)
        ]
        BinnedRow.objects.bulk_create(many)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE accounts_binnedrow")
        plan = held_by(["7@x", "8@x"], ["9@x"]).explain()
        assert "Bitmap Index Scan on bin_letter" in plan, plan
        assert "Bitmap Index Scan on bin_mail_address" in plan, plan
        assert held_by(["7@x"], ["9@x"]).count() == 2


class TestWhatLiesThereByItself:
    """Points, competitors and drafts are seen in the bin by whoever sees their deal today."""

    def seen(self, cast):
        names = ("alice", "bob", "charlie", "mona", "ada", "gus")
        return {name for name in names if BinnedRecord.objects.visible_to(getattr(cast, name)).exists()}

    @pytest.fixture(params=["point", "rival", "proposal", "version"])
    def sale(self, request, cast, board, make_deal, template):  # noqa: F811 - the fixture imported above
        sale = make_deal(cast.alice, board.demo)
        match request.param:
            case "point":
                drop_point(add_point(sale, kind="pain", text="Claims", by=cast.alice), by=cast.alice)
            case "rival":
                drop_rival(add_rival(sale, name="Movo", by=cast.alice), by=cast.alice)
            case "proposal":
                delete_draft(make_proposal(sale, template, by=cast.alice), by=cast.alice)
            case "version":
                first = make_proposal(sale, template, by=cast.alice)
                Version.objects.update(state="sent", sent_at=timezone.now())
                delete_draft(make_version(Version.objects.get(pk=first.pk), by=cast.alice), by=cast.alice)
        return sale

    def test_it_goes_with_the_deal_to_another_team_and_back(self, cast, sale):
        before = self.seen(cast)
        assert before == {"alice", "bob", "mona", "ada", "gus"}
        edit_deal(sale, owner=cast.charlie, by=cast.ada)
        assert self.seen(cast) == {"charlie", "ada"}
        assert "Restore" in as_seen_by(cast.charlie).get("/bin/").text
        edit_deal(Deal.objects.get(), owner=cast.alice, by=cast.ada)
        assert self.seen(cast) == before

    def test_whoever_has_the_deal_now_restores_it(self, cast, sale):
        edit_deal(sale, owner=cast.charlie, by=cast.ada)
        ids = {"ids": BinnedRecord.objects.get().pk}
        as_seen_by(cast.alice).post("/bin/restore/", ids)
        assert BinnedRecord.objects.exists()
        as_seen_by(cast.charlie).post("/bin/restore/", ids)
        assert not BinnedRecord.objects.exists()
