"""Questions that nearly every request asks, worked out once: what is left is the statement itself and its rows.

Django builds a queryset, its SQL and each object anew every time, which takes several times as long as the database
needs for a row or two. Here the SQL of a queryset is made once; objects are filled without their constructors (models
of this house have no hooks there), and what many rows point at is one object, as it is one row. The database plans
each statement once for a connection and keeps the plan, which for a join of eight tables is most of its work.
"""

from functools import cached_property
from inspect import signature

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models.base import ModelState

FIRST_MARK = 4_611_686_018_427_387_000  # stands for the first value until one is given; no key is ever as large


def planned_cursor():
    """A cursor of Django's connection whose statements the database plans once (see DATABASES' `prepare_threshold`).

    It sends values beside the statement: where the database cannot tell a value's type from its place, say `%s::date`.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    cursor = ServerBindingCursor(wrapper.connection)
    return wrapper.make_debug_cursor(cursor) if wrapper.queries_logged else wrapper.make_cursor(cursor)


def ask(sql, values):
    """The one row that this statement, planned once, answers with."""
    with planned_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


class Prepared:
    """`find = Prepared(lambda pk: Deal.objects.filter(pk=pk))`; then `find(7)` is the list of deals.

    The queryset compares columns with its values, and has no annotations.
    """

    def __init__(self, make):
        self.make = make

    def __call__(self, *values):
        with planned_cursor() as cursor:
            cursor.execute(self.plan.sql, self.plan.parameters(values))
            return self.plan.objects(cursor.fetchall())

    def one(self, *values):
        """The first object found, or None."""
        return next(iter(self(*values)), None)

    def get(self, *values):
        """The first object found; DoesNotExist if there is none."""
        found = self.one(*values)
        if found is None:
            raise self.plan.maker.model.DoesNotExist
        return found

    @cached_property
    def plan(self):
        marks = [FIRST_MARK + place for place, _name in enumerate(signature(self.make).parameters)]
        return Plan(self.make(*marks), marks)


class Shared(Prepared):
    """The same, with the rows locked beside others who lock them so: nobody may change them until all are done."""

    @cached_property
    def plan(self):
        plan = super().plan
        plan.sql += " FOR SHARE"
        return plan


def read(queryset):
    """The objects of a queryset that is asked only once: hundreds of them are filled in half the time."""
    return Prepared(lambda: queryset)()


class Write:
    """`write = Write(Deal, ["stage", "rank"])`; then `write(deal)` saves these fields of a deal that is there."""

    def __init__(self, model, names):
        self.fields = [model._meta.get_field(name) for name in names]
        places = ", ".join(f'"{field.column}" = %s' for field in self.fields)
        self.sql = f'UPDATE "{model._meta.db_table}" SET {places} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608 - names of ours

    def __call__(self, record):
        with planned_cursor() as cursor:
            cursor.execute(self.sql, [*saved_values(self.fields, record), record.pk])


class Insert:
    """`enter = Insert(Event)`; then `enter(event)` adds a row for a new event and fills in what the database gives."""

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.given = [field for field in fields if field.primary_key or field.has_db_default()]
        self.fields = [field for field in fields if field not in self.given]
        names, marks = ", ".join(f'"{field.column}"' for field in self.fields), ", ".join(["%s"] * len(self.fields))
        back = ", ".join(field.select_format(None, f'"{field.column}"', ())[0] for field in self.given)
        self.sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks}) RETURNING {back}'  # noqa: S608 - names of ours

    def __call__(self, record):
        row = ask(self.sql, saved_values(self.fields, record))
        vars(record).update(zip([field.attname for field in self.given], row, strict=True))
        record._state.adding, record._state.db = False, DEFAULT_DB_ALIAS


def saved_values(fields, record):
    return [field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields]


class Plan:
    """The SQL of a queryset, where the values go in it, and how its rows become objects."""

    def __init__(self, queryset, marks):
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, given = self.compiler.as_sql()
        places = {str(mark): place for place, mark in enumerate(marks)}
        self.given = [(places.get(str(value)), value) for value in given]
        self.converters = self.compiler.get_converters([column for column, *_rest in self.compiler.select])
        self.maker = Maker(self.compiler.klass_info, self.compiler.select, queryset._fetch_mode)

    def parameters(self, values):
        return [constant if place is None else values[place] for place, constant in self.given]

    def objects(self, rows):
        if self.converters:
            rows = map(tuple, self.compiler.apply_converters(rows, self.converters))
        known = {}
        return [self.maker.make(row, known) for row in rows]


class Maker:
    """Makes the objects of one model out of rows, with those they point at."""

    def __init__(self, info, columns, fetch_mode):
        places = info["select_fields"]
        fields = [columns[place][0].target for place in places]
        self.model, self.fetch_mode = info["model"], fetch_mode
        self.names, self.values = [field.attname for field in fields], slice(places[0], places[-1] + 1)
        self.key = places[[field.primary_key for field in fields].index(True)]
        self.around = [
            (Maker(related, columns, fetch_mode), related["local_setter"], related["remote_setter"])
            for related in info.get("related_klass_infos", ())
        ]

    def make(self, row, known):
        """The object of this row; `known` holds what earlier rows pointed at."""
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, row[self.values], strict=True))
        made._state = state = ModelState()
        state.adding, state.db, state.fetch_mode = False, DEFAULT_DB_ALIAS, self.fetch_mode
        for maker, point_there, point_back in self.around:
            related = maker.find(row, known)
            point_there(made, related)
            if related is not None:
                point_back(related, made)
        return made

    def find(self, row, known):
        """The object another points at: made once for all rows that have it, None where they have none."""
        key = row[self.key]
        if key is None:
            return None
        if (self, key) not in known:
            known[self, key] = self.make(row, known)
        return known[self, key]
