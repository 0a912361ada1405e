"""Rows become deals with their history; what is known already is changed only where the file says something else."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.fields.facts import is_custom
from accounts.models import Workspace
from leads.importing.companies import Companies
from leads.importing.kinds import Outcome
from leads.importing.people import People
from leads.importing.unknown_people import note_made
from leads.importing.values import Refused
from pipeline.actions.editing import write_facts
from pipeline.actions.moving import stage_named
from pipeline.actions.places import lock_stages
from pipeline.importing.closing import close_by_file
from pipeline.importing.creating import create_deals
from pipeline.importing.taking_back import note_change
from pipeline.importing.worth import Worth
from pipeline.items.worth import ValueFromItems
from pipeline.models import Deal, Pipeline, Stage
from timeline.log import record

NOON = time(12)  # a day in a file is noon of the workspace, so that it is the same day for nearly everybody
Status = Deal.Status
FACTS = ("title", "amount", "currency", "source", "product", "expected_close")


class DealWriter:
    """Writes the rows of one batch; made anew whenever a worker takes the batch up."""

    def __init__(self, batch):
        self.batch, self.by, self.options = batch, batch.owner, batch.options
        self.pipeline = Pipeline.objects.get(pk=self.options["pipeline"])
        self.stages = {str(stage.pk): stage for stage in self.pipeline.stages.standing()}
        self.won_stage = stage_named(self.pipeline, Stage.Kind.WON)
        self.closed_from = self.stages[str(self.options["closed_from"])]
        self.zone = ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")
        self.now = timezone.now()
        self.people, self.companies, self.worth = People(self.by), Companies(self.by), Worth()

    def id_of(self, values):
        return values.get("external_id", "")

    def ids_of(self, values):
        """What a deal may stand in a file only once by."""
        key = self.id_of(values)
        return [("id", key)] if key else []

    def forget(self):
        """Know only what is in the database: what was just written did not last."""
        self.people, self.companies = People(self.by), Companies(self.by)

    def check(self, values):
        """Refuse what no deal can be, before anything is written."""
        if values.get("external_id") == "":
            raise Refused(_("The id is empty, so this deal could not be found again."))
        self.check_days(values.get("opened_at"), values.get("closed_at"), values["stage"])
        self.people.check(values.get("owner", ""))
        self.worth.check(self.currency_of(values), values.get("closed_at"))
        self.expect_close(values)

    def expect_close(self, values):
        """A day of closing in front of an open deal is when it is expected to close."""
        if values["stage"] not in (Status.WON, Status.LOST) and (day := values.pop("closed_at", None)):
            values["expected_close"] = values.get("expected_close") or day

    def check_days(self, opened, closed, stage):
        today = self.now.astimezone(self.zone).date()
        if stage in (Status.WON, Status.LOST) and not closed:
            raise Refused(_("A won or lost deal needs the day it was closed."))
        if (opened or today) > today:
            raise Refused(_("This deal began in the future."))
        if closed and stage in (Status.WON, Status.LOST) and not (opened or closed) <= closed <= today:
            raise Refused(_("This deal was closed before it began, or in the future."))

    def write(self, rows):
        """Write understood rows in the caller's transaction; returns the Outcome."""
        outcome = Outcome()
        lock_stages(*self.stages.values())
        added = self.people.add_missing(row.values.get("owner", "") for row in rows)
        note_made(self.batch, "user", added, rows)
        note_made(self.batch, "company", self.companies.find_all(row.values.get("company", "") for row in rows), rows)
        known = self.known_deals(rows)
        create_deals([row for row in rows if self.id_of(row.values) not in known], self, outcome)
        for row in rows:
            if deal := known.get(self.id_of(row.values)):
                self.update(deal, row, outcome)
        outcome.notes["people"] = [person.name for person in added]
        return outcome

    def known_deals(self, rows):
        """The deals the file names that exist, locked in the order of their ids, and only then read with the rest."""
        ids = [key for row in rows if (key := self.id_of(row.values))]
        deals = Deal.objects.filter(pipeline=self.pipeline, external_id__in=ids).order_by("pk")
        list(deals.select_for_update().only("pk"))
        related = ("stage", "pipeline", "qualification", "owner__team", "company", "lead")
        return {deal.external_id: deal for deal in deals.select_related(*related)}

    def currency_of(self, values):
        return values.get("currency") or self.options["currency"]

    def moment(self, day):
        return datetime.combine(day, NOON, tzinfo=self.zone) if day else None

    def update(self, deal, row, outcome):
        """Facts follow the file. Open deals are closed by it; nothing is moved back, and nothing is opened again."""
        if self.people.visible is not None and deal.owner_id not in self.people.visible:
            outcome.refused.append((row.row, _("A deal with this id exists already, and you may not change it.")))
            return
        try:
            edited = write_facts(deal, self.news_in(row.values), by=self.by)
        except ValueFromItems as refusal:
            outcome.refused.append((row.row, str(refusal)))
            return
        closed = close_by_file(deal, row.values["stage"], self.moment(row.values.get("closed_at")), self)
        note_change(self.batch, deal, row.row.line, [event for event in (edited, closed) if event])
        outcome.updated += bool(edited or closed)
        outcome.unchanged += not (edited or closed)

    def news_in(self, values):
        """The facts the file has something to say about."""
        news = {name: values[name] for name in FACTS if values.get(name) not in (None, "")}
        if values.get("company"):
            news["company"] = self.companies.find(values["company"])
        if values.get("owner"):
            news["owner"] = self.people.find(values["owner"])
        return news | {fact: value for fact, value in values.items() if is_custom(fact) and value is not None}

    def finish(self, batch):
        """The one event of the batch, when its last row is done."""
        take_stock()
        record(
            "deals.imported",
            batch,
            by=self.by,
            details={
                "pipeline": self.pipeline.pk,
                "file": batch.file_name,
                "created": batch.created,
                "updated": batch.updated,
                "unchanged": batch.unchanged,
                "rejected": batch.rejected.count(),
            },
            live={"board": self.pipeline.pk, "kind": "board"},
        )


def take_stock():
    """Tell PostgreSQL how much there is now, so that reports asked in the next minute are planned well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE pipeline_deal, pipeline_stagevisit, leads_qualification, leads_company")
