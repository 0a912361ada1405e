"""What people are told because of something in the log."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from followups.actions.notifications import notify, speaking_to
from followups.notices.mentions import tell_the_answered, tell_the_mentioned
from followups.notices.pages import page_of_subject, parted
from leads.models import ImportBatch
from timeline.listeners import listen
from timeline.models import Event
from timeline.sentences import say

say("person.channels_chosen", _("{actor} chose by which ways they are told"), icon="bell")

GIVEN = ["deal.edited", "deal.created", "lead.assigned", "lead.created"]
YOURS_NOW = {"deal": _("%(who)s gave you the deal %(name)s"), "lead": _("%(who)s gave you the lead %(name)s")}


@listen("assigned", verbs=GIVEN, respects_undo=True)
def tell_new_owners(events):
    """Who was given a deal or lead by somebody else hears of it, once the giver had time to take it back."""
    for event in events:
        if is_given(event):
            model, pk = parted(event.subject)
            record = model.objects.select_related("owner").filter(pk=pk, owner=event.owner_id).first()
            if record:
                tell_yours_now(record, event)


def is_given(event):
    """Somebody made it somebody else's by hand: an import tells of itself."""
    changed = "owner" in event.changes or event.verb.endswith(".created")
    return changed and event.actor_id and event.owner_id not in (None, event.actor_id) and "import" not in event.details


def tell_yours_now(record, event):
    """One notice for each record, but only one for all of one act over many."""
    bulk = event.details.get("bulk")
    count = Event.objects.of_bulk(bulk).filter(verb=event.verb, owner=record.owner).count() if bulk else 1
    with speaking_to(record.owner):
        text = words_for(record, event, count)
    key = f"assigned:{bulk}:{record.owner_id}" if bulk else f"assigned:{event.pk}"
    url = MANY[record._meta.model_name] if count > 1 else None
    page = reverse(url) if url else page_of_subject(event.subject)
    notify(record.owner, key=key, kind="assigned", text=text, url=page)


MANY = {"deal": "pipeline:deal-list", "lead": "leads:list"}


def words_for(record, event, count):
    kind, who = record._meta.model_name, event.actor.name
    if count == 1:
        return YOURS_NOW[kind] % {"who": who, "name": record}
    if kind == "deal":
        words = ngettext("%(who)s gave you %(count)s deal", "%(who)s gave you %(count)s deals", count)
    else:
        words = ngettext("%(who)s gave you %(count)s lead", "%(who)s gave you %(count)s leads", count)
    return words % {"who": who, "count": count}


IMPORTED = _("%(file)s is imported. New: %(created)s, updated: %(updated)s, refused: %(rejected)s")
IMPORT_ENDS = {
    "import.reverted": _("The import of %(file)s was taken back. Restored: %(restored)s, kept: %(kept)s"),
    "import.stopped": _("The import of %(file)s has stopped: %(reason)s"),
}
DONE = ["deals.imported", "leads.imported", "companies.imported", "contacts.imported", "products.imported"]


@listen("imports", verbs=[*DONE, *IMPORT_ENDS])
def tell_of_imports(events):
    """Whose import is finished, taken back or has stopped hears of it, wherever they are by then."""
    for event in events:
        batch = ImportBatch.objects.defer("content").select_related("owner").filter(pk=pk_of(event)).first()
        if batch:
            with speaking_to(batch.owner):
                text = IMPORT_ENDS.get(event.verb, IMPORTED) % event.details
            page = reverse("leads:import", args=[batch.pk])
            notify(batch.owner, key=f"import:{event.pk}", kind="import", text=text, url=page)


def pk_of(event):
    return event.subject.partition(":")[2]


NOTED = ["deal.noted", "lead.noted", "company.noted", "contact.noted", "lead.call", "lead.email", "lead.meeting"]
NOTED += ["deal.call", "deal.meeting", "entry.commented", "entry.replied", "entry.edited"]


@listen("mentions", verbs=NOTED)
def tell_of_mentions(events):
    """Who is named in a note hears of it."""
    for event in events:
        tell_the_mentioned(event)
        if event.verb == "entry.replied":
            tell_the_answered(event)
