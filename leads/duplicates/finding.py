"""Who is like somebody: found by the question, weighed, and shown as far as the reader may see."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from leads.duplicates.asking import find_like
from leads.duplicates.marks import HOUSES, MODELS, PEOPLE, marks_of, name_of
from leads.duplicates.weighing import NOTICE, weigh_houses, weigh_people
from leads.models import IN_WORK, Company, Lead

SHOWN, LOOKED_AT = 5, 40
SURE = 95  # from here on it is surely the same; nobody is who only has the same name


@dataclass(frozen=True)
class Like:
    """A record that may be the same, how likely in percent, and why: such as ("email", "name")."""

    record: Any
    likeness: int
    reasons: tuple

    @property
    def name(self):
        """As the log names it: “contact:7”."""
        return name_of(self.record)

    @property
    def address(self):
        """Where it is looked at."""
        return reverse(f"leads:{self.record._meta.model_name}", args=[self.record.pk])


def likes_of(marks, reader=None, *, kinds=PEOPLE, at_least=NOTICE, but="", most=SHOWN):
    """The records like these marks (marks.py makes them), the likeliest first, as far as `reader` may see them.

    Without a reader the house itself asks. `but` is the name of the record the marks are of.
    """
    if not any((marks.name, marks.email, marks.phone, marks.domain)):
        return []
    weighed = weighed_like(marks, kinds, but)
    if at_least < SURE and not any(points >= SURE for _name, points, _reasons in weighed):
        known = {name for name, *_rest in weighed}
        weighed += [like for like in weighed_like(marks, kinds, but, by_name=True) if like[0] not in known]
    likely = sorted((like for like in weighed if like[1] >= at_least), key=lambda like: (-like[1], like[0]))[:LOOKED_AT]
    records = records_of([name for name, *_rest in likely], reader)
    found = [Like(records[name], likeness, reasons) for name, likeness, reasons in likely if name in records]
    return without_doubles(found)[:most]


def weighed_like(marks, kinds, but, **how):
    """[((kind, id), percent, reasons)] of everybody the question finds."""
    found = find_like(marks, kinds, but, **how)
    return [((kind, pk), *weigh(kinds, marks, other)) for kind, pk, other in found]


def likes_of_record(record, reader=None, **options):
    """The records like a saved one, itself left out."""
    kinds = HOUSES if isinstance(record, Company) else PEOPLE
    return likes_of(marks_of(record), reader, kinds=kinds, but=name_of(record), **options)


def the_same_lead(marks):
    """The lead in work, or resting, that surely is this person, else None: who comes by itself is added to it."""
    sure = likes_of(marks, kinds=("lead",), at_least=SURE, most=LOOKED_AT)
    return next((like.record for like in sure if like.record.status in ATTENDED), None)


ATTENDED = (*IN_WORK, Lead.Status.RECYCLED)


def weigh(kinds, one, other):
    return weigh_houses(one, other) if kinds == HOUSES else weigh_people(one, other)


def records_of(names, reader):
    """{(kind, id): record} of those this reader may see, in one query for each kind."""
    found = {}
    for kind in {kind for kind, _pk in names}:
        wanted = [pk for named, pk in names if named == kind]
        found |= {(kind, record.pk): record for record in seen_by(reader, kind).filter(pk__in=wanted)}
    return found


def seen_by(reader, kind):
    """The records of a kind this reader may see; the house itself sees all that are not merged away."""
    model = MODELS[kind]
    seen = model.objects.visible_to(reader) if reader else model.objects.filter(merged_into=None)
    return seen.select_related("owner") if kind == "company" else seen.select_related("owner", "company")


def without_doubles(likes):
    """A lead that stands beside its own contact is no second person."""
    contacts = {like.record.pk for like in likes if like.name.startswith("contact:")}
    return [like for like in likes if not (isinstance(like.record, Lead) and like.record.contact_id in contacts)]
