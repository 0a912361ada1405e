"""Rows become leads, companies or contacts: known ones are changed where the file says something else, others made."""

from django.db import connection
from django.utils.translation import gettext as _

from accounts.fields.facts import is_custom
from accounts.visibility import visible_owner_ids
from leads.importing.companies import Companies
from leads.importing.customs import as_json, sheet_of
from leads.importing.events import FORWARD, write_edits
from leads.importing.kinds import Outcome
from leads.importing.people import People
from leads.importing.records.presets import GENERIC_KEY
from leads.importing.staging import Staging
from leads.importing.unknown_people import note_made
from leads.importing.values import Refused
from leads.phones import home_region
from timeline.log import record

DERIVED = {"label_set"}  # follows from the label
THIS_BUNCH = "c.line IN (SELECT line FROM staged)"


class RecordWriter:
    """Writes the rows of one batch; made anew whenever a worker takes the batch up."""

    def __init__(self, batch, kind):
        self.batch, self.kind, self.by = batch, kind, batch.owner
        self.mapped, self.options, self.finds_by = batch.mapping["columns"], batch.options, batch.finds_by
        self.prefix = f"{origin}:" if (origin := self.options.get("preset", "")) not in ("", GENERIC_KEY) else ""
        self.region, self.seen = home_region(), visible_owner_ids(self.by)
        columns, self.has_custom = kind.column_names(self.mapped), any(map(is_custom, self.mapped))
        self.plain = [(key, column) for key, column in columns.items() if key not in DERIVED]
        self.staging = Staging(
            kind.model,
            kind.record,
            [*columns.values(), *["custom"] * self.has_custom],
            batch,
            of_new=kind.of_new,
            owner=self.by.pk if self.options.get("unowned") == "mine" else None,
        )
        self.words = kind.words()
        self.forget()

    def forget(self):
        """Know only what is in the database: what was just written did not last."""
        self.people, self.companies = People(self.by), Companies(self.by)

    def check(self, values):
        """Refuse what no record can be, before anything is written."""
        self.kind.complete_values(values, self.region)
        if values.get("owner"):
            self.people.check(values["owner"])
        if self.finds_by and not self.key_of(values):
            raise Refused(
                _("%(key)s is empty or unreadable, so this row could not be found again.")
                % {"key": self.kind.column(self.finds_by).label}
            )

    def key_of(self, values):
        """What the record of a row is known by, or “”."""
        if self.finds_by == "external_id":
            return self.prefix + values["external_id"] if values["external_id"] else ""
        if self.finds_by == "phone":
            return values["phone_key"]
        return values.get(self.finds_by, "") if self.finds_by else ""

    def ids_of(self, values):
        """What a record may stand in a file only once by."""
        ids = [("id", values["external_id"])] if values.get("external_id") else []
        if self.finds_by and self.finds_by != "external_id":
            ids.append((self.finds_by, self.key_of(values).casefold()))
        return ids

    def write(self, rows):
        """Write understood rows in the caller's transaction; returns the Outcome."""
        outcome = Outcome()
        added = self.people.add_missing(row.values.get("owner") or "" for row in rows)
        outcome.notes["people"] = [person.name for person in added]
        note_made(self.batch, "user", added, rows)
        made = self.companies.find_all(row.values.get("company") or "" for row in rows)
        note_made(self.batch, "company", made, rows)
        self.staging.fill((row.row.line, self.key_of(row.values), self.facts_of(row.values)) for row in rows)
        self.refuse_what_may_not_be(rows, outcome)
        known = len(rows) - len(outcome.refused) - (added := self.staging.add())
        outcome.created, outcome.updated = added, self.staging.change()
        outcome.unchanged = known - outcome.updated
        if outcome.updated:
            write_edits(self.staging, self.words, by=self.by, sides=FORWARD, which=THIS_BUNCH)
        return outcome

    def facts_of(self, values):
        facts = self.kind.facts_of(values, self)
        if "external_id" in facts:
            facts["external_id"] = self.prefix + facts["external_id"] if facts["external_id"] else None
        if self.has_custom:
            facts["custom"] = as_json(sheet_of(values))
        return facts

    def owner_of(self, values):
        """The id of whom the file names; None leaves a known record to its owner."""
        return self.people.find(values["owner"]).pk if values.get("owner") else None

    def refuse_what_may_not_be(self, rows, outcome):
        """Rows that mean several records, or one this person may not change, or take an id that is taken."""
        reasons = {}
        for line, found, _pk, owner in self.staging.find_known(self.finds_by):
            if found > 1:
                reasons[line] = _("Several records are known by this: merge them first.")
            elif self.seen is not None and owner is not None and owner not in self.seen:
                reasons[line] = _("A record that is known by this exists already, and you may not change it.")
        for line, external_id in self.staging.taken_ids():
            reasons.setdefault(line, _("The id “%(id)s” belongs to another record already.") % {"id": external_id})
        self.staging.drop(list(reasons))
        outcome.refused += [(row.row, reasons[row.row.line]) for row in rows if row.row.line in reasons]

    def finish(self, batch):
        """The one event of the batch, when its last row is done."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.staging.table}, leads_fingerprint, leads_importchange")
        counts = {name: getattr(batch, name) for name in ("created", "updated", "unchanged")}
        details = {"file": batch.file_name, "rejected": batch.rejected.count()} | counts
        record(self.kind.verb, batch, by=self.by, details=details)
