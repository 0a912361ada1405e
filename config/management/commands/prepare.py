"""Everything a new version needs before its services start; safe to run from several machines at once."""

import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.utils import OperationalError

from config.checks import enforce
from timeline.rebase import is_foreign, rebase

ONE_AT_A_TIME = 7_416_027  # Any number, the same for every Kariz: the key of the advisory lock.
TRIES, LOCK_NOT_AVAILABLE = 6, "55P03"


class Command(BaseCommand):
    help = "Migrate the database and collect the static files; in sample mode, fill an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--no-static", action="store_true", help="The static files came with the image.")

    def handle(self, **options):
        enforce(people=True)
        wait_for_turn()
        migrate()
        if is_foreign():
            rebase()
        if not options["no_static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.SAMPLE_MODE:
            fill_empty_database()


def wait_for_turn() -> None:
    """Take the lock of this work, however long another holds it; afterwards no statement is too slow."""
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
            cursor.execute(f"SET {name} = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SET lock_timeout = '3s'")


def migrate() -> None:
    """Migrate without making readers queue behind us: give up a lock after three seconds and try again."""
    for attempt in range(1, TRIES + 1):
        try:
            call_command("migrate", interactive=False, verbosity=0)
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE or attempt == TRIES:
                raise
            time.sleep(2 * attempt)


def fill_empty_database() -> None:
    """All of the sample or nothing, so that a first start cut short can be done again."""
    if "sample" in get_commands() and not get_user_model().objects.exists():
        with transaction.atomic():
            call_command("sample")
