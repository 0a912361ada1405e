"""What leads, companies and contacts have in common as kinds of the importer."""

import json
from functools import cache, partial

from django import forms
from django.utils.translation import gettext as _

from leads.importing.companies import simple
from leads.importing.customs import custom_words
from leads.importing.kinds import Kind
from leads.importing.people import people_to_choose, person_called, remarks_on_people
from leads.importing.records.writer import RecordWriter
from leads.importing.reverting import TakingBack
from leads.importing.unknown_people import take_people_back
from leads.importing.values import Refused
from leads.models import Company
from leads.phones import phone_key, region_of

NOBODY, MINE = "nobody", "mine"
NAMES = {"name", "first_name", "last_name"}


class RecordKind(Kind):
    """A kind whose records are written by the set; `model` is theirs, `verb` what the log says of a whole batch.

    `written` are the columns of the table by what they are called here, `of_new` those that only new records get,
    `parts` the tables whose rows go with a record, as (table, column).
    """

    model: type
    verb: str
    written: dict
    parts: tuple = ()
    of_new: tuple = ()

    def choices(self, column, options):
        return people_to_choose() if column.key == "owner" else []

    def guess(self, column, text, choices):
        return person_called(text, choices) if column.key == "owner" else meaning(text, choices)

    def option_fields(self, options):
        return {
            "unowned": forms.ChoiceField(
                label=_("Whoever has no owner in the file"),
                choices=[(NOBODY, _("Belongs to nobody yet: whoever takes it")), (MINE, _("Is mine"))],
                initial=options.get("unowned", NOBODY),
            )
        }

    def open(self, batch):
        return RecordWriter(batch, self)

    def complete_values(self, values, region):
        """Add what follows from the other values of a row; asks nothing of the database. Raises Refused."""
        if NAMES & values.keys():
            values["name"] = name_of(values)
            if not values["name"]:
                raise Refused(_("This row names nobody."))
        if "phone" in values:
            said = values["phone"]
            values["phone_key"] = phone_key(said, region_called(values.get("country", "")) or region) if said else ""

    def facts_of(self, values, writer):
        """{column: value} of a row; None where it says nothing."""
        return {column: None if (value := values[key]) == "" else value for key, column in writer.plain}

    def column_names(self, mapped):
        """{key: column of the table} of what a file with these columns says something of, but for custom fields."""
        names = {"name"} if NAMES & set(mapped) else set()
        keys = {*mapped, *names, *({"phone_key"} if "phone" in mapped else ())}
        return {key: column for key, column in self.written.items() if key in keys}

    def promises(self):
        return (
            _("A record that is known is updated where the file says something else; an empty cell changes nothing."),
            _("People the house does not know are added without sign-in, so that reports know whose these are."),
            _("Rows that cannot be taken are given back with their line and the reason."),
            _("The whole import can be taken back."),
        )

    def remarks(self, notes):
        yield from remarks_on_people(notes)
        if notes.get("unlooked"):
            yield _("So many names are alike that not all of them could be compared: some doubles may stay unseen.")

    def words(self):
        """JSON of {column or custom fact: {"name": what people call it, "names": what they call its values}}."""
        fields = {field.column: str(field.verbose_name) for field in self.model._meta.concrete_fields}
        silent = {"id", "phone_key", "external_id", "custom", "owner_id", "label_id", "company_id"}
        said = {name: {"name": words} for name, words in fields.items() if name not in silent}
        return json.dumps(said | custom_words(self.record))

    def take_back(self, batch, most):
        """Records first, then the companies that were made for them, then the people nobody knew before."""
        own = TakingBack(self.model, self.record, batch, self.words(), self.parts)
        made = [] if self.model is Company else [TakingBack(Company, "company", batch, self.words())]
        ways = [*(way.take for way in (own, *made)), partial(take_people_back, batch)]
        return next(filter(None, (way(most) for way in ways)), 0)


def name_of(values):
    """The whole name, else the two halves of it, else the company, else the address."""
    halves = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    return (values.get("name") or halves or values.get("company_name") or values.get("email") or "")[:200]


region_called = cache(region_of)


def meaning(text, choices):
    """The key of the choice that is called like a text, or “”."""
    wanted = simple(text)
    return next((key for key, label in choices if wanted in (simple(str(key)), simple(str(label)))), "")
