"""Adding a lead and changing its facts; two people's edits are merged, only what both changed is asked about."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.fields.facts import columns_of, parted, set_fact
from leads.actions.words import called, changes_of, said, spoken
from leads.models import Lead, Qualification
from leads.phones import key_the_phone
from timeline.log import record
from timeline.models import Event, subject_key


class EditedMeanwhile(ValidationError):
    """Somebody else changed the same facts; `names` are the fields, `lead` is how it stands now."""

    def __init__(self, lead, names, by):
        self.lead, self.names = lead, names
        fields = ", ".join(called(lead, name) for name in names)
        super().__init__(
            _("%(who)s changed %(fields)s while you were writing. Your text is below: save again to keep it.")
            % {"who": by or _("Somebody"), "fields": fields}
        )


@transaction.atomic
def create_lead(*, by, owner=None, **facts):
    """Add a lead with an empty BANT sheet; `owner` None leaves it to whoever takes it."""
    facts |= label_by_hand(facts, by)
    lead = Lead(owner=owner, qualification=Qualification.objects.create(), **parted(facts))
    key_the_phone(lead, facts)
    lead.save(force_insert=True)
    record("lead.created", lead, by=by, details={"name": lead.name, "source": lead.source}, owner=owner)
    return lead


@transaction.atomic
def edit_lead(lead, *, by, version, **facts):
    """Change facts of a lead and return it; `version` is what the writer saw. Raises EditedMeanwhile."""
    lead = lock(lead)
    if version != lead.version:
        facts = merge(lead, facts, version)
    write(lead, facts, by=by)
    return lead


def lock(lead):
    """The lead as it stands now, nobody else writing it until this transaction ends.

    Two statements: a join in the locking one would lose the lead whose owner changed while the lock was awaited.
    """
    Lead.objects.select_for_update().only("pk").get(pk=lead.pk)
    return Lead.objects.select_related("owner__team", "qualification", "label").get(pk=lead.pk)


def merge(lead, facts, version):
    """The facts the writer really changed; raises EditedMeanwhile where somebody else changed them too."""
    since = list(edits_since(lead, version))
    seen = {name: old for event in reversed(since) for name, (old, _new) in event.changes.items()}
    mine = {name: value for name, value in facts.items() if said(lead, name, value) != seen.get(name, said(lead, name))}
    both = [name for name, value in mine.items() if name in seen and said(lead, name) != said(lead, name, value)]
    if both:
        raise EditedMeanwhile(lead, both, since[-1].actor)
    return mine


def edits_since(lead, version):
    edits = Event.objects.filter(subject=subject_key(lead), details__version__gt=version)
    return edits.select_related("actor").order_by("id")


def write(lead, facts, *, by, verb="lead.edited", about=(), **details):
    """Write the facts that differ on a locked lead, as one event; returns it, or None if nothing changed."""
    if "label" in changes_of(lead, facts):
        facts = facts | label_by_hand(facts, by)
    changes = changes_of(lead, facts)
    if not changes:
        return None
    changed = {name: facts[name] for name in changes}
    in_words, former_owner = spoken(lead, changed), lead.owner
    for name, value in changed.items():
        set_fact(lead, name, value)
    lead.version += 1
    lead.save(update_fields=[*columns_of(changed), *key_the_phone(lead, changed), "version"])
    details = {"version": lead.version, "name": lead.name, "said": in_words} | details
    return record(verb, lead, by=by, about=about, changes=changes, details=details, owner=lead.owner or former_owner)


def label_by_hand(facts, by):
    """Whether somebody chose the label, so that the score leaves it alone; without a label it follows the score."""
    return {"label_is_by_hand": bool(by and facts["label"])} if "label" in facts else {}
