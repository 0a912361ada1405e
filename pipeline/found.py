"""Deals and products as the search of every page finds them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.search.kinds import Hit, Kind, make_searchable
from accounts.visibility import visible_owner_ids
from kit import formats
from pipeline.models import Deal, Product

MOST_RECENT = 6


def load_deals(found, user):
    """Of these deals those this person may see."""
    seen = Deal.objects.visible_to(user).filter(pk__in=found)
    facts = seen.values_list("pk", "title", "company__name", "stage__name", "status", "amount", "currency")
    return {pk: Hit(title, words_of(*more), reverse("pipeline:deal", args=[pk])) for pk, title, *more in facts}


def words_of(company, stage, status, amount, currency):
    """“Nordkyst Fisk, Demo, €48k”; of a closed one how it ended."""
    stands = stage if status == Deal.Status.OPEN else str(Deal.Status(status).label)
    return ", ".join(filter(None, (company, stands, formats.compact_money(amount, currency) if amount else "")))


def recent_deals(user):
    """The open deals of this person something was done for last."""
    own = Deal.objects.visible_to(user).open().filter(owner=user).order_by("-touched_at", "-pk")
    ids = list(own.values_list("pk", flat=True)[:MOST_RECENT])
    loaded = load_deals(ids, user)
    return [loaded[pk] for pk in ids if pk in loaded]


def load_products(found, user):
    """Products; everybody of the house sees them."""
    products = Product.objects.filter(pk__in=found)
    return {
        one.pk: Hit(one.name, ", ".join(filter(None, (one.code, one.unit))), reverse("pipeline:product", args=[one.pk]))
        for one in products
    }


def load_people(found, user):
    """Of these colleagues those whose deals this person may see, each with their deals."""
    owners = visible_owner_ids(user)
    people = User.objects.filter(pk__in=found if owners is None else set(found) & set(owners), is_active=True)
    deals = reverse("pipeline:deal-list")
    return {one.pk: Hit(one.name, str(one.get_role_display()), f"{deals}?owner={one.pk}") for one in people}


def ids_of(model):
    return lambda: model.objects.values_list("pk", flat=True)


make_searchable(
    Kind("deal", _("Deals"), "board", 1, ids_of(Deal), load_deals, "pipeline:deal-list", recent_deals),
    Kind("person", _("Colleagues"), "users", 5, ids_of(User), load_people),
    Kind("product", _("Products"), "book", 9, ids_of(Product), load_products),
)
