"""Finding a lead, company or contact by what is typed of its name, however its letters are written."""

from django.db.models import Exists, OuterRef, Q

from leads.folding import company_key, fold
from leads.models import Fingerprint


def is_called(kind, text):
    """Whose name or company folds to something with `text` in it: “benitez” for “Benítez”, “كريم” for “کریم”.

    Asked of the fingerprints, which keep folded names, so that no name is folded while somebody waits.
    """
    if not fold(text):
        return Q(pk__in=[])
    named = Q(name_key__contains=fold(text)) | Q(company_key__contains=company_key(text))
    return Q(Exists(Fingerprint.objects.filter(named, record=kind, record_id=OuterRef("pk"))))
