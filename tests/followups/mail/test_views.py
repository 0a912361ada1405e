"""The pages of letters: writing, taking back, reading, templates, one's own mail, and the way out for strangers."""

import re

import pytest
from django.urls import reverse

from followups.mail.addresses import renew_dropbox
from followups.mail.filing import take_in
from followups.mail.opting_out import way_out_of
from followups.mail.sending import send_letter, write_letter
from followups.models import Letter, LetterTemplate, MailAddress, OptOut, Signature
from tests.followups.mail.letters import raw_mail
from timeline.models import Outgoing

pytestmark = pytest.mark.django_db
WORDS = {"act": "send", "to": "kari@nordkyst.example", "subject": "Offer", "body": "Hi {{contact.first_name}}"}


def path_of(name, *args):
    return reverse(f"followups:{name}", args=args)


@pytest.fixture
def letter(deal, kari, cast):
    return write_letter(deal, to="kari@nordkyst.example", subject="Offer", body="Hi", by=cast.alice)


class TestWriting:
    def test_it_is_sent_and_may_be_taken_back(self, as_user, cast, deal, kari):
        page = as_user(cast.alice).post(path_of("deal-write", deal.pk), WORDS, follow=True)
        letter = Letter.objects.get()
        assert (letter.text, page.redirect_chain) == ("Hi Kari", [(f"/deals/{deal.pk}/", 303)])
        assert path_of("letter-withdraw", letter.pk) in page.content.decode()

    def test_a_gap_without_words_keeps_what_was_typed(self, as_user, cast, deal, kari):
        typed = WORDS | {"body": "Our {{deal.product}} is ready"}
        page = as_user(cast.alice).post(path_of("deal-write", deal.pk), typed)
        assert (page.status_code, Letter.objects.count()) == (422, 0)
        assert "Nothing is known for {{deal.product}}" in page.content.decode()
        assert "Our {{deal.product}} is ready" in page.content.decode()

    @pytest.mark.parametrize("missing", ["to", "subject", "body"])
    def test_what_is_missing_is_asked_for(self, as_user, cast, deal, missing):
        assert as_user(cast.alice).post(path_of("deal-write", deal.pk), WORDS | {missing: ""}).status_code == 422

    def test_a_template_fills_it_in_and_sends_nothing(self, as_user, cast, deal, kari, make_template):
        typed = {"act": "fill", "template": make_template("Dear {{contact.first_name}}, {{deal.product}}").pk}
        page = as_user(cast.alice).post(path_of("deal-write", deal.pk), typed)
        assert (page.status_code, Letter.objects.count()) == (200, 0)
        assert "Dear Kari, {{deal.product}}" in page.content.decode()

    def test_an_answer_goes_to_whoever_wrote(self, as_user, cast, deal, letter):
        page = as_user(cast.alice).get(path_of("deal-write", deal.pk), {"answers": letter.pk})
        assert 'value="Re: Offer"' in page.content.decode()
        as_user(cast.alice).post(path_of("deal-write", deal.pk), WORDS | {"answers": letter.pk})
        assert Letter.objects.latest("pk").replies_to == [letter.message_id]

    def test_files_go_along(self, as_user, cast, deal, kari, tmp_path):
        for name in ("offer.pdf", "run.exe"):
            (tmp_path / name).write_bytes(b"%PDF")
        with (tmp_path / "run.exe").open("rb") as file:
            refused = as_user(cast.alice).post(path_of("deal-write", deal.pk), WORDS | {"files": file})
        with (tmp_path / "offer.pdf").open("rb") as file:
            as_user(cast.alice).post(path_of("deal-write", deal.pk), WORDS | {"files": [file]})
        assert refused.status_code == 422
        assert [one.name for one in Letter.objects.get().attachments.all()] == ["offer.pdf"]

    @pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("gus", 403)])
    def test_not_everybody_writes(self, as_user, cast, deal, who, status):
        assert as_user(getattr(cast, who)).post(path_of("deal-write", deal.pk), WORDS).status_code == status


class TestReading:
    def test_a_letter_folds_what_it_quotes(self, as_user, cast, deal, kari):
        dropbox = renew_dropbox(cast.alice, by=cast.alice)
        text = "Yes.\n\nOn Monday at ten, Alice wrote:\n> Do you?"
        mail = raw_mail("alice@tamar.example", f"kari@nordkyst.example, {dropbox}", text=text)
        page = as_user(cast.bob).get(path_of("letter", take_in(mail).pk)).content.decode()
        assert page.index("Yes.") < page.index("Show what it quotes") < page.index("Do you?")

    def test_what_it_says_is_no_mark_up(self, as_user, cast, deal, letter):
        Letter.objects.update(text="<script>x</script>", subject="<b>Offer</b>")
        page = as_user(cast.alice).get(path_of("letter", letter.pk)).content.decode()
        assert "<script>x" not in page
        assert "<b>Offer" not in page

    def test_a_file_is_kept_and_never_shown(self, as_user, cast, deal, kari):
        letter = write_letter(
            deal, to="a@b.example", subject="x", body="y", by=cast.alice, files=[("a.svg.pdf", b"<svg>")]
        )
        answer = as_user(cast.gus).get(path_of("letter-file", letter.attachments.get().pk))
        assert answer.content == b"<svg>"
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        assert answer["Content-Disposition"] == 'attachment; filename="a.svg.pdf"'
        assert as_user(cast.charlie).get(path_of("letter-file", letter.attachments.get().pk)).status_code == 404

    def test_it_is_taken_back_once(self, as_user, cast, letter):
        for _time in range(2):
            as_user(cast.alice).post(path_of("letter-withdraw", letter.pk))
        assert Letter.objects.get().state == "withdrawn"
        assert as_user(cast.alice).get(path_of("letter-withdraw", letter.pk)).status_code == 405

    def test_more_letters_are_no_more_questions(self, as_user, cast, deal, letter, django_assert_max_num_queries):
        client, facts = as_user(cast.alice), {"direction": "in", "deal": deal, "sender": "x@y.example", "text": ""}
        client.get(path_of("deal-letters", deal.pk))
        for number in range(5):
            Letter.objects.create(subject="s", message_id=f"{number}@there", **facts)
        with django_assert_max_num_queries(9):
            client.get(path_of("deal-letters", deal.pk))


class TestTemplates:
    FACTS = {"name": "After the demo", "subject": "Thanks", "body": "Hi {{contact.name}}", "language": "en"}

    @pytest.mark.parametrize(("who", "whose", "owned"), [("mona", "everybody", False), ("alice", "own", True)])
    def test_one_is_kept(self, as_user, cast, who, whose, owned):
        answer = as_user(getattr(cast, who)).post(path_of("mail-template-new"), self.FACTS | {"whose": whose})
        assert answer.status_code == 302
        assert (LetterTemplate.objects.get().owner is not None) == owned

    def test_a_rep_gives_none_to_everybody(self, as_user, cast):
        answer = as_user(cast.alice).post(path_of("mail-template-new"), self.FACTS | {"whose": "everybody"})
        assert (answer.status_code, LetterTemplate.objects.count()) == (422, 0)

    def test_a_rep_changes_none_of_everybodys(self, as_user, cast, make_template):
        path = path_of("mail-template", make_template().pk)
        assert as_user(cast.alice).get(path).status_code == 200
        assert as_user(cast.alice).post(path, self.FACTS | {"whose": "own"}).status_code == 403
        assert (
            as_user(cast.alice).post(path_of("mail-template-retire", LetterTemplate.objects.get().pk)).status_code
            == 403
        )

    def test_a_field_on_no_list_is_refused_with_its_name(self, as_user, cast):
        typed = self.FACTS | {"whose": "everybody", "body": "{{settings.SECRET_KEY}}"}
        page = as_user(cast.mona).post(path_of("mail-template-new"), typed)
        assert page.status_code == 422
        assert "{{settings.SECRET_KEY}} is no field" in page.content.decode()

    def test_two_of_one_name_are_told_apart(self, as_user, cast, make_template):
        make_template(name="After the DEMO")
        page = as_user(cast.mona).post(path_of("mail-template-new"), self.FACTS | {"whose": "everybody"})
        assert page.status_code == 422

    def test_it_is_seen_with_real_facts(self, as_user, cast, deal, kari):
        typed = {"about": f"deal:{deal.pk}", "subject": "x", "body": "**{{contact.first_name}}** {{deal.product}}"}
        page = as_user(cast.alice).post(path_of("mail-preview"), typed).content.decode()
        assert "<strong>Kari</strong>" in page
        assert "<code>deal.product</code>" in page
        assert "Kari" not in as_user(cast.charlie).post(path_of("mail-preview"), typed).content.decode()

    def test_one_is_retired_and_comes_back(self, as_user, cast, make_template):
        template = make_template()
        as_user(cast.mona).post(path_of("mail-template-retire", template.pk))
        assert LetterTemplate.objects.usable_by(cast.mona).count() == 0
        as_user(cast.mona).post(path_of("mail-template-return", template.pk))
        assert LetterTemplate.objects.usable_by(cast.mona).count() == 1


class TestOwnMail:
    def test_the_signature_is_kept(self, as_user, cast):
        as_user(cast.alice).post(path_of("mail-own"), {"phone": "+47 22", "text": "Alice"})
        assert Signature.objects.get().text == "Alice"

    def test_a_dropbox_is_given_and_taken(self, as_user, cast):
        client = as_user(cast.alice)
        for act in ("renew", "renew", "revoke"):
            client.post(path_of("mail-dropbox"), {"act": act})
        assert (MailAddress.objects.count(), MailAddress.objects.valid().count()) == (2, 0)

    @pytest.fixture
    def unfiled(self, cast):
        return take_in(raw_mail("mallory@evil.example", renew_dropbox(cast.alice, by=cast.alice)))

    def test_a_letter_is_filed_by_hand(self, as_user, cast, unfiled, deal):
        client = as_user(cast.alice)
        assert "Re: Offer" in client.get(path_of("mail-unfiled")).content.decode()
        assert client.post(path_of("letter-to-file", unfiled.pk), {"about": "deal:0"}).status_code == 422
        client.post(path_of("letter-to-file", unfiled.pk), {"about": f"deal:{deal.pk}"})
        assert Letter.objects.get().deal == deal

    def test_nobody_else_files_it(self, as_user, cast, unfiled, deal):
        answer = as_user(cast.mona).post(path_of("letter-to-file", unfiled.pk), {"about": f"deal:{deal.pk}"})
        assert answer.status_code == 404


class TestTheWayOut:
    @pytest.fixture
    def link(self, deal, kari, make_template):
        way = way_out_of(send_letter(make_template(), about=deal, key="1"))
        return way.partition("8000")[2]

    def test_a_button_and_no_link_stops_letters(self, client, link):
        assert "kari@nordkyst.example" in client.get(link).content.decode()
        assert OptOut.objects.count() == 0
        for _time in range(2):
            assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert OptOut.objects.get().address == "kari@nordkyst.example"

    def test_a_forged_link_stops_nothing(self, client, link):
        assert client.post(link[:-3] + "x/").status_code == 410
        assert OptOut.objects.count() == 0

    def test_they_may_want_letters_again(self, client, link, as_user, cast, deal):
        client.post(link)
        page = as_user(cast.alice).get(path_of("deal-letters", deal.pk)).content.decode()
        assert "wants no letters from templates or sequences" in page
        as_user(cast.alice).post(path_of("deal-letters-again", deal.pk))
        assert OptOut.objects.count() == 0


def test_nothing_is_sent_by_looking(as_user, cast, deal, letter):
    as_user(cast.alice).get(path_of("deal-letters", deal.pk))
    assert Outgoing.objects.count() == 1


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("who", ["alice", "mona", "ada"])
def test_the_menu_beside_templates_leads_only_where_one_may_go(as_user, cast, who):
    client = as_user(getattr(cast, who))
    page = client.get(path_of("mail-templates")).content.decode()
    menu = re.search(r'<nav class="snav".*?</nav>', page, re.DOTALL)[0]
    addresses = re.findall(r'href="([^"]+)"', menu)
    assert path_of("sequences") in addresses
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
