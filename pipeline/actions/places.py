"""Where a deal goes in a column, and the locks that make the place its own."""

from dataclasses import dataclass
from typing import Literal

from django.db import IntegrityError

from kit.prepared import Prepared, Shared
from leads.models import Qualification
from pipeline.models import Deal, Stage


@dataclass(frozen=True)
class Place:
    """A place in a column, by the ids of the neighbours as the viewer saw them and the ranks they had then."""

    where: Literal["between", "top", "bottom"] = "between"
    prev: int | None = None
    next: int | None = None
    prev_rank: str = ""
    next_rank: str = ""


TOP = Place("top")
BOTTOM = Place("bottom")
RELATED = ("stage", "pipeline", "qualification", "owner__team", "company", "label", "lead")
KEPT = ("stage", "pipeline", "owner", "company", "label", "lead")

lock_stage = Prepared(lambda pk: Stage.objects.filter(pk=pk).select_for_update(no_key=True))
share_stage = Shared(lambda pk: Stage.objects.filter(pk=pk))
lock_row = Prepared(lambda pk: Deal.objects.filter(pk=pk).select_for_update())
sheet_of = Prepared(lambda pk: Qualification.objects.filter(pk=pk))


def lock_stages(*stages):
    """Lock columns in the order of their ids; the lock is what makes every free rank found under it one's own."""
    locked = [lock_stage.one(pk) for pk in sorted({stage.pk for stage in stages})]
    return {stage.pk: stage for stage in locked if stage}


def is_place_taken(error):
    """Whether the database refused this because somebody who shared the column took the very rank first."""
    return isinstance(error, IntegrityError) and error.__cause__.diag.constraint_name == "one_deal_per_place"


def lock_deal(deal):
    """The deal as it is now, locked; its columns must have been locked before.

    The lock asks for the row alone: a join in it would lose the deal whose stage changed while the lock was awaited.
    What `deal` brings along and still belongs to it is kept; if anything is missing, all is read in a second statement.
    The sheet is always read under the lock, since gates ask for it.
    """
    locked = lock_row.get(deal.pk)
    fields = [Deal._meta.get_field(name) for name in KEPT]
    if not all(still_holds(field, deal, locked) for field in fields):
        return Deal.objects.select_related(*RELATED).get(pk=deal.pk)
    for field in fields:
        field.set_cached_value(locked, field.get_cached_value(deal, default=None))
    locked.qualification = sheet_of.get(locked.qualification_id)
    return locked


def still_holds(field, deal, locked):
    """Whether what `deal` has read of a relation is what the locked one points at."""
    pk = getattr(locked, field.attname)
    return pk is None or (pk == getattr(deal, field.attname) and field.is_cached(deal))


def lock_deals(deals):
    """These deals as they are now, in the order given, locked in the order of their ids; the gone are left out."""
    ids = [deal.pk for deal in deals]
    list(Deal.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    locked = Deal.objects.select_related(*RELATED).in_bulk(ids)
    return [locked[pk] for pk in ids if pk in locked]
