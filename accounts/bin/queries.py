"""What lies in the bin, as far as somebody sees it."""

from django.urls import reverse

from accounts.bin.filters import SEARCHED
from accounts.bin.kinds import kinds
from accounts.bin.rights import may_restore
from accounts.models import BinnedRecord, BinnedRow


def bin_of(user):
    """What this person may see of the bin, the newest first."""
    seen = BinnedRecord.objects.visible_to(user).filter(kind__in=kinds)
    return seen.select_related("owner", "by").order_by("-at", "-id")


def rows_of(binned, user):
    """The same as rows of a page: with their kind, and whether this person may restore them."""
    return [{"one": one, "kind": kinds[one.kind], "may_restore": may_restore(user, one)} for one in binned]


def thrown_before(user, kind, pks):
    """Those of these records that lie in the bin already."""
    return list(bin_of(user).filter(kind=kind.name, record_id__in=pks))


def place_in_bin(model, pk, user):
    """The address of the bin where it shows what holds this row; empty where this person may not see that.

    None where the row is not in the bin.
    """
    parcel = BinnedRow.objects.filter(model=model._meta.label_lower, key=str(pk)).first()
    one = parcel and bin_of(user).filter(pk=parcel.binned_id).first()
    if one:
        return place_of(one)
    return "" if parcel else None


def place_of(one):
    """The address of the bin where it shows this."""
    return reverse("accounts:bin", query={"kind": one.kind, "q": one.title[:SEARCHED]})


def missed_at(page, path, user):
    """What in the bin holds the record of this page (its ResolverMatch), as far as this person sees it, else None."""
    pk = page and page.kwargs.get("pk")
    for kind in kinds.values() if isinstance(pk, int) else ():
        if kind.page and path.startswith(reverse(kind.page, args=[pk])):
            return bin_of(user).filter(rows__model=kind.model._meta.label_lower, rows__key=str(pk)).first()
    return None


def of_act(user, act):
    """What was thrown away at once, in that order."""
    return list(bin_of(user).filter(act=act).order_by("id"))
