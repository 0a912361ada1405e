"""What leads, companies and contacts have in common as kinds of the importer."""

import json
from functools import cache

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from leads.importing.companies import simple
from leads.importing.kinds import Kind
from leads.importing.people import remarks_on_people
from leads.importing.records.writer import RecordWriter
from leads.importing.reverting import TakingBack
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
        if column.key == "owner":
            people = User.objects.active().order_by("name", "pk")
            return [(user.email, f"{user.name} ({user.email})") for user in people]
        return []

    def guess(self, column, text, options):
        if column.key == "owner":
            named = [user for user in User.objects.active() if simple(text) in (simple(user.name), user.email.lower())]
            return named[0].email if len(named) == 1 else ""
        return meaning(text, self.choices(column, options))

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
        return {column: values[key] if values[key] != "" else None for key, column in self.plain(values)}

    def plain(self, mapped):
        """(key, column of the table) of what is written as the file says it."""
        return [(key, column) for key, column in self.written.items() if key in mapped]

    def column_names(self, mapped):
        """The columns of the table that a file with these columns says something of."""
        keys = (
            set(mapped) | ({"name"} if NAMES & set(mapped) else set()) | ({"phone_key"} & {f"{k}_key" for k in mapped})
        )
        return [column for key, column in self.written.items() if key in keys]

    def promises(self):
        return (
            _("A record that is known is updated where the file says something else; an empty cell changes nothing."),
            _("People the house does not know are added without sign-in, so that reports know whose these are."),
            _("Rows that cannot be taken are given back with their line and the reason."),
            _("The whole import can be taken back."),
        )

    def remarks(self, notes):
        yield from remarks_on_people(notes)

    def words(self):
        """JSON of {column: what people call it}."""
        fields = {field.column: str(field.verbose_name) for field in self.model._meta.concrete_fields}
        silent = {"id", "phone_key", "external_id", "custom", "owner_id", "label_id", "company_id"}
        return json.dumps({name: words for name, words in fields.items() if name not in silent})

    def take_back(self, batch, most):
        """Records first, then the companies that were made for them."""
        own = TakingBack(self.model, self.record, batch, self.words(), self.parts)
        return own.take(most) or (
            TakingBack(Company, "company", batch, self.words()).take(most) if self.model is not Company else 0
        )


def name_of(values):
    """The whole name, else the two halves of it, else the company, else the address."""
    halves = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    return (values.get("name") or halves or values.get("company_name") or values.get("email") or "")[:200]


region_called = cache(region_of)


def meaning(text, choices):
    """The key of the choice that is called like a text, or “”."""
    wanted = simple(text)
    return next((key for key, label in choices if wanted in (simple(str(key)), simple(str(label)))), "")
