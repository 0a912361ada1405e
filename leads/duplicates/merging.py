"""Making two records one: field by field, with everything that leads to either, so that it can be taken apart again.

A lead and a contact become one person: the contact gets the chosen facts, and the lead stays in the inbox as theirs.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.actions.words import changes_of, spoken
from leads.circles import hold_parents, refuse_circles
from leads.duplicates.carrying import carry_over
from leads.duplicates.comparing import ALONG, facts_of, fullest
from leads.duplicates.hiding import refuse_to_hide
from leads.duplicates.marks import name_of
from leads.duplicates.states import lock_both, lock_named, state_of
from leads.models import Company, Contact, Lead, LikelyPair, Merge, Qualification
from timeline.log import record


@transaction.atomic
def merge_all(kept, others, *, by, choices=None):
    """Make several one with `kept`, one after the other, and return the Merges; raises ValidationError, then none is.

    `choices` is {fact: the record it is taken from}; the fullest value where nothing is chosen.
    """
    hold_what_leads_up(kept)
    names = [name_of(record) for record in (kept, *others)]
    rows = lock_named(set(names))
    kept, *others = records = [rows[name] for name in names]
    for gone in others:
        refuse_what_cannot_be(kept, gone)
    taken = {key: fullest(records, key) for key in facts_of(*records)} | (choices or {})
    if "owner" in taken:
        refuse_to_hide(records, taken["owner"].owner, by=by)
    return [
        join(kept, gone, by=by, choices={key: "gone" if one == gone else "kept" for key, one in taken.items()})
        for gone in others
    ]


@transaction.atomic
def merge(kept, gone, *, by, choices=None):
    """Make `gone` one with `kept` and return the Merge; raises ValidationError.

    `choices` is {fact: “kept” or “gone”}, as comparing.facts_of names facts; the fuller value where nothing is chosen.
    """
    sides = {"kept": kept, "gone": gone}
    chosen = {key: sides[side] for key, side in (choices or {}).items() if side}
    return merge_all(kept, [gone], by=by, choices=chosen)[0]


def join(kept, gone, *, by, choices):
    """Make `gone` one with `kept` by what was chosen for every fact, and return the Merge."""
    kept, gone = lock_both(kept, gone)
    writes = writes_of(kept, gone, choices)
    rows = lock_named(set(writes) - {name_of(kept), name_of(gone)}) | {name_of(kept): kept, name_of(gone): gone}
    before = {name: state_of(rows[name], facts) for name, facts in writes.items()}
    changes, in_words = told(kept, writes[name_of(kept)])
    for name in sorted(writes, key=lambda name: name != name_of(gone)):  # its id in other programs is free first
        write(rows[name], writes[name])
    made = Merge.objects.create(
        kept=name_of(kept),
        gone=name_of(gone),
        choices=choices,
        before=before,
        after={name: state_of(rows[name], facts) for name, facts in writes.items()},
        moved=carry_over(kept, gone) if type(kept) is type(gone) else [],
        by=by,
    )
    if isinstance(kept, Company):
        refuse_circles([kept.pk])
    settle(kept, gone, LikelyPair.State.MERGED, by)
    details = {"name": kept.name, "gone": gone.name, "merge": made.pk, "said": in_words}
    verb = f"{kept._meta.model_name}.merged"
    record(verb, kept, by=by, about=(gone,), changes=changes, details=details, owner=kept.owner)
    return made


def hold_what_leads_up(record):
    """Nobody else writes parents while companies are merged or taken apart."""
    if isinstance(record, Company):
        hold_parents()


def refuse_what_cannot_be(kept, gone):
    if name_of(kept) == name_of(gone):
        raise ValidationError(_("These are the same already."))
    if type(kept) is not type(gone) and not (isinstance(kept, Contact) and isinstance(gone, Lead)):
        raise ValidationError(_("These cannot be merged: they are not of one kind."))
    if kept.merged_into_id or gone.merged_into_id or Merge.objects.filter(gone=name_of(gone), undone_at=None).exists():
        raise ValidationError(_("Somebody has merged one of them already."))
    if isinstance(kept, Lead) and gone.status == Lead.Status.CONVERTED:
        raise ValidationError(_("%(name)s is a deal already: keep that one.") % {"name": gone.name})


def writes_of(kept, gone, choices):
    """{row: {field: value}} of everything the merge writes."""
    taken = [key for key in facts_of(kept, gone) if choices.get(key) == "gone"]
    ours = taken_over(gone, [key for key in taken if "." not in key])
    if type(kept) is not type(gone):
        theirs = {"contact": kept} | ({} if gone.company_id else {"company": kept.company})
        return {name_of(kept): ours, name_of(gone): theirs}
    ours |= custom_of(kept, gone, taken) | (standing_of(kept, gone) if isinstance(kept, Lead) else {})
    writes = {name_of(kept): ours, name_of(gone): {"merged_into": kept}}
    if "parent" in ours or getattr(kept, "parent_id", None) == gone.pk:
        ours["parent"] = other_parent(kept, gone, ours)
    if gone.external_id and not kept.external_id:
        ours["external_id"], writes[name_of(gone)]["external_id"] = gone.external_id, None
    if answers := answers_of(gone, taken):
        writes[f"qualification:{kept.qualification_id}"] = answers
    return writes


def taken_over(gone, names):
    """The facts taken from the other record, with what goes along with them."""
    fields = [field for name in names for field in (name, *ALONG.get(name, ())) if has(gone, field)]
    return {field: getattr(gone, field) for field in fields}


def has(thing, name):
    return name in {field.name for field in thing._meta.concrete_fields}


def custom_of(kept, gone, taken):
    keys = [key.removeprefix("custom.") for key in taken if key.startswith("custom.")]
    return {"custom": kept.custom | {key: gone.custom[key] for key in keys if key in gone.custom}} if keys else {}


def answers_of(gone, taken):
    """The BANT answers taken from the other lead, each with its evidence and day."""
    topics = [key.removeprefix("bant.") for key in taken if key.startswith("bant.")]
    if not topics:
        return {}
    sheet = Qualification.objects.get(pk=gone.qualification_id)
    return {f"{topic}{part}": getattr(sheet, f"{topic}{part}") for topic in topics for part in ("", "_evidence", "_on")}


def standing_of(kept, gone):
    """What both leads lived through: the first of firsts, the last of lasts, whom they belong to."""
    facts = {name: latest(kept, gone, name) for name in ("last_touch_at", "answered_at", "promoted_at")}
    facts["first_response_at"] = min(filter(None, (kept.first_response_at, gone.first_response_at)), default=None)
    for name, choose in (("first_arrival", min), ("last_arrival", max)):
        arrivals = [arrival for lead in (kept, gone) if (arrival := getattr(lead, name))]
        facts[name] = choose(arrivals, key=lambda arrival: arrival.happened_at, default=None)
    if (gone.last_touch_at or kept.created_at) > (kept.last_touch_at or kept.created_at):
        facts |= {name: getattr(gone, name) for name in ("unanswered_touches", "unanswered_since")}
    return facts | {name: getattr(kept, name) or getattr(gone, name) for name in ("company", "contact")}


def latest(kept, gone, name):
    return max(filter(None, (getattr(kept, name), getattr(gone, name))), default=None)


def other_parent(kept, gone, ours):
    """The parent company, which is neither of the two."""
    wanted = ours.get("parent", kept.parent)
    return next((one for one in (wanted, gone.parent, kept.parent) if one and one.pk not in (kept.pk, gone.pk)), None)


def told(kept, facts):
    """(changes, in words) of what the kept record gets."""
    facts = {name: value for name, value in facts.items() if name not in ("custom", "phone_key")}
    changes = changes_of(kept, facts)
    spoken_of = {name: facts[name] for name in changes if name in facts_of(kept, kept)}
    return changes, spoken(kept, spoken_of)


def write(row, facts):
    """Write facts of a locked row; a lead counts its versions."""
    for name, value in facts.items():
        setattr(row, name, value)
    names = list(facts)
    if isinstance(row, Lead):
        row.version += 1
        names.append("version")
    if names:
        row.save(update_fields=names)


def settle(one, other, state, by):
    """Nobody asks about this pair again."""
    first, second = sorted((name_of(one), name_of(other)))
    decided = {"state": state, "decided_by": by, "decided_at": timezone.now()}
    LikelyPair.objects.update_or_create(
        one=first, other=second, defaults=decided, create_defaults=decided | {"likeness": 100}
    )


def merges_of(name):
    """The merges a record stands in that still hold."""
    return Merge.objects.filter(Q(kept=name) | Q(gone=name), undone_at=None)
