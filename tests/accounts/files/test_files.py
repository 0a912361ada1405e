"""Files of records: kept in pieces, served to be kept, seen by who sees the record, removed and brought back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client

from accounts.files import actions
from accounts.models import FilePiece, StoredFile
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo)


@pytest.fixture
def plan(cast, deal):
    return actions.add_file(deal, upload=upload(), by=cast.alice)


def upload(name="Depot plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "text/html")


def address(kept, act=""):
    return f"/files/{kept.key}/{act}"


class TestAdding:
    def test_several_at_once(self, cast, deal, as_user):
        sent = {"files": [upload(), upload("table.csv", b"a;b")]}
        answer = as_user(cast.alice).post(f"/files/deal/{deal.pk}/", sent)
        assert answer["Location"] == f"/deals/{deal.pk}/#files"
        assert sorted(StoredFile.objects.values_list("name", "kind")) == [
            ("Depot plan.pdf", "pdf"),
            ("table.csv", "csv"),
        ]
        assert "added the file <b>table.csv</b>" in timeline_of(deal, cast.bob)[0].sentence

    def test_a_script_hears_what_was_refused_and_why(self, cast, deal, as_user):
        sent = {"files": [upload(), upload("tool.exe", b"MZ\x90\0")]}
        answer = as_user(cast.alice).post(
            f"/files/deal/{deal.pk}/", sent, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert answer.json() == {"refused": ["“tool.exe” is of a kind that is not taken here: put it into a ZIP file."]}
        assert StoredFile.objects.count() == 1

    def test_too_large_and_empty(self, cast, deal, as_user, settings):
        settings.LARGEST_FILE = 1024 * 1024
        sent = {"files": [upload(content=PDF * 10_000), upload("none.txt", b"")]}
        page = as_user(cast.alice).post(f"/files/deal/{deal.pk}/", sent, follow=True).text
        assert "“Depot plan.pdf” is larger than 1 MB." in page
        assert "“none.txt” is empty." in page
        assert StoredFile.objects.count() == 0

    def test_nothing_chosen(self, cast, deal, as_user):
        assert "Choose a file first." in as_user(cast.alice).post(f"/files/deal/{deal.pk}/", follow=True).text

    def test_a_large_one_is_kept_in_pieces(self, cast, deal, as_user):
        large = TemporaryUploadedFile("large.pdf", "application/pdf", 0, None)
        large.write(PDF + b"y" * (3 * actions.PIECE))
        large.size = len(PDF) + 3 * actions.PIECE
        kept = actions.add_file(deal, upload=large, by=cast.alice)
        assert [len(piece.content) for piece in kept.pieces.all()] == [actions.PIECE] * 3 + [len(PDF)]
        answer = as_user(cast.alice).get(address(kept))
        assert b"".join(answer) == PDF + b"y" * (3 * actions.PIECE)

    @pytest.mark.parametrize("kind", ["lead", "company", "contact"])
    def test_other_records_carry_files_too(self, cast, world, as_user, kind):
        assert as_user(cast.alice).post(f"/files/{kind}/{world[kind].pk}/", {"files": upload()}).status_code == 303
        page = as_user(cast.bob).get(f"/files/{kind}/{world[kind].pk}/")
        assert [file.name for file in page.context["files"]] == ["Depot plan.pdf"]

    def test_guests_and_strangers_add_none(self, cast, deal, as_user):
        assert as_user(cast.gus).post(f"/files/deal/{deal.pk}/", {"files": upload()}).status_code == 403
        assert as_user(cast.charlie).post(f"/files/deal/{deal.pk}/", {"files": upload()}).status_code == 404
        assert as_user(cast.alice).post(f"/files/user/{deal.pk}/", {"files": upload()}).status_code == 404


class TestServing:
    def test_it_is_always_to_be_kept_and_never_to_be_shown(self, cast, plan, as_user):
        answer = as_user(cast.gus).get(address(plan))
        assert b"".join(answer) == PDF
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == 'attachment; filename="Depot plan.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_strangers_and_guessed_keys_find_nothing(self, cast, plan, as_user):
        assert as_user(cast.charlie).get(address(plan)).status_code == 404
        assert as_user(cast.alice).get("/files/0197a1b2-0000-7000-8000-00000000beef/").status_code == 404
        assert Client().get(address(plan)).status_code == 302

    def test_one_piece_is_held_at_a_time(self, cast, plan, as_user, django_assert_num_queries):
        FilePiece.objects.bulk_create(FilePiece(file=plan, number=n, content=b"z") for n in range(1, 4))
        answer = as_user(cast.alice).get(address(plan))
        with django_assert_num_queries(5):
            assert b"".join(answer) == PDF + b"zzz"


class TestRemoving:
    def test_it_goes_and_comes_back(self, cast, deal, plan, as_user):
        bob = as_user(cast.bob)
        bob.post(address(plan, "remove/"))
        assert bob.get(address(plan)).status_code == 404
        assert bob.get(f"/files/deal/{deal.pk}/").context["files"] == []
        bob.post(address(plan, "return/"))
        assert [file.name for file in bob.get(f"/files/deal/{deal.pk}/").context["files"]] == ["Depot plan.pdf"]
        verbs = list(Event.objects.filter(verb__startswith="file.").order_by("id").values_list("verb", flat=True))
        assert verbs == ["file.added", "file.removed", "file.restored"]

    def test_twice_is_once(self, cast, deal, plan):
        assert actions.remove_file(plan, deal, by=cast.bob) is not None
        assert actions.remove_file(plan, deal, by=cast.alice) is None

    def test_guests_remove_none(self, cast, plan, as_user):
        assert as_user(cast.gus).post(address(plan, "remove/")).status_code == 403

    def test_the_panel_answers_a_script(self, cast, plan, as_user):
        answer = as_user(cast.bob).post(address(plan, "remove/"), headers={"HX-Request": "true"})
        assert (answer.status_code, "Bring back" in answer.text, "<html" in answer.text) == (200, True, False)
