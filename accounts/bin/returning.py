"""Before a parcel comes back: what became meanwhile of the rows that its rows point at.

Where a column may be empty it is emptied; a row that cannot be without what is gone, or hangs on it, is left out. If
that is only in the bin, the row goes along with it from now on, or points at it again once it is back: so the order of
coming back makes no difference.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import SET_NULL
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from accounts.bin.kinds import beside, kinds, name_of_field
from accounts.bin.walking import goes, sql_type
from accounts.models import BinnedLink, BinnedRecord, BinnedRow

POINTERS = "SELECT key, {columns} FROM accounts_binnedrow WHERE model = %s AND binned_id = ANY (%s::bigint[])"
THERE = 'SELECT "{key}"::text FROM "{table}" WHERE "{key}" = ANY (%s::{type}[])'
PATCH = """
UPDATE accounts_binnedrow SET row = row || given.patch
FROM unnest(%s::text[], %s::jsonb[]) AS given (key, patch) WHERE model = %s AND accounts_binnedrow.key = given.key
"""
EMPTIED = """
UPDATE accounts_binnedrow SET row = row || jsonb_build_object(%s::text, NULL) WHERE model = %s AND key = ANY (%s)
"""


@dataclass
class Coming:
    """What comes back: `rows` {model: {key: id of its BinnedRecord}}; `pointers` {model: {key: {field: key}}}.

    `roots` {(model, key): BinnedRecord} are the records themselves. `emptied` are [(field, key, to)] of columns that
    point at what is gone, `left` {(model, key): (model, key)} the rows that cannot be without it, and what that is.
    """

    rows: dict
    pointers: dict
    roots: dict
    emptied: list = field(default_factory=list)
    left: dict = field(default_factory=dict)


def coming(binned):
    """What these parcels hold and what that points at; rows of models that are no more are left out."""
    bins = [one.pk for one in binned]
    models = {model_named(label): dict(rows) for label, rows in rows_in(bins).items()}
    rows = {model: models[model] for model in leaning_last(models) if model}
    roots = {(kinds[one.kind].model, str(one.record_id)): one for one in binned}
    return Coming(rows, {model: pointers_of(model, bins) for model in rows}, roots)


def rows_in(bins):
    """{model: [(key, id of its BinnedRecord)]} of these parcels, in the order in which they come back."""
    rows = BinnedRow.objects.filter(binned__in=bins).values_list("model", "key", "binned", "place")
    places, held = {}, defaultdict(list)
    for model, key, binned, place in rows.order_by("pk"):
        places[model] = max(place, places.get(model, 0))
        held[model].append((key, binned))
    return {model: held[model] for model in sorted(held, key=places.get)}


def leaning_last(models):
    """The same models, each after those it leans on: triggers read what a new row belongs to."""
    order = []

    def visit(model):
        if model in order or model in waiting:
            return
        waiting.append(model)
        for one in model._meta.concrete_fields if model else ():
            if one.is_relation and one.related_model in models and one.remote_field.on_delete is not SET_NULL:
                visit(one.related_model)
        order.append(model)

    waiting = []
    for model in models:
        visit(model)
    return order


def model_named(label):
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def pointers_of(model, bins):
    fields = [one for one in model._meta.concrete_fields if one.is_relation and one.db_constraint]
    if not fields:
        return {}
    columns = ", ".join(f"row ->> '{one.column}'" for one in fields)
    with connection.cursor() as cursor:
        cursor.execute(POINTERS.format(columns=columns), [model._meta.label_lower, bins])
        return {
            key: {one: to for one, to in zip(fields, values, strict=True) if to is not None}
            for key, *values in cursor.fetchall()
        }


def fit(arriving):
    """Fit the rows, in the bin, to what of the rest of the world is gone; returns what of that is in the bin."""
    there = still_there(arriving)
    while leave_out(arriving, there):
        pass
    if not (arriving.emptied or arriving.left):
        return {}
    elsewhere = in_other_parcels(arriving)
    hand_on(arriving, elsewhere)
    empty(arriving, elsewhere)
    return elsewhere


def still_there(arriving):
    """{model: keys} of what the rows point at and is there."""
    wanted = defaultdict(set)
    for pointers in arriving.pointers.values():
        for fields in pointers.values():
            for one, to in fields.items():
                wanted[one.related_model].add(to)
    return {model: keys_there(model, keys) for model, keys in wanted.items()}


def keys_there(model, keys):
    meta = model._meta
    names = {"table": meta.db_table, "key": meta.pk.column, "type": sql_type(meta.pk)}
    with connection.cursor() as cursor:
        cursor.execute(THERE.format(**names), [sorted(keys)])
        return {key for (key,) in cursor.fetchall()}


def leave_out(arriving, there):
    """One look at all rows; whether one had to be left out, so that others may point at nothing now."""
    arriving.emptied, before = [], len(arriving.left)
    for model, pointers in arriving.pointers.items():
        for key, fields in pointers.items():
            for one, to in fields.items():
                if to in there[one.related_model] or to in arriving.rows.get(one.related_model, ()):
                    continue
                if may_be_empty(one, fields):
                    arriving.emptied.append((one, key, to))
                else:
                    arriving.left.setdefault((model, key), (one.related_model, to))
    for model, key in arriving.left:
        arriving.rows[model].pop(key, None)
        arriving.pointers[model].pop(key, None)
    return len(arriving.left) > before


def may_be_empty(pointing, fields):
    """Whether a row goes on without what this field points at: not where it hangs on that, and on nothing beside it."""
    other = beside.get(name_of_field(pointing))
    return pointing.null and (not goes(pointing) or any(one.name == other for one in fields))


def in_other_parcels(arriving):
    """{(model, key): id of the BinnedRecord} of what is not gone but in the bin."""
    gone = {*arriving.left.values(), *((one.related_model, to) for one, _key, to in arriving.emptied)}
    gone -= arriving.left.keys()
    labels = {model._meta.label_lower: model for model, _key in gone}
    rows = BinnedRow.objects.filter(model__in=labels, key__in={key for _model, key in gone})
    found = {(labels[label], key): binned for label, key, binned in rows.values_list("model", "key", "binned")}
    found = {target: binned for target, binned in found.items() if target in gone}
    for row, target in arriving.left.items():
        while target in arriving.left:
            target = arriving.left[target]
        if target in found:
            found[row] = found[target]
    return found


def hand_on(arriving, elsewhere):
    """Rows that cannot come back go along with what they wait for; the others are lost."""
    keys_of = defaultdict(list)
    for model, key in arriving.left:
        if (model, key) in arriving.roots:
            raise ValidationError(why_not(arriving.roots[model, key], elsewhere.get((model, key))))
        keys_of[model, elsewhere.get((model, key))].append(key)
    for (model, binned), keys in keys_of.items():
        rows = BinnedRow.objects.filter(model=model._meta.label_lower, key__in=keys)
        rows.update(binned=binned) if binned else rows.delete()


def why_not(record, waits_for):
    """Why a record does not come back without what it belongs to."""
    other = BinnedRecord.objects.filter(pk=waits_for).first()
    words = _("“%(name)s” belongs to something that is gone for good, so it cannot come back.")
    if other:
        words = _("“%(name)s” belongs to “%(other)s”, which is in the bin too: restore that first.")
    return words % {"name": record.title, "other": other.title if other else ""}


def empty(arriving, elsewhere):
    """Let columns point nowhere whose row is gone; if that is in the bin, it is pointed at again once it is back."""
    keys_of, links = defaultdict(list), []
    for one, key, to in arriving.emptied:
        keys_of[one].append(key)
        if binned := elsewhere.get((one.related_model, to)):
            label = one.model._meta.label_lower
            links.append(BinnedLink(binned_id=binned, model=label, key=key, field=one.name, to=to))
    BinnedLink.objects.bulk_create(links)
    for one, keys in keys_of.items():
        with connection.cursor() as cursor:
            cursor.execute(EMPTIED, [one.column, one.model._meta.label_lower, keys])


def rows_of(model, keys):
    """{key: {column: value}} of rows in the bin."""
    rows = BinnedRow.objects.filter(model=model._meta.label_lower, key__in=keys)
    return dict(rows.order_by("key").values_list("key", "row"))


def patch(model, patches):
    """Write over columns of rows in the bin: {key: {column: value}}."""
    with connection.cursor() as cursor:
        values = [list(patches), [Jsonb(one) for one in patches.values()], model._meta.label_lower]
        cursor.execute(PATCH, values)


def links_to(arriving, bins, elsewhere):
    """[(field, key, to)] of what pointed at rows that come back; what waits for others waits on with them."""
    back, waiting = [], defaultdict(list)
    for one in BinnedLink.objects.filter(binned__in=bins):
        pointing = field_named(one.model, one.field)
        if pointing is None:
            continue
        if one.to in arriving.rows.get(pointing.related_model, ()):
            back.append((pointing, one.key, one.to))
        elif binned := elsewhere.get((pointing.related_model, one.to)):
            waiting[binned].append(one.pk)
    for binned, links in waiting.items():
        BinnedLink.objects.filter(pk__in=links).update(binned=binned)
    return back


def field_named(label, name):
    model = model_named(label)
    try:
        return model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
