"""Undo of what was written on a company or contact, unless somebody has changed it since."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from leads.actions.restoring import CannotUndo, backwards, refuse_if_too_late, restore, said_backwards
from leads.circles import hold_parents, refuse_circle
from leads.models import Company, Contact
from leads.phones import key_the_phone
from timeline.log import record
from timeline.models import Event, subject_key

MODELS = {"company.edited": Company, "contact.edited": Contact}


@transaction.atomic
def undo_record_edit(thing, bulk, *, by):
    """Give a company or contact back the facts an act changed, and return it; raises CannotUndo."""
    if isinstance(thing, Company):
        hold_parents()
    thing = type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
    event = edits_of(bulk).select_for_update(of=("self",)).get(subject=subject_key(thing))
    refuse_if_too_late(event, by)
    names, former_owner = restore(thing, event, thing.name), thing.owner
    if "parent" in event.changes and thing.parent:
        refuse_above(thing)
    keyed = key_the_phone(thing, event.changes) if isinstance(thing, Contact) else []
    thing.save(update_fields=[*names, *keyed])
    tell(thing, event, by, thing.owner or former_owner)
    return thing


def edits_of(bulk):
    return Event.objects.of_bulk(bulk).filter(verb__in=MODELS, undoes=None)


def refuse_above(company):
    try:
        refuse_circle(company, company.parent)
    except ValidationError as circle:
        raise CannotUndo(" ".join(circle.messages)) from circle


def tell(thing, event, by, owner):
    details = {"name": thing.name, "undone": event.verb, "said": said_backwards(event)}
    verb = f"{thing._meta.model_name}.undone"
    record(verb, thing, by=by, changes=backwards(event), details=details, owner=owner, undoes=event)


def record_to_take_back(by, bulk):
    """The company or contact an act edited, if this person may see it or gave it away by that; else None."""
    event = edits_of(bulk).first()
    if event is None:
        return None
    model, pk = MODELS[event.verb], int(event.subject.partition(":")[2])
    gave_it_away = event.actor_id == by.pk and "owner" in event.changes
    found = Q(pk__in=model.objects.visible_to(by).values("pk")) | (Q(merged_into=None) if gave_it_away else Q(pk=None))
    return model.objects.filter(found, pk=pk).first()
