"""Finding a deal by its title, or by the company and the people it is about, however letters and digits are written."""

from django.db.models import Q

from leads.folding import fold
from leads.searching import MOST_WORDS, ids_called
from pipeline.models import DealTitle


def deals_called(text):
    """The condition of deals in whose title stands every word of the text, or whose company or contact is called so."""
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return Q(pk__in=[])
    titled = DealTitle.objects.filter(*(Q(title_key__contains=word) for word in words))
    about = Q(company__in=ids_called("company", text)) | Q(contact__in=ids_called("contact", text))
    return Q(pk__in=titled.values("deal_id")) | about
