"""A conversion taken back: the deal goes, and the lead stands again as it stood, with everything that was its own."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from leads.actions.editing import lock
from leads.actions.words import said
from leads.models import LikelyPair
from pipeline.actions.opening import unmake_deal
from pipeline.models import Conversion
from timeline.log import record, take_along
from timeline.models import Event, subject_key


def conversion_event(deal):
    """The event that made a lead this deal, or None."""
    told = Event.objects.filter(about__contains=[subject_key(deal)], verb="lead.converted")
    return told.order_by("-id").first()


def unconvert(deal, opening, *, by):
    """Take a locked deal back to the lead it came from; returns the event that says the deal is gone.

    The company and the contact it made go too, unless something else needs them by now.
    """
    conversion = Conversion.objects.select_for_update(of=("self",)).get(deal=deal)
    conversion.company, conversion.contact = deal.company, deal.contact
    converted, lead = conversion_event(deal), lock(conversion.lead)
    give_back_promises(conversion, deal)
    said_before = Event.objects.filter(about__contains=[subject_key(deal)], pk__lte=converted.pk)
    said_before = list(said_before.exclude(pk__in=[opening.pk, converted.pk]).values_list("pk", flat=True))
    event = unmake_deal(deal, opening, by=by)
    take_along(Event.objects.filter(pk__in=said_before), event)
    stand_again(lead, conversion, converted, by)
    remove_made(conversion, converted, by)
    Conversion.objects.filter(pk=conversion.pk).update(undone_by=by, undone_at=timezone.now())
    return event


def give_back_promises(conversion, deal):
    ids = [pk for step in conversion.moved for pk in step["ids"]]
    deal.follow_ups.filter(pk__in=ids, lead=conversion.lead_id).update(deal=None)


def stand_again(lead, conversion, converted, by):
    """Every fact the conversion wrote is as before, unless somebody has written it anew since."""
    old = {name: was for name, (was, wrote) in converted.changes.items() if said(lead, name) == wrote}
    changes = {name: [said(lead, name), was] for name, was in old.items()}
    for name, was in old.items():
        field = lead._meta.get_field(name)
        setattr(lead, field.attname, was if field.is_relation else field.to_python(was))
    lead.version += 1
    lead.save(update_fields=[*old, "version"])
    lead.refresh_from_db(fields=["owner"])
    record(
        "lead.unconverted",
        lead,
        by=by,
        about=(conversion.company, conversion.contact),
        changes=changes,
        details={"name": lead.name, "version": lead.version},
        owner=lead.owner or by,
        undoes=converted,
    )


def remove_made(conversion, converted, by):
    """The contact first, since it stands in the company."""
    made = [(conversion.makes_contact, conversion.contact), (conversion.makes_company, conversion.company)]
    for thing in [thing for is_made, thing in made if is_made and thing]:
        if not is_used(thing, converted):
            remove(thing, by)


def is_used(thing, converted):
    """Whether anything refers to it, or was done to it, since the conversion made it."""
    later = Event.objects.standing().filter(about__contains=[subject_key(thing)], pk__gt=converted.pk)
    uses = [(use.related_model, use.field.name) for use in thing._meta.related_objects]
    return later.exists() or any(model.objects.filter(**{name: thing}).exists() for model, name in uses)


def remove(thing, by):
    """Take it away with its likely pairs; somebody may link it in this very moment, and then it stays."""
    key, kind = subject_key(thing), thing._meta.model_name
    created = Event.objects.filter(subject=key, verb=f"{kind}.created").first()
    try:
        with transaction.atomic():
            record(f"{kind}.removed", thing, by=by, details={"name": thing.name}, owner=thing.owner, undoes=created)
            thing.delete()
            LikelyPair.objects.filter(Q(one=key) | Q(other=key)).delete()
    except (ProtectedError, IntegrityError):
        pass
