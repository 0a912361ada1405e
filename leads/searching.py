"""Finding a lead, company or contact by what is typed of its name or phone, however letters and digits are written."""

from django.db.models import Exists, OuterRef, Q

from leads.folding import company_key, email_key, fold
from leads.models import Fingerprint

FEWEST_DIGITS = 4  # of a phone: with less, half the world has them somewhere in theirs
MOST_WORDS = 6


def is_called(kind, text):
    """Whose name and company have every word of the text: “benitez” for “Benítez”, “fisk kari” for Kari of Nordkyst.

    A text of digits also finds the phones that have them in this order, whatever stands between.
    """
    return Q(Exists(called(kind, text).filter(record_id=OuterRef("pk"))))


def called(kind, text):
    """The fingerprints of those; they keep folded names, so that no name is folded while somebody waits."""
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return Fingerprint.objects.none()
    named = Q.create([Q(name_key__contains=word) | Q(company_key__contains=word) for word in words])
    if (company := company_key(text)) != fold(text):
        named |= Q(company_key__contains=company)
    if digits := digits_of(text):
        named |= Q(phone_key__contains=digits)
    if "@" in text:
        named |= Q(email_key__contains=email_key(text))
    return Fingerprint.objects.filter(named, record=kind)


def ids_called(kind, text):
    """Their ids, for what leads to them: the deals of companies that are called so."""
    return called(kind, text).values("record_id")


def digits_of(text):
    """“(030) 12 34” as “301234”, as keys of phones have it after the country; “” for what is no part of a phone."""
    digits = "".join(sign for sign in fold(text) if sign.isdigit()).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text) else ""
