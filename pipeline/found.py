"""Deals as the search of every page finds them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.search.kinds import Hit, Kind, make_searchable
from kit import formats
from leads.found import LOOKED_AT, nearest
from pipeline.models import Deal
from pipeline.searching import deals_called


def find_deals(text, user, most):
    """The deals called so, or of companies and contacts called so; open ones first."""
    found = Deal.objects.visible_to(user).filter(deals_called(text)).select_related("company", "stage")
    near = nearest(found.order_by("-pk")[:LOOKED_AT], text, most, name=title_of, later=is_closed)
    return [Hit(deal.title, words_of(deal), reverse("pipeline:deal", args=[deal.pk])) for deal in near]


def title_of(deal):
    return deal.title


def is_closed(deal):
    return deal.status != Deal.Status.OPEN


def words_of(deal):
    """“Nordkyst Fisk, Demo, €48k”; of a closed one how it ended."""
    stands = deal.get_status_display() if is_closed(deal) else deal.stage.name
    return ", ".join(filter(None, (deal.company and deal.company.name, stands, worth_of(deal))))


def worth_of(deal):
    return formats.compact_money(deal.amount, deal.currency) if deal.amount else ""


make_searchable(Kind("deals", _("Deals"), "board", find_deals, 1, "pipeline:deal-list"))
