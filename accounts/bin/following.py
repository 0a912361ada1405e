"""What was merged while something that points at it lay in the bin: that comes back pointing at what stayed."""

from collections import defaultdict

from django.db.models import UniqueConstraint

from accounts.bin.returning import patch

merging = {}


def follows(model, field):
    """Say by which column a record of this model names the one it was merged into."""
    merging[model] = field


def follow_merged(arriving):
    """Let what comes back point, in the bin, at the records that stayed."""
    stayed = {model: stays_of(model, arriving) for model in merging}
    for model, pointers in arriving.pointers.items():
        patches = defaultdict(dict)
        for key, fields in pointers.items():
            for one, to in fields.items():
                now = stayed.get(one.related_model, {}).get(to)
                if now and goes_elsewhere(model, one) and not is_double(model, fields | {one: now}, one, pointers):
                    fields[one], patches[key][one.column] = now, int(now)
        if patches:
            patch(model, patches)


def goes_elsewhere(model, pointing):
    """What was merged into a record names it for good; only others follow it on."""
    return merging.get(model) != pointing.name


def is_double(model, fields, changed, pointers):
    """Whether a row would then be what another one is: where both people of a merge sit in one committee, both stay."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and changed.name in constraint.fields:
            names = [model._meta.get_field(name) for name in constraint.fields]
            mine = [fields.get(name) for name in names]
            if any([other.get(name) for name in names] == mine for other in pointers.values()):
                return True
    return False


def stays_of(model, arriving):
    """{key: key of the record it is part of now} of what is pointed at and was merged."""
    wanted = {
        to
        for pointers in arriving.pointers.values()
        for fields in pointers.values()
        for one, to in fields.items()
        if one.related_model is model
    }
    into, found = merging[model], {}
    while wanted:
        merged = model._base_manager.filter(pk__in=wanted, **{f"{into}__isnull": False})
        step = {str(pk): str(stays) for pk, stays in merged.values_list("pk", into)}
        found |= step
        wanted = set(step.values()) - found.keys()
    return {key: last_of(key, found) for key in found}


def last_of(key, found):
    while key in found:
        key = found[key]
    return key
