"""What hangs on records: walks down from them over the relations the models know, whichever floor they are of.

It asks once for each relation of each model on a level, however many records there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, models

from accounts.bin.kinds import along, beside, name_of_field

FOUND = 'SELECT "{key}", "{column}" FROM "{table}" WHERE "{column}" = ANY (%s::{type}[]) ORDER BY 1'


@dataclass
class Found:
    """`rows` are {model: {key: key of the record it goes along with}}, in the order in which they come back.

    `links` are [(field, key, to)]: rows that stay and point at one that goes, which may also point nowhere;
    `holders` the same of rows that may not.
    """

    rows: dict = field(default_factory=lambda: defaultdict(dict))
    links: list = field(default_factory=list)
    holders: list = field(default_factory=list)

    def root_of(self, field, to):
        """The record with which the row goes along that this field points at."""
        return self.rows[field.related_model][to]

    def staying(self, held):
        """Those of [(field, key, to)] whose own row does not go along."""
        return [(field, key, to) for field, key, to in held if key not in self.rows.get(field.model, ())]


def hanging_on(model, pks):
    """What goes along with these records, themselves first, and what points at it from elsewhere."""
    found = Found()
    level = {model: {pk: pk for pk in pks}}
    found.rows[model].update(level[model])
    while level:
        level = below(level, found)
    found.links, found.holders = found.staying(found.links), found.staying(found.holders)
    return found


def below(level, found):
    """The rows that go along with those of a level, as far as they were not found before."""
    fresh = defaultdict(dict)
    for model, roots in level.items():
        for pointing in pointing_at(model):
            held = rows_pointing(pointing, list(roots))
            if goes(pointing):
                going, staying = parted(pointing, held)
                found.links.extend((pointing, key, to) for key, to in staying)
                news = {key: roots[to] for key, to in going if key not in found.rows.get(pointing.model, ())}
                fresh[pointing.model].update(news)
                found.rows[pointing.model].update(news)
            elif pointing.remote_field.on_delete is not models.DO_NOTHING:
                kept = found.links if pointing.null else found.holders
                kept.extend((pointing, key, to) for key, to in held)
    return {model: roots for model, roots in fresh.items() if roots}


def pointing_at(model):
    """The fields of all models that point at rows of this one, those without a name of return too."""
    relations = model._meta.get_fields(include_hidden=True)
    return [one.field for one in relations if one.auto_created and (one.one_to_many or one.one_to_one)]


def goes(pointing):
    """Whether a row goes along with what it points at by this field."""
    return pointing.remote_field.on_delete is models.CASCADE or name_of_field(pointing) in along


def parted(pointing, held):
    """Those of [(key, to)] that go along by this field, and those that something else keeps, unless it goes itself."""
    other = beside.get(name_of_field(pointing))
    if not other:
        return held, []
    rows = pointing.model._base_manager.filter(pk__in=[key for key, _to in held], **{f"{other}__isnull": False})
    kept = set(rows.values_list("pk", flat=True))
    return [one for one in held if one[0] not in kept], [one for one in held if one[0] in kept]


def rows_pointing(pointing, keys):
    """[(key, key of what it points at)] of the rows that point at one of these by this field."""
    meta = pointing.model._meta
    names = {"key": meta.pk.column, "column": pointing.column, "table": meta.db_table, "type": sql_type(pointing)}
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(**names), [keys])
        return cursor.fetchall()


def sql_type(field):
    """The type of a column in the database, as a cast names it."""
    return field.db_type(connection)
