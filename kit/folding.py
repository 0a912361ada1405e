"""How texts are made comparable: without case, accents and signs; Arabic letters and any digits in one way; and which
words a text has, where some languages set no spaces.

The database does the same (kariz_fold: leads, migration 0006; kariz_spread: accounts, migration 0009; kariz_simplified:
accounts, migration 0012); tests compare.
"""

import re
from unicodedata import normalize

from django.db.models import CharField, Func

from kit.han import simplified

MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]+")
SIGNS = re.compile(
    "[\u0001-\u002f\u003a-\u0040\\[-\u0060\u007b-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u066a-\u066c"
    "\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ufe00-\ufe6f\uff00-\uff0f]+"
)
ALIKE = str.maketrans(
    "\u064a\u0649\u0643\u0629\u06c0øłđıð٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "\u06cc\u06cc\u06a9\u0647\u0647oldid01234567890123456789",
)
HAN = "㐀-䶿一-鿿豈-﫿ぁ-ヿ"  # written without spaces: each two neighbours are a word
RUNS = re.compile(f"[{HAN}]+|[^{HAN}\\s]+")
LONGEST_WORD = 40


def fold(said):
    """“Nguyễn  Thu-Hà” as “nguyen thu ha”, “كريم ۱۲” as “کریم 12”."""
    plain = MARKS.sub("", normalize("NFKD", said).casefold())
    return SIGNS.sub(" ", plain.translate(ALIKE)).strip(" ")


def words_of(folded):
    """“fleet 冷鏈运输” as [“fleet”, “冷链”, “链运”, “运输”]."""
    return [word for run in RUNS.findall(simplified(folded)) for word in pairs_of(run)]


def pairs_of(run):
    if not is_han(run) or len(run) == 1:
        return [run[:LONGEST_WORD]]
    return [run[place : place + 2] for place in range(len(run) - 1)]


def is_han(word):
    """Whether it is of a writing that sets no spaces."""
    return RUNS.match(word) is not None and re.match(f"[{HAN}]", word) is not None


class Folded(Func):
    """The database's own `fold` of an expression: `Folded("name")`."""

    function = "kariz_fold"
    output_field = CharField()
