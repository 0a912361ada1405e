"""Deals and products as the recycle bin takes and returns them."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, as_it_was, goes_along, keep_in_bin
from pipeline.bin.mending import mend_places, settle_visits
from pipeline.models import Deal, Point, Product, Rival

OF_A_DEAL = {
    "right": "deal.edit",
    "home": "pipeline:deal-list",
    "related": ("deal__owner__team", "deal__company"),
    "owner": lambda line: line.deal.owner,
    "holder": lambda line: line.deal,
    "around": lambda line: (line.deal, line.deal.company),
}


def look_again(deal):
    """Open boards ask for its card again, and find it gone or back."""
    return {"board": deal.pipeline_id, "id": deal.pk}


def fall_behind(rows):
    """Where another competitor leads by now, whoever comes back does not."""
    led = Rival.objects.filter(deal__in=[row["deal_id"] for row in rows], is_ahead=True).values_list("deal", flat=True)
    for row in rows:
        row["is_ahead"] = row["is_ahead"] and row["deal_id"] not in set(led)


keep_in_bin(
    Kind(
        "deal",
        Deal,
        _("Deals"),
        "board",
        page="pipeline:deal",
        home="pipeline:deal-list",
        related=("owner__team", "company", "lead", "stage"),
        mend=mend_places,
        settle=settle_visits,
        live=look_again,
    )
)
goes_along("pipeline.dealcontact.contact")
# Whether a deal was in a stage before is written by a trigger, which knows but those stays that are there already.
as_it_was("pipeline.stagevisit", "again")
keep_in_bin(
    Kind(
        "product",
        Product,
        _("Products"),
        "book",
        page="pipeline:product",
        home="pipeline:products",
        right="products.edit",
        related=(),
    )
)
keep_in_bin(Kind("point", Point, _("Pains, objections and criteria"), "list", **OF_A_DEAL))
keep_in_bin(Kind("rival", Rival, _("Competitors in deals"), "shield", mend=fall_behind, **OF_A_DEAL))
