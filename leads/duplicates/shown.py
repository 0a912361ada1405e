"""Likely pairs and likes as a reader sees them: whom they are about, and why, in a sentence."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, Func, OuterRef, Prefetch, Q, Value, prefetch_related_objects
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import formats
from leads.duplicates.finding import records_of
from leads.duplicates.marks import MODELS, name_of, parted
from leads.duplicates.pairs import open_pairs
from leads.models import Company, Contact, Lead, LikelyPair

WHY = {
    "email": gettext_lazy("Same email as {name}, {what}. {match} match."),
    "phone": gettext_lazy("Same phone as {name}, {what}. {match} match."),
    "name": gettext_lazy("Same name as {name}, {what}. {match} match."),
    "domain": gettext_lazy("Same website as {name}, {what}. {match} match."),
    "like-name": gettext_lazy("Nearly the same name as {name}, {what}. {match} match."),
}


@dataclass(frozen=True)
class Shown:
    """A pair seen from `one`: `why` says in a sentence what makes `other` look the same."""

    pair: LikelyPair
    one: Any
    other: Any
    why: SafeString

    @property
    def one_address(self):
        return address_of(self.one)


def shown_pairs(pairs, reader, first=()):
    """The pairs of which this reader sees both, each seen from the one that stands earlier in `first`."""
    pairs = list(pairs)
    names = {parted(name) for pair in pairs for name in (pair.one, pair.other)}
    records = {name_of(record): record for record in records_of(names, reader).values()} if pairs else {}
    take_deals_along(records.values(), reader)
    places = {name: place for place, name in enumerate(first)}
    return [
        seen_from(pair, records, places) for pair in pairs if pair.one in records and pair.other in records
    ]  # fmt: skip


def seen_from(pair, records, places):
    """Seen from the one on the page; else from the lead, for a contact is who somebody is."""
    one, other = sorted((pair.one, pair.other), key=lambda name: (places.get(name, len(places)), name[0] != "l", name))
    return Shown(pair, records[one], records[other], why(pair.reasons, pair.likeness, records[other]))


def why(reasons, likeness, other):
    """“Same email as Kasia Kowalczyk, contact on Fuel-loss audit. 96% match.”, the name in bold."""
    sentence = WHY.get(next(iter(reasons), ""), WHY["name"])
    name = format_html("<b>{}</b>", other.name)
    return format_html(str(sentence), name=name, what=what(other), match=formats.percent(likeness / 100))


def what(record):
    """What somebody is to us: “contact on Fuel-loss audit”, “lead of Leila Haddad”."""
    match record:
        case Contact():
            return what_contact(record)
        case Company():
            return _("company in %(city)s") % {"city": record.city} if record.city else _("company")
        case Lead(status=Lead.Status.CONVERTED):
            return _("lead that is a deal now")
        case Lead(status=Lead.Status.DISQUALIFIED):
            return _("lead that was not a fit")
    return _("lead of %(name)s") % {"name": record.owner.name} if record.owner else _("lead nobody has yet")


def what_contact(contact):
    deal = next(iter(getattr(contact, "seen_deals", ())), None)
    if deal:
        return _("contact on %(deal)s") % {"deal": deal.title}
    return _("contact at %(company)s") % {"company": contact.company.name} if contact.company else _("contact")


def take_deals_along(records, reader):
    """Give contacts the deals of theirs this reader sees, the latest first, in one query."""
    contacts = [record for record in records if isinstance(record, Contact)]
    if contacts and reader:
        deals = Contact._meta.get_field("deals").related_model.objects.visible_to(reader)
        latest = deals.only("title", "contact_id").order_by("-opened_at", "-pk")
        prefetch_related_objects(contacts, Prefetch("deals", latest, to_attr="seen_deals"))


def likely_pairs_of(record, reader):
    """The open pairs of a record as its page shows them."""
    return shown_pairs(open_pairs([name_of(record)]), reader, [name_of(record)])


def shown_likes(likes, reader):
    """[(Like, sentence)] for a writer."""
    take_deals_along([like.record for like in likes], reader)
    return [(like, why(like.reasons, like.likeness, like.record)) for like in likes]


def seen_pairs(reader, **wanted):
    """The pairs of which this reader sees both, the likeliest first."""
    pairs = LikelyPair.objects.filter(sees(reader, "one"), sees(reader, "other"), **wanted)
    return pairs.order_by("-likeness", "pk")


def sees(reader, side):
    number = Cast(Func(OuterRef(side), Value(":"), Value(2), function="split_part"), BigIntegerField())
    is_seen = Q()
    for kind, model in MODELS.items():
        seen = model.objects.visible_to(reader).filter(pk=number)
        is_seen |= Q(**{f"{side}__startswith": f"{kind}:"}) & Q(Exists(seen))
    return is_seen


def address_of(record):
    """Where a record is looked at."""
    return reverse(f"leads:{record._meta.model_name}", args=[record.pk])
