"""The files of letters, as the panel of a deal or lead lists them beside its own."""

from django.urls import reverse

from accounts.files.queries import Listed, list_also
from followups.models import Attachment
from leads.models import Lead
from pipeline.models import Deal

SHOWN = 50


def files_of_letters(thing, user):
    """What came and went with the letters about a deal or lead; whoever sees it sees its letters."""
    if not isinstance(thing, (Deal, Lead)):
        return []
    kept = Attachment.objects.filter(**{f"letter__{thing._meta.model_name}": thing}).defer("content")
    newest = kept.select_related("letter__user").order_by("-letter__happened_at", "-pk")[:SHOWN]
    return [as_listed(one, one.letter) for one in newest]


def as_listed(file, letter):
    by = letter.user.name if letter.is_ours and letter.user else letter.sender
    return Listed(file.name, by, letter.happened_at, reverse("followups:letter-file", args=[file.pk]))


list_also(files_of_letters)
