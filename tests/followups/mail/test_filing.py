"""What comes in is filed with the right deal, once; what is not from whom it says waits for a person."""

import pytest

from followups.mail.addresses import renew_dropbox, reply_address, revoke_dropbox
from followups.mail.filing import discard_letter, file_letter, take_in
from followups.mail.sending import write_letter
from followups.models import Letter, MailAddress, Notification
from leads.models import Contact
from tests.followups.conftest import make_deal, make_lead
from tests.followups.mail.letters import raw_mail, report_of
from timeline.models import Event

pytestmark = pytest.mark.django_db
KARI = "Kari Solheim <kari@nordkyst.example>"


def verbs():
    return list(Event.objects.filter(verb__startswith="letter.").order_by("pk").values_list("verb", flat=True))


class TestByTheAddressOfADeal:
    def test_an_answer_is_filed_and_its_owner_told(self, deal, kari, cast):
        letter = take_in(raw_mail(KARI, reply_address(deal), files=[("signed.pdf", b"%PDF")]))
        assert (letter.deal, letter.contact, letter.direction) == (deal, kari, "in")
        assert [file.name for file in letter.attachments.all()] == ["signed.pdf"]
        event = Event.objects.get()
        assert (event.verb, event.subject, event.details["sender"]) == (
            "letter.received", f"deal:{deal.pk}", "Kari Solheim",
        )  # fmt: skip
        assert Notification.objects.get().text == "Kari Solheim wrote: Re: Offer"

    def test_the_same_mail_is_one_letter(self, deal, kari):
        raw = raw_mail(KARI, reply_address(deal))
        assert take_in(raw) == take_in(raw)
        assert verbs() == ["letter.received"]

    def test_the_server_may_say_to_whom_it_came(self, deal, kari):
        assert take_in(raw_mail(KARI, "someone@else.example"), envelope=[reply_address(deal)]).deal == deal
        assert take_in(raw_mail(KARI, "a@b.example", subject="2", Delivered_To=reply_address(deal))).deal == deal

    def test_a_revoked_address_takes_nothing(self, deal, kari):
        to = reply_address(deal)
        MailAddress.objects.update(revoked_at="2026-01-01T00:00Z")
        assert take_in(raw_mail(KARI, to)) is None

    def test_a_colleague_who_copies_it_in_has_written(self, deal, kari, cast):
        proof = {"Authentication_Results": "mx.tamar.example; spf=pass; dmarc=pass"}
        letter = take_in(raw_mail("alice@tamar.example", "kari@nordkyst.example", Cc=reply_address(deal), **proof))
        assert (letter.direction, letter.user, letter.recipients) == ("out", cast.alice, ["kari@nordkyst.example"])
        assert verbs() == ["letter.sent"]

    @pytest.mark.parametrize("heads", [{}, {"Authentication_Results": "mx; dmarc=fail; spf=pass"}])
    def test_what_only_says_to_be_from_a_colleague_waits_with_them(self, deal, kari, cast, heads):
        letter = take_in(raw_mail("alice@tamar.example", reply_address(deal), **heads))
        assert (letter.about, letter.user, letter.is_doubtful) == (None, cast.alice, True)
        assert verbs() == []

    def test_an_automatic_answer_is_no_answer(self, deal, kari):
        assert take_in(raw_mail(KARI, reply_address(deal), Auto_Submitted="auto-replied")).is_automatic
        assert verbs() == ["letter.answered_by_machine"]

    def test_a_lead_is_answered_to_as_well(self, lead, cast):
        letter = take_in(raw_mail("mwana@dar.example", reply_address(lead)))
        assert (letter.lead, letter.deal) == (lead, None)

    def test_what_answers_a_lead_that_is_a_deal_now_goes_there(self, lead, deal):
        to = reply_address(lead)
        lead.status = "converted"
        lead.save()
        deal.lead = lead
        deal.save()
        assert take_in(raw_mail("mwana@dar.example", to)).deal == deal


class TestByTheDropbox:
    @pytest.fixture
    def dropbox(self, cast):
        return renew_dropbox(cast.alice, by=cast.alice)

    def test_what_a_person_copies_in_they_wrote(self, dropbox, deal, kari, cast):
        letter = take_in(raw_mail("alice@tamar.example", "Kari@Nordkyst.example", Bcc=dropbox), envelope=[dropbox])
        assert (letter.deal, letter.direction, letter.user) == (deal, "out", cast.alice)

    def test_what_they_forward_was_written_to_them(self, dropbox, deal, kari):
        text = "See below\n\n---------- Forwarded message ---------\nFrom: Kari Solheim <kari@nordkyst.example>\n\nYes"
        letter = take_in(raw_mail("alice@tamar.example", dropbox, text=text))
        assert (letter.deal, letter.direction, letter.sender) == (deal, "in", "kari@nordkyst.example")

    def test_people_of_the_buying_committee_are_known(self, dropbox, deal, cast):
        ole = Contact.objects.create(name="Ole", email="ole@nordkyst.example", company=deal.company)
        deal.committee.create(contact=ole, role="champion")
        letter = take_in(raw_mail("alice@tamar.example", f"ole@nordkyst.example, {dropbox}"))
        assert (letter.deal, letter.contact) == (deal, ole)

    def test_a_lead_is_found_where_there_is_no_deal(self, dropbox, cast):
        lead = make_lead(cast.alice, email="mwana@dar.example")
        assert take_in(raw_mail("alice@tamar.example", f"mwana@dar.example, {dropbox}")).lead == lead

    def test_two_deals_of_one_person_are_for_a_person_to_tell_apart(self, dropbox, deal, kari, demo, cast):
        make_deal(demo, cast.alice, "Second", contact=kari)
        letter = take_in(raw_mail("alice@tamar.example", f"kari@nordkyst.example, {dropbox}"))
        assert (letter.about, letter.user, letter.is_doubtful) == (None, cast.alice, False)
        assert Notification.objects.get(user=cast.alice).url == "/mail/unfiled/"

    def test_nobody_reaches_a_deal_they_may_not_see(self, demo, kari, cast):
        dropbox = renew_dropbox(cast.charlie, by=cast.charlie)
        letter = take_in(raw_mail("charlie@tamar.example", f"kari@nordkyst.example, {dropbox}"))
        assert (letter.about, letter.user) == (None, cast.charlie)

    @pytest.mark.parametrize(
        ("sender", "heads"),
        [
            ("mallory@evil.example", {}),
            ("alice@tamar.example", {"Authentication_Results": "mx.tamar.example; spf=fail; dkim=none"}),
            ("alice@tamar.example", {"Authentication_Results": "mx.tamar.example; dkim=pass; dmarc=fail"}),
        ],
    )
    def test_what_is_not_from_its_person_is_doubtful(self, dropbox, deal, kari, sender, heads):
        letter = take_in(raw_mail(sender, f"kari@nordkyst.example, {dropbox}", **heads))
        assert (letter.about, letter.is_doubtful) == (None, True)
        assert verbs() == []

    def test_only_our_own_server_says_who_is_true(self, dropbox, deal, kari, inbound):
        inbound["checked_by"] = "mx.tamar.example"
        heads = {"Authentication_Results": "evil.example; dmarc=fail"}
        assert take_in(raw_mail("alice@tamar.example", f"kari@nordkyst.example, {dropbox}", **heads)).deal == deal

    def test_an_ended_address_takes_nothing(self, dropbox, deal, kari, cast):
        revoke_dropbox(cast.alice, by=cast.alice)
        assert take_in(raw_mail("alice@tamar.example", f"kari@nordkyst.example, {dropbox}")) is None
        assert take_in(raw_mail("alice@tamar.example", renew_dropbox(cast.alice, by=cast.alice))) is not None

    def test_unfiled_mail_is_its_persons_alone_until_it_is_filed(self, dropbox, deal, kari, cast):
        letter = take_in(raw_mail("mallory@evil.example", dropbox))
        seen = [Letter.objects.visible_to(one).count() for one in (cast.alice, cast.mona, cast.ada)]
        assert seen == [1, 0, 0]
        file_letter(letter, about=deal, by=cast.alice)
        file_letter(letter, about=make_lead(cast.alice), by=cast.alice)
        letter.refresh_from_db()
        assert (letter.deal, verbs()) == (deal, ["letter.received"])
        assert Letter.objects.visible_to(cast.mona).count() == 1

    def test_what_nobody_wants_is_thrown_away(self, dropbox, cast):
        discard_letter(take_in(raw_mail("mallory@evil.example", dropbox)), by=cast.alice)
        assert Letter.objects.count() == 0


class TestByWhatItAnswers:
    @pytest.fixture
    def sent(self, deal, kari, cast):
        return write_letter(deal, to="kari@nordkyst.example", subject="Offer", body="Hi", by=cast.alice)

    def test_an_answer_finds_its_letter(self, sent, deal):
        assert take_in(raw_mail(KARI, "kariz@in.tamar.example", In_Reply_To=f"<{sent.message_id}>")).deal == deal
        chain = f"<{sent.message_id}> <later@there>"
        assert take_in(raw_mail(KARI, "k@in.tamar.example", subject="2", References=chain)).deal == deal

    def test_a_stranger_does_not(self, sent):
        assert take_in(raw_mail("eve@evil.example", "k@in.tamar.example", In_Reply_To=f"<{sent.message_id}>")) is None

    def test_mail_that_is_nobodys_is_not_kept(self, deal):
        assert take_in(raw_mail(KARI, "kariz@in.tamar.example")) is None


class TestBounces:
    @pytest.fixture
    def sent(self, deal, kari, cast):
        return write_letter(deal, to="kari@nordkyst.example", subject="Offer", body="Hi", by=cast.alice)

    @pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
    def test_a_letter_that_came_back_says_so_once(self, sent, cast, kind):
        for _time in range(2):
            take_in(report_of(sent, kind=kind))
        sent.refresh_from_db()
        assert (sent.state, sent.bounce_reason) == ("bounced", "550 5.1.1 No such user here")
        assert verbs() == ["letter.sent", "letter.bounced"]
        words = "Your letter “Offer” did not reach kari@nordkyst.example: 550 5.1.1 No such user here"
        assert Notification.objects.get().text == words

    def test_one_that_is_only_late_is_not_lost(self, sent):
        take_in(report_of(sent, action="delayed"))
        sent.refresh_from_db()
        assert sent.bounced_at is None

    def test_a_report_of_somebody_elses_letter_is_nothing(self, sent):
        assert take_in(report_of(Letter(message_id="other@there"))) is None
