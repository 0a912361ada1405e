"""Finding a lead, company or contact by what is typed of its name or phone, however letters and digits are written."""

from django.db.models import Exists, OuterRef, Q

from leads.folding import company_key, fold
from leads.models import Fingerprint

FEWEST_DIGITS = 4  # of a phone: with less, half the world has them somewhere in theirs


def is_called(kind, text):
    """Whose name or company folds to something with `text` in it: “benitez” for “Benítez”, “كريم” for “کریم”.

    A text of digits also finds the phones that have them in this order, whatever stands between.

    Asked of the fingerprints, which keep folded names, so that no name is folded while somebody waits.
    """
    if not fold(text):
        return Q(pk__in=[])
    named = Q(name_key__contains=fold(text)) | Q(company_key__contains=company_key(text))
    if digits := digits_of(text):
        named |= Q(phone_key__contains=digits)
    return Q(Exists(Fingerprint.objects.filter(named, record=kind, record_id=OuterRef("pk"))))


def digits_of(text):
    """“(030) 12 34” as “301234”, as keys of phones have it after the country; “” for what is no part of a phone."""
    digits = "".join(sign for sign in fold(text) if sign.isdigit()).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text) else ""
