"""Texts that people take for the same are folded to the same, in Python and in the database alike."""

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leads.folding import company_key, domain_key, email_key, fold


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("Mwana  KAPINGA ", "mwana kapinga"),
        ("Nguyễn Thu-Hà", "nguyen thu ha"),
        ("Straße, Łódź & Ærø", "strasse lodz æro"),
        ("كريم رضائي", "کریم رضایی"),
        ("کریم رضایی", "کریم رضایی"),
        ("مُحَمَّد", "محمد"),
        ("علی‌رضا", "علیرضا"),
        ("۰۹۱۲ ٣٤٥", "0912 345"),
        ("Ａｃｍｅ　１２", "acme 12"),
        ("陳大文", "陳大文"),
        ("O'Brien-Smith, Jr.", "o brien smith jr"),
        ("—", ""),
    ],
)
def test_names(said, folded):
    assert fold(said) == folded


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("Dar Freight Ltd.", "dar freight"),
        ("Lácteos Pampeanos S.A.", "lacteos pampeanos"),
        ("Gelo Sud S.r.l.", "gelo sud"),
        ("Limited", "limited"),
        ("شرکت راه آهن", "راه اهن"),
        ("台灣貨運股份有限公司", "台灣貨運"),
        ("Coca Cola", "coca cola"),
    ],
)
def test_companies_without_their_legal_form(said, folded):
    assert company_key(said) == folded


def test_addresses():
    assert email_key(" Kari+fair@Example.COM") == "kari@example.com"
    assert domain_key("kari@mail.example.com") == "mail.example.com"
    assert domain_key("https://www.Example.com/shop?x=1") == "example.com"
    assert domain_key("example.com:8080") == "example.com"
    assert domain_key("") == ""


# What both know of Unicode: everything assigned by version 15, and no NUL, which PostgreSQL keeps in no text.
texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\x00"), max_size=60)


class TheDatabaseFoldsAlike(TestCase):
    @given(texts)
    @example("#\n")
    @example("a\nb@c\n/d")
    def test_any_text(self, said):
        with connection.cursor() as cursor:
            cursor.execute("SELECT kariz_fold(%s), kariz_company(%s), kariz_email(%s), kariz_domain(%s)", [said] * 4)
            assert cursor.fetchone() == (fold(said), company_key(said), email_key(said), domain_key(said))
