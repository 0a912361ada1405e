"""Companies and contacts as their lists and pages show them, with all that is around them and the viewer may see."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.fields.filters import order_of
from leads.models import Company, Contact, ImportChange
from timeline.models import Event, subject_key
from timeline.queries import timeline_around

SHOWN = 50
AROUND = 300  # so many of the newest of each kind speak in one timeline
BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM leads_company WHERE parent_id = %s
    UNION SELECT child.id FROM leads_company child JOIN below ON child.parent_id = below.id)
SELECT id FROM below
"""
ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT parent_id FROM leads_company WHERE id = %s
    UNION SELECT one.parent_id FROM leads_company one JOIN above ON one.id = above.id)
SELECT id FROM above WHERE id IS NOT NULL
"""
COMPANY_ORDERS = {"name": "name", "industry": "industry", "where": "country", "owner": "owner__name", "new": "pk"}
CONTACT_ORDERS = {"name": "name", "company": "company__name", "email": "email", "owner": "owner__name", "new": "pk"}


def companies_of(user):
    return Company.objects.visible_to(user).select_related("owner")


def contacts_of(user):
    return Contact.objects.visible_to(user).select_related("company", "owner")


def in_order(records, orders, word, fields=()):
    """The records as the address asks, “-name” falling; without a known word by name. Who has nothing comes last."""
    if own := next((field for field in fields if field.fact == word.removeprefix("-")), None):
        return records.order_by(order_of(own, falls=word[0] == "-"), "pk")
    column = orders.get(word.removeprefix("-"), "name")
    nothing = Q(**{f"{column}__isnull": True}) | (Q() if column in ("pk", "owner__name") else Q(**{column: ""}))
    way = f"-{column}" if word.startswith("-") and word.removeprefix("-") in orders else column
    return records.alias(is_empty=nothing).order_by("is_empty", way, "pk") if column != "pk" else records.order_by(way)


@dataclass(frozen=True)
class Totals:
    """How many deals are open and won, and what they are worth in the workspace's currency."""

    open: int = 0
    open_worth: Decimal = Decimal(0)
    won: int = 0
    won_worth: Decimal = Decimal(0)

    @property
    def any(self):
        return bool(self.open or self.won)


def totals_of(deals):
    """The totals of deals that already came from `visible_to`."""
    return Totals(**deals.aggregate(**sums()))


def sums(prefix=""):
    nothing = Value(Decimal(0), DecimalField())
    found = {}
    for status in ("open", "won"):
        only = Q(**{f"{prefix}status": status})
        found[status] = Count(f"{prefix}pk", filter=only)
        found[f"{status}_worth"] = Coalesce(Sum(f"{prefix}base_amount", filter=only), nothing)
    return found


def rows_of(companies, user):
    """The companies of a page, each with its `totals` and `contacts_now`, as far as this user sees them."""
    companies = list(companies)
    ids = [company.pk for company in companies]
    deals = Company.deals.rel.related_model.objects.visible_to(user).filter(company__in=ids).order_by()
    totals = {row.pop("company"): Totals(**row) for row in deals.values("company").annotate(**sums())}
    people = Contact.objects.visible_to(user).filter(company__in=ids).order_by()
    contacts = dict(people.values_list("company").annotate(Count("pk")))
    for company in companies:
        company.totals, company.contacts_now = totals.get(company.pk, Totals()), contacts.get(company.pk, 0)
    return companies


@dataclass(frozen=True)
class Around:
    """What belongs to a company or contact, as far as a viewer sees it."""

    deals: list
    leads: list
    contacts: list
    totals: Totals
    names: list
    children: list
    parent: Any = None
    all_totals: Totals | None = None


def around_company(company, user):
    """A company with its contacts, leads and deals, and those of the companies below it."""
    below = list(Company.objects.visible_to(user).filter(pk__in=ids_of(BELOW, company)).order_by("name", "pk"))
    family = [company.pk, *(child.pk for child in below)]
    deals = company.deals.model.objects.visible_to(user).filter(company__in=family)
    leads = company.leads.model.objects.visible_to(user).filter(company__in=family)
    contacts = Contact.objects.visible_to(user).filter(company__in=family)
    return Around(
        deals=deal_rows(deals.filter(company=company)),
        leads=list(leads.filter(company=company).select_related("label").order_by("-pk")[:SHOWN]),
        contacts=list(contacts.filter(company=company).order_by("-decides", "name", "pk")[:SHOWN]),
        totals=totals_of(deals.filter(company=company)),
        all_totals=totals_of(deals) if below else None,
        names=names_of(company, below, deals, leads, contacts),
        children=[child for child in below if child.parent_id == company.pk],
        parent=Company.objects.visible_to(user).filter(pk=company.parent_id).first() if company.parent_id else None,
    )


def around_contact(contact, user):
    """A contact with the deals in which they have a part, and the leads they came from."""
    deal = contact.deals.model
    own = deal.objects.filter(Q(contact=contact) | Q(committee__contact=contact)).values("pk")
    deals = deal.objects.visible_to(user).filter(pk__in=own)
    leads = contact.leads.model.objects.visible_to(user).filter(contact=contact)
    return Around(
        deals=deal_rows(deals),
        leads=list(leads.select_related("label").order_by("-pk")[:SHOWN]),
        contacts=[],
        totals=totals_of(deals),
        names=names_of(contact, [], deals, leads),
        children=[],
    )


def deal_rows(deals):
    open_first = Q(status="open")
    shown = deals.annotate(is_open=open_first).select_related("stage", "owner")
    return list(shown.order_by("-is_open", "-opened_at", "-pk")[:SHOWN])


def names_of(record, below, *kinds):
    """The names in the log of a record, of what was merged into it, and of all that stands around it."""
    names = own_names(record)
    names += [subject_key(child) for child in below]
    for records in kinds:
        newest = records.order_by("-pk").values_list("pk", flat=True)[:AROUND]
        names += [f"{records.model._meta.model_name}:{pk}" for pk in newest]
    return names


def own_names(record):
    """The names in the log of a record and of what was merged into it."""
    merged = type(record).objects.filter(merged_into=record).values_list("pk", flat=True)
    return [subject_key(record), *(f"{record._meta.model_name}:{pk}" for pk in merged)]


def ids_of(sql, company):
    with connection.cursor() as cursor:
        cursor.execute(sql, [company.pk])
        return [pk for (pk,) in cursor.fetchall()]


def ids_above(company):
    """The ids of the companies above one, the nearest first or not."""
    return ids_of(ABOVE, company)


def story_of(names, **asked):
    """What happened to any of these, newest first, each line with the deal or lead it tells of."""
    entries = timeline_around(names, **asked)
    called = called_among({name for entry in entries for name in entry.about}.intersection(names))
    return [replace(entry, of=next(filter(None, map(called.get, entry.about)), None)) for entry in entries]


def called_among(names):
    """The deals and leads among these names of the log: what each is called, and its page."""
    called = {}
    for kind, title, page in (("deals", "title", "pipeline:deal"), ("leads", "name", "leads:lead")):
        model = getattr(Company, kind).rel.related_model
        said = f"{model._meta.model_name}:"
        ids = [int(name.removeprefix(said)) for name in names if name.startswith(said)]
        for pk, words in model.objects.filter(pk__in=ids).values_list("pk", title):
            called[f"{said}{pk}"] = (words, reverse(page, args=[pk]))
    return called


@dataclass(frozen=True)
class Origin:
    """Where a record came from: the lead it was made of, or the file that brought it."""

    lead_event: Event | None = None
    lead: Any = None
    batch: Any = None


def origins_of(record, leads, user):
    """Every conversion and import that had to do with a record, the first first, as far as this user may know."""
    known = {subject_key(lead): lead for lead in leads}
    told = Event.objects.standing().filter(about__contains=[subject_key(record)], verb="lead.converted")
    converted = [
        Origin(lead_event=event, lead=known[event.subject])
        for event in told.select_related("actor").order_by("id")
        if event.subject in known
    ]
    changes = ImportChange.objects.filter(record=record._meta.model_name, record_id=record.pk, fate="")
    batches = changes.select_related("batch__owner").defer("batch__content").order_by("pk")
    seen = visible_batches([change.batch for change in batches], user)
    return [*(Origin(batch=batch) for batch in seen), *converted]


def visible_batches(batches, user):
    """The files among these this user may open."""
    if not batches:
        return []
    model = type(batches[0])
    seen = set(
        model.objects.visible_to(user).filter(pk__in=[batch.pk for batch in batches]).values_list("pk", flat=True)
    )
    return [batch for batch in batches if batch.pk in seen]
