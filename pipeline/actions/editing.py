"""Changing the facts of a deal: two people's edits are merged, and only what both changed is asked about."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.fields.facts import columns_of, fact_of, is_custom, set_fact, told
from accounts.zones import workspace_zone
from pipeline.actions.merging import EditedMeanwhile
from pipeline.actions.places import lock_deal
from pipeline.actions.standing import live_word, plain
from pipeline.items.worth import with_items
from pipeline.models import Deal
from pipeline.rates import CENT, in_base
from timeline.log import record
from timeline.models import Event, subject_key


def edit_deal(deal, *, by, version=None, **facts):
    """Change facts of a deal and return it as it is now.

    `version` is the version the writer saw: what others changed since then is kept where the writer did not touch it;
    where both did, EditedMeanwhile is raised and nothing is written. ValueRefused: the currency has no rate yet, or
    the value comes from the line items.
    """
    with transaction.atomic():
        deal = lock_deal(deal)
        if version is not None and version != deal.version:
            facts = merge(deal, facts, version)
        write_facts(deal, facts, by=by)
    return deal


def merge(deal, facts, version):
    """The facts the writer really changed; raises EditedMeanwhile where somebody else changed them too."""
    since = edits_since(deal, version)
    seen = {name: old for event in reversed(since) for name, (old, _new) in event.changes.items()}
    mine = {name: value for name, value in facts.items() if said(deal, name, value) != seen.get(name, said(deal, name))}
    conflicts = {
        name: (fact_of(deal, name), value)
        for name, value in mine.items()
        if name in seen and said(deal, name) not in (seen[name], said(deal, name, value))
    }
    if conflicts:
        last = next(event for event in reversed(since) if conflicts.keys() & event.changes.keys())
        raise EditedMeanwhile(deal, mine, conflicts, last)
    return mine


def edits_since(deal, version):
    edits = Event.objects.filter(subject=subject_key(deal), verb="deal.edited", details__version__gt=version)
    return list(edits.select_related("actor").order_by("id"))


def write_facts(deal, facts, *, by, undoes=None):
    """Write the facts that differ on a locked deal, as one event; returns it, or None if nothing changed.

    `undoes` is the edit this one takes back.
    """
    facts = with_items(deal, facts)
    changed = [name for name, value in facts.items() if said(deal, name, value) != said(deal, name)]
    if not changed:
        return None
    changes = {name: [said(deal, name), said(deal, name, facts[name])] for name in changed}
    words = in_words(deal, {name: facts[name] for name in changed})
    former_owner, former_close, former_worth = deal.owner, deal.expected_close, deal.base_amount
    for name in changed:
        set_fact(deal, name, facts[name])
    weigh(deal, changed)
    pushed = count_push(deal, former_close, undoes)
    deal.version += 1
    deal.save(update_fields=[*columns_of(changed), "base_amount", "version", "pushes"])
    return record(
        "deal.edited",
        deal,
        by=by,
        about=(deal.company, deal.lead),
        changes=changes,
        details={"version": deal.version, "currency": deal.currency, "pushed": pushed}
        | words
        | worth(former_worth, deal.base_amount)
        | ({"items": True} if is_made_by_items(deal, changed) else {}),
        owner=deal.owner,
        undoes=undoes,
        live=live_word(deal, deal.stage_id, None) | {"also": [former_owner]},
    )


def is_made_by_items(deal, changed):
    """Whether the value follows what somebody did to the lines, which alone can take it back."""
    return deal.is_valued_by_items and "amount" in changed and "currency" not in changed


def weigh(deal, changed):
    """The worth in the workspace's currency follows the value; a closed deal keeps the rate of its day."""
    if {"amount", "currency"} & set(changed):
        day = deal.closed_at and timezone.localdate(deal.closed_at, workspace_zone())
        deal.base_amount = in_base(deal.amount, deal.currency, on=day)


def count_push(deal, former, undoes):
    """Count an open deal put off to a later month, and no longer where that is taken back; returns by how much."""
    if undoes:
        pushed = -undoes.details.get("pushed", 0)
    else:
        both = deal.status == deal.Status.OPEN and former and deal.expected_close
        pushed = int(bool(both) and months_of(deal.expected_close) > months_of(former))
    deal.pushes = max(deal.pushes + pushed, 0)
    return pushed


def months_of(day):
    return day.year, day.month


def worth(before, after):
    """What the change did to the worth in the workspace's currency, for those who ask what the deal was worth then."""
    return {"base": [str(before), str(after)]} if before != after else {}


def said(deal, name, *value):
    """A fact in words JSON knows, so that what was read, written and logged compare as equal."""
    value = value[0] if value else fact_of(deal, name)
    if is_custom(name):
        return value
    field = Deal._meta.get_field(name)
    if field.is_relation:
        return value and value.pk
    value = field.to_python(value)
    return str(value.quantize(CENT)) if isinstance(value, Decimal) else plain(value)


def in_words(deal, facts):
    """What the timeline freezes of a change: old and new in words, and how a custom field is called now."""
    custom = told("deal", deal, facts)
    said = {name: [spoken(fact_of(deal, name)), spoken(value)] for name, value in facts.items() if name not in custom}
    said |= {name: [old, new] for name, (_field, old, new) in custom.items()}
    return {"said": said} | ({"names": {name: field for name, (field, *_words) in custom.items()}} if custom else {})


def spoken(value):
    """A fact as the timeline freezes it: names, not ids."""
    return "" if value is None else str(value)
