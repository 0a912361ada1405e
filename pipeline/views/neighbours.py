"""Where somebody came from to a deal, and who stands beside it there: J and K walk on in that view."""

from copy import copy
from urllib.parse import urlsplit

from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from accounts.visibility import visible_owner_ids
from pipeline.models import Deal
from pipeline.queries.board import RECENT_FIRST
from pipeline.queries.deal_list import sorted_deals
from pipeline.queries.months import key_of, months
from pipeline.queries.neighbours import beside, on_page
from pipeline.queries.tallies import place_among, tallied, totals_by_stage
from pipeline.views.deal_list import PAGE
from pipeline.views.sight import look, look_at_list

FACES = {"board": "board", "deal-list": "list", "months": "months"}
LONGEST_ADDRESS, FARTHEST = 2000, 10**6
BY_MONTH = ["expected_close", "-base_amount", "pk"]


def neighbours_of(request, deal):
    """The neighbours of a deal in the view it was opened from, else in its stage; with `before` and `after` as links.

    None where it stands nowhere: a lost deal is on no board.
    """
    view = view_of(request)
    found, address = among(request, deal, *view) if view else (None, "")
    if found:
        return links(found, "?" + urlencode({"from": address}))
    found = in_its_stage(request.user, deal) if deal.status != Deal.Status.LOST else None
    return found and links(found, "")


def links(found, query):
    """What the head of the page shows of the Neighbours."""
    ways = {"before": found.before, "after": found.after}
    ways = {name: (reverse("pipeline:deal", args=[way[0]]) + query, way[1]) for name, way in ways.items() if way}
    return {"place": found.place, "count": found.count, "where": found.where, **ways}


def view_of(request):
    """(face, id of its pipeline or None, address) of the board or list somebody came from; None for other pages."""
    address = request.GET.get("from") or came_from(request)
    if not address or len(address) > LONGEST_ADDRESS:
        return None
    try:
        place = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return None
    if place.app_name != "pipeline" or place.url_name not in FACES:
        return None
    return FACES[place.url_name], place.kwargs.get("pk"), address


def came_from(request):
    """The page of ours one came from; from the page of a deal, what that one had been opened from."""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if came.netloc != request.get_host():
        return ""
    earlier = QueryDict(came.query).get("from", "")
    return earlier or f"{came.path}?{came.query}"


def among(request, deal, face, pipeline_id, address):
    """(Neighbours, address) of a deal in that view; without neighbours where it does not stand in it any more."""
    seen = copy(request)
    seen.GET = QueryDict(urlsplit(address).query)
    try:
        if face == "list":
            return on_list(seen, deal, address)
        return on_board(look(seen, pipeline_id, face), deal), address
    except (Http404, ValueError):
        return None, address


def on_board(sight, deal):
    """Among the cards of its column, of its row if the board has rows."""
    if sight.pipeline.pk != deal.pipeline_id or not sight.mates(deal).filter(pk=deal.pk).exists():
        return None
    return in_month(sight.deals, deal) if sight.face == "months" else in_column(sight.mates(deal), deal)


def on_list(request, deal, address):
    """(Neighbours, address) on a list: of the page that was open, or of the one before or behind it."""
    path, data = urlsplit(address).path, request.GET.copy()
    sight, asked = look_at_list(request), data.get("page", "")
    opened = min(int(asked), FARTHEST) if asked.isdecimal() and len(asked) < 19 else 1
    rows = sorted_deals(sight.deals, data.get("order", "")).values_list("pk", flat=True)
    for page in (opened, opened + 1, opened - 1):
        start = max((page - 1) * PAGE - 1, 0)  # with one row more on either side
        ids = list(rows[start : page * PAGE + 1]) if page > 0 else []
        if deal.pk in ids[start > 0 : PAGE + (start > 0)]:
            data["page"] = page
            return on_page(ids, deal, start, sight.deals.order_by().count()), f"{path}?{data.urlencode()}"
    return None, address


def in_month(deals, deal):
    column = next(one for one in months() if one.key == key_of(deal.expected_close))
    keys = BY_MONTH if deal.expected_close else BY_MONTH[1:]
    return beside(deals.filter(column.reach), deal, keys, column.name)


def in_column(deals, deal, known=None):
    keys = ["rank"] if deal.stage.is_open else list(RECENT_FIRST)
    return beside(deals.filter(stage=deal.stage_id), deal, keys, deal.stage.name, known)


def in_its_stage(user, deal):
    """Among all of its stage this person may see, counted from the tallies."""
    owners = visible_owner_ids(user)
    count = totals_by_stage(tallied([deal.stage], owners, user), [deal.stage])[deal.stage_id]["count"]
    deals = Deal.objects.visible_to(user).on_board()
    return in_column(deals, deal, (place_among(owners, deal), count))
