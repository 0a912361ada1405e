"""The deals before and after one in the order somebody saw them in, without reading what lies between."""

from dataclasses import dataclass

from django.db.models import Count, Q

from pipeline.models import Deal


@dataclass(frozen=True)
class Neighbours:
    """A deal is number `place` of `count` where it was looked at from; `before` and `after` are (id, title) or None.

    `where` names that place, and is empty for a list.
    """

    place: int
    count: int
    where: str
    before: tuple | None
    after: tuple | None


def beside(deals, deal, keys, where, known=None):
    """The Neighbours of a deal among `deals` in the order of `keys`, fields of it with a “-” where they fall.

    `known` is (place, count) where that was tallied before.
    """
    above, below = beyond(deal, keys, "above"), beyond(deal, keys, "below")
    place, count = known or counted(deals, above)
    return Neighbours(place, count, where, first(deals.filter(above), turned(keys)), first(deals.filter(below), keys))


def counted(deals, above):
    found = deals.order_by().aggregate(count=Count("pk"), above=Count("pk", filter=above))
    return found["above"] + 1, found["count"]


def first(deals, keys):
    return deals.select_related(None).order_by(*keys).values_list("pk", "title").first()


def turned(keys):
    return [key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys]


def beyond(deal, keys, side):
    """What stands above or below a deal: less by the first key, or the same by it and less by the next."""
    found, same = Q(pk__in=[]), Q()
    for key in keys:
        name = key.removeprefix("-")
        way = "lt" if key.startswith("-") == (side == "below") else "gt"
        found |= same & Q(**{f"{name}__{way}": getattr(deal, name)})
        same &= Q(**{name: getattr(deal, name)})
    return found


def on_page(ids, deal, start, count):
    """The Neighbours of a deal among the ids of a page of a list and the one before and after it.

    `start` is how many deals stand before the first of these; None where the deal is not among them any more.
    """
    if deal.pk not in ids:
        return None
    at = ids.index(deal.pk)
    near = [*ids[max(at - 1, 0) : at], *ids[at + 1 : at + 2]]
    titles = dict(Deal.objects.filter(pk__in=near).values_list("pk", "title"))
    before, after = (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)
    return Neighbours(start + at + 1, count, "", named(before, titles), named(after, titles))


def named(pk, titles):
    return (pk, titles[pk]) if pk in titles else None
