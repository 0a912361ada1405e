"""How texts are made comparable: without case, accents, signs, legal forms; Arabic letters and any digits in one way.

The database folds in the same way (kariz_fold, kariz_company, kariz_email, kariz_domain: migration 0006), which is what
fingerprints are made of; a test compares the two.
"""

import re
from unicodedata import normalize

from django.db.models import CharField, Func

MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]+")
SIGNS = re.compile(
    "[\u0001-\u002f\u003a-\u0040\\[-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u066a-\u066c"
    "\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ufe00-\ufe6f\uff00-\uff0f]+"
)
ALIKE = str.maketrans(
    "\u064a\u0649\u0643\u0629\u06c0øłđıð٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "\u06cc\u06cc\u06a9\u0647\u0647oldid01234567890123456789",
)
LEGAL_FORMS = re.compile(
    "(^| )(ltd|limited|llc|llp|inc|incorporated|corp|corporation|co|company|gmbh|ag|kg|ug|se|sa|sas|sarl|srl|spa|sro"
    "|as|asa|ab|oy|oyj|aps|nv|bv|plc|pty|pte|pvt|sdn|bhd|kk|lda|ltda|شرکت)(?= |$)|(股份)?(有限)?公司$"
)


def fold(said):
    """“Nguyễn  Thu-Hà” as “nguyen thu ha”, “كريم ۱۲” as “کریم 12”."""
    plain = MARKS.sub("", normalize("NFKD", said).casefold())
    return SIGNS.sub(" ", plain.translate(ALIKE)).strip(" ")


def company_key(said):
    """“Dar Freight Ltd.” as “dar freight”."""
    return LEGAL_FORMS.sub("", fold(said.replace(".", ""))).strip(" ") or fold(said)


def email_key(said):
    """“Kari+fair@Example.com” as “kari@example.com”."""
    return re.sub(r"\+[^@]*@", "@", normalize("NFKC", said).casefold().strip(" "))


def domain_key(said):
    """The domain of an address or a website: “https://www.example.com/shop” as “example.com”."""
    address = re.sub(r"^(.*@|[a-z]+://)?(www\.)?", "", email_key(said), flags=re.DOTALL)
    return re.sub(r"[/?#:].*\Z", "", address, flags=re.DOTALL)


class Folded(Func):
    """The database's own `fold` of an expression: `Folded("name")`."""

    function = "kariz_fold"
    output_field = CharField()
