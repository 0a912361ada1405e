"""Import deals from a file: the same importer as on the page, in the worker if one answers."""

import time
from pathlib import Path

from celery import current_app
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from accounts.models import Role, User
from leads.importing import actions, running
from leads.importing.reading import Unreadable
from leads.models import ImportBatch
from pipeline.importing import deals
from pipeline.importing.prices import read_prices
from pipeline.models import Pipeline


class Command(BaseCommand):
    help = "Import deals from a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--preset", default="", choices=["", *(preset.key for preset in deals.presets)])
        parser.add_argument("--currency", help="of values that name none (default: the workspace's)")
        parser.add_argument("--by", metavar="EMAIL", help="who imports (default: the first admin)")
        parser.add_argument("--prices", type=Path, help="a CSV of product and price, for deals without a value")
        parser.add_argument("--wait", action="store_true", help="do the work here, even if a worker is there")

    def handle(self, *, file, preset, currency, by, prices, wait, **options):
        check_database()
        wishes = {"preset": preset} | ({"currency": currency.upper()} if currency else {})
        batch = self.receive(file, wishes | prices_in(prices), importer(by))
        self.say_what_is_read(batch)
        mapping = checked(batch)
        actions.queue_import(batch, mapping=mapping, options={}, by=batch.owner)
        if wait or not is_worker_there():
            run_here(batch)
        self.follow(batch)

    def receive(self, file, options, by):
        if not Pipeline.objects.exists():
            raise CommandError("There is no pipeline yet: run manage.py start_empty first.")
        try:
            return actions.receive_file(
                kind=deals.name, name=file.name, content=file.read_bytes(), options=options, by=by
            )
        except (OSError, Unreadable) as error:
            raise CommandError(str(error)) from None

    def say_what_is_read(self, batch):
        stages = dict(deals.choices(deals.column("stage"), batch.options))
        self.stdout.write(f"{batch.file_name}: {batch.rows} rows, {batch.encoding}, {batch.delimiter!r} between cells.")
        for ours, theirs in batch.mapping["columns"].items():
            self.stdout.write(f"  {deals.column(ours).label}: {theirs}")
        for text, meaning in batch.mapping["values"].get("stage", {}).items():
            self.stdout.write(f"    {text} is {stages.get(meaning, 'unknown: these rows are refused')}")

    def follow(self, batch):
        """Tell how far it is until it is over."""
        told = -1
        while True:
            batch.refresh_from_db(fields=["status", "done", "error", "created", "updated", "unchanged", "options"])
            if batch.done != told:
                told = batch.done
                self.stdout.write(f"  {told} of {batch.rows} rows")
            if batch.status == ImportBatch.Status.FAILED:
                raise CommandError(batch.error)
            if batch.status == ImportBatch.Status.DONE:
                return self.sum_up(batch)
            time.sleep(0.5)

    def sum_up(self, batch):
        refused = batch.rejected.count()
        self.stdout.write(
            f"{batch.created} new, {batch.updated} updated, {batch.unchanged} unchanged, {refused} refused."
        )
        for remark in deals.remarks(batch.options.get("notes", {})):
            self.stdout.write(f"  {remark}")
        for row in batch.rejected.all()[:20]:
            self.stdout.write(f"  line {row.line}: {row.reason}")


def check_database():
    try:
        connection.ensure_connection()
    except OperationalError:
        raise CommandError(
            "The database does not answer: start Kariz first (./script/server, with the same KARIZ_DATA), or say where"
            " it is with DATABASE_URL."
        ) from None


def importer(email):
    people = User.objects.active().filter(role__in=[Role.ADMIN, Role.MANAGER]).order_by("role", "pk")
    person = people.filter(email__iexact=email).first() if email else people.first()
    if person is None:
        raise CommandError("Nobody here may import: run manage.py start_empty first, or name a manager with --by.")
    return person


def prices_in(file):
    if file is None:
        return {}
    try:
        return {"prices": read_prices(file.read_bytes())}
    except (OSError, Unreadable) as error:
        raise CommandError(str(error)) from None


def checked(batch):
    missing = [column for column in deals.columns if column.required and column.key not in batch.mapping["columns"]]
    if missing:
        names = ", ".join(str(column.label) for column in missing)
        raise CommandError(f"No column of the file is called like {names}: use the page, where you can choose it.")
    return batch.mapping


def is_worker_there():
    try:
        return bool(current_app.control.ping(timeout=1, limit=1))
    except Exception:  # whatever keeps the broker from answering, the work can be done here
        return False


def run_here(batch):
    while actions.claim_import(only=batch.pk):
        if running.run_batch(batch.pk):
            actions.put_back(batch.pk)
