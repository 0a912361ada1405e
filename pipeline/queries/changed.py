"""The cards that an open page asks for again because it has heard that they changed."""

from accounts.visibility import sees
from kit.prepared import Prepared
from pipeline.models import Deal
from pipeline.queries.board import as_cards

FEW = 3

find_card = Prepared(lambda pipeline, pk: as_cards(Deal.objects.on_board().filter(pipeline=pipeline, pk=pk)))


def cards_among(pipeline, ids, user, *, with_custom=False):
    """Those of these deals that stand on the board of this pipeline (its id) and that this user may see, as cards."""
    if len(ids) > FEW or with_custom:
        found = Deal.objects.visible_to(user).on_board().filter(pipeline=pipeline, pk__in=ids)
        return list(as_cards(found.bringing_custom(with_custom)))
    return [deal for pk in ids for deal in find_card(pipeline, pk) if sees(user, deal.owner_id)]
