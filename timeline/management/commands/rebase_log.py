"""Number the log anew after a restore into another PostgreSQL cluster."""

from django.core.management.base import BaseCommand

from timeline.rebase import is_foreign, rebase


class Command(BaseCommand):
    help = "After a restore into another cluster: number the log anew, so that nothing is skipped or read twice."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say whether it is needed (exit code 1 if so)")

    def handle(self, *, check, **options):
        if not is_foreign():
            self.stdout.write("The log’s numbers fit this server.")
        elif check:
            self.stdout.write("The log comes from another server: run rebase_log before Kariz starts.")
            raise SystemExit(1)
        else:
            self.stdout.write(f"{rebase()} events numbered anew.")
