"""What converting leads would do, said before it is done and followed when it is."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Count, Min, Q

from leads.duplicates.finding import likes_of
from leads.duplicates.houses import house_of
from leads.duplicates.marks import marks_of, marks_of_house
from leads.folding import domain_key
from leads.models import Company, Contact, Fingerprint, Lead
from pipeline.models import Deal
from pipeline.queries.carried import custom_words

NEW = "new"
MOST_LIKES = 4


@dataclass(frozen=True)
class Plan:
    """Whom the deal would be with, NEW for one that is made, and who else it might be.

    `planned` counts the follow-ups that go along, `custom` names the fields the admin added that have a value.
    """

    lead: Lead
    company: Company | str | None
    contact: Contact | str
    companies: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    planned: int = 0
    custom: list = field(default_factory=list)

    @property
    def makes_company(self):
        return self.company == NEW

    @property
    def makes_contact(self):
        return self.contact == NEW


def plan_of(lead, reader):
    """The plan for a lead, looking for its company and contact among those the reader may see."""
    return plans_of([lead], reader)[0]


def plan_with_likes(lead, reader):
    """The plan, and beside it whoever else is like its contact and its company."""
    plan = plan_of(lead, reader)
    people = likes_of(marks_of(lead), reader, kinds=("contact",))
    houses = likes_of(marks_of_house(lead.company_name, house_of(domain_key(lead.email))), reader, kinds=("company",))
    return replace(
        plan,
        contacts=once_each([plan.contacts, [like.record for like in people]]),
        companies=once_each([plan.companies, [like.record for like in houses]]),
        custom=custom_words("lead", lead.custom),
    )


def plans_of(leads, reader):
    """A plan for each of several leads, in as many questions as for one."""
    marks = {lead.pk: marks_of(lead) for lead in leads}
    mails, phones = {one.email for one in marks.values()}, {one.phone for one in marks.values()}
    people = known_by(Contact, {"email_key": mails, "phone_key": phones}, {lead.contact_id for lead in leads}, reader)
    names, domains = {one.company for one in marks.values()}, {house_of(one.domain) for one in marks.values()}
    own = {lead.company_id for lead in leads} | {one.company_id for found in people.values() for one in found}
    houses = known_by(Company, {"company_key": names, "domain_key": domains}, own, reader)
    planned = count_planned(leads)
    return [plan(lead, marks[lead.pk], people, houses, planned.get(lead.pk, 0)) for lead in leads]


def known_by(model, marks, own, reader):
    """{(mark, its value): the records that have it} of those this reader may see; `own` ids are found by “id”."""
    wanted = {name: values - {""} for name, values in marks.items()}
    condition = Q(record_id__in=own - {None})
    for name, values in wanted.items():
        condition |= Q(**{f"{name}__in": values})
    rows = Fingerprint.objects.filter(condition, record=model._meta.model_name).order_by("record_id")
    rows = list(rows.values_list("record_id", *wanted))
    records = model.objects.visible_to(reader).in_bulk([pk for pk, *_keys in rows])
    found = defaultdict(list)
    for pk, *keys in rows:
        for named in [("id", pk), *zip(wanted, keys, strict=True)] if pk in records else []:
            found[named].append(records[pk])
    return {(name, value): those for (name, value), those in found.items() if value}


def count_planned(leads):
    """{lead id: how many promises go along}."""
    condition = Q(follow_ups__done_at=None, follow_ups__cancelled_at=None, follow_ups__deal=None)
    counted = Lead.objects.filter(pk__in=[lead.pk for lead in leads]).values_list("pk")
    return dict(counted.annotate(planned=Count("follow_ups", filter=condition)))


def plan(lead, marks, people, houses, planned):
    """Its own contact and company first, then those of its address, phone, name and house."""
    ways = [("id", lead.contact_id), ("email_key", marks.email), ("phone_key", marks.phone)]
    contacts = once_each([people.get(way, []) for way in ways])
    homes = [("id", contact.company_id) for contact in contacts[:1]]
    ways = [("id", lead.company_id), ("company_key", marks.company), ("domain_key", house_of(marks.domain)), *homes]
    companies = once_each([houses.get(way, []) for way in ways])
    return Plan(
        lead=lead,
        company=companies[0] if companies else (NEW if lead.company_name else None),
        contact=contacts[0] if contacts else NEW,
        companies=companies,
        contacts=contacts,
        planned=planned,
    )


def once_each(lists):
    return list(dict.fromkeys(record for records in lists for record in records))[:MOST_LIKES]


def domain_of(email):
    """The house somebody writes from, “” where everybody may have a mailbox."""
    return house_of(domain_key(email)) if email else ""


def planned_of(lead):
    """The promises for a lead that are not kept yet and belong to no deal."""
    return lead.follow_ups.filter(done_at=None, cancelled_at=None, deal=None)


def next_step_of(lead):
    return planned_of(lead).aggregate(due=Min("due_at"))["due"]


def first_title(lead):
    """What its deal is called until somebody says better."""
    return lead.company_name or lead.name


def draft_of_lead(lead, reader, asked):
    """The deal a lead would become, to ask the gates about it; whom it would make is not there yet."""
    made = {"company": lambda: Company(name=lead.company_name), "contact": lambda: Contact(name=lead.name)}
    with_whom = {name: make() if asked[name] == NEW else asked[name] for name, make in made.items()}
    return Deal(
        stage=asked["stage"],
        pipeline=asked["stage"].pipeline,
        owner=lead.owner or reader,
        title=asked["title"],
        amount=asked["amount"],
        currency=asked["currency"],
        qualification=lead.qualification,
        label=lead.label,
        source=lead.source,
        next_step_at=next_step_of(lead),
        **with_whom,
    )
