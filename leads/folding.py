"""How texts of records are made comparable: folded (kit/folding.py), and without what says nothing about who it is.

The database does the same (kariz_fold, kariz_company, kariz_email, kariz_domain: migration 0006), which is what
fingerprints are made of; a test compares the two.
"""

import re
from unicodedata import normalize

from kit.folding import Folded, fold

__all__ = ["Folded", "company_key", "domain_key", "email_key", "fold"]

LEGAL_FORMS = re.compile(
    "(^| )(ltd|limited|llc|llp|inc|incorporated|corp|corporation|co|company|gmbh|ag|kg|ug|se|sa|sas|sarl|srl|spa|sro"
    "|as|asa|ab|oy|oyj|aps|nv|bv|plc|pty|pte|pvt|sdn|bhd|kk|lda|ltda|شرکت)(?= |$)|(股份)?(有限)?公司$"
)


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
