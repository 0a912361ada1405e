"""Words as the database and Python make them; what a typing error is; what is marked."""

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.search.likeness import distance, is_near, ways_of
from accounts.search.marking import around, marked
from accounts.search.terms import Term, read
from kit.folding import fold, words_of
from kit.han import SIMPLIFIED, TRADITIONAL, simplified

LETTERS = st.text(st.sampled_from("ab é۱٢ßي冷链鏈運运ア王 -'\\:\u200c"), max_size=20)


class TheDatabaseMakesTheSameWords(TestCase):
    @given(LETTERS)
    def test_any_text(self, said):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tsvector_to_array(kariz_words('x', 1, 0, %s, '', ''))", [said])
            kept = set(cursor.fetchone()[0])
        assert set(words_of(fold(said))) <= kept


def test_the_database_writes_the_same_chinese(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT kariz_simplified(%s)", [TRADITIONAL + "ab é 冷"])
        assert cursor.fetchone()[0] == simplified(TRADITIONAL + "ab é 冷") == SIMPLIFIED + "ab é 冷"


def test_each_sign_is_written_in_one_way():
    assert simplified("冷鏈運輸 廣東") == "冷链运输 广东"
    assert simplified(SIMPLIFIED) == SIMPLIFIED
    assert read("冷鏈運").terms == read("冷链运").terms


def test_what_was_typed_as_terms():
    assert read("Nordkyst f").terms == (Term("nordkyst"),)
    assert read("冷链运").terms == (Term("冷链", is_whole=True), Term("链运", is_whole=True))
    assert read("(030) 12 34").digits == "301234"
    assert read("B2B 1234").digits == ""


def test_typing_errors():
    assert [distance("karim", other) for other in ("karim", "kraim", "karm", "marim", "xyz")] == [0, 1, 1, 1, 5]
    assert is_near("benitz", "benitez")
    assert is_near("lotte", "kuhlflotte")
    assert is_near("benitezhermnaos", "benitezhermanos")
    assert not is_near("fleet", "sheet music")
    assert not is_near("kari", "moor")


def test_one_letter_is_put_right_in_every_way():
    starts = {way.start for way in ways_of("bnei")}
    assert {"beni", "bei", "nbei", "bnie", "bnai", "bnet", "bonei"} <= starts
    assert "bnei" not in starts
    assert {way.start for way in ways_of("نیکی")} >= {"نکیی", "نیک", "نیکل"}
    assert [way.start for way in ways_of("bnei") if not way.is_begun] == ["bne"]
    assert not any(way.is_begun for way in ways_of("lzu"))
    assert {len(way.start) for way in ways_of("penjejakan")} == {8}
    assert "penjejak" in {way.start for way in ways_of("penjejakna")}
    assert ways_of("pr1042") == []


def test_marks_stand_where_the_words_stand_and_nothing_gets_out():
    assert marked("Benítez <b> Łódź", ["beni", "lodz"]) == "<mark>Bení</mark>tez &lt;b&gt; <mark>Łódź</mark>"
    assert marked("北京冷链运输", ["冷链", "链运"]) == "北京<mark>冷链运</mark>输"
    assert marked("北京冷鏈運輸", ["冷链", "链运"]) == "北京<mark>冷鏈運</mark>輸"


def test_of_a_long_text_the_part_around():
    said = around("word " * 60 + "needle " + "word " * 60, ["needle"])
    assert ("needle" in said, said[0], said[-1], len(said) < 150) == (True, "…", "…", True)
