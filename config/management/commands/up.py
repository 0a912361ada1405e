import sys

from django.core.management.base import BaseCommand

from config.stack.supervisor import main


class Command(BaseCommand):
    help = "Bring up everything Kariz needs on this machine: PostgreSQL, Valkey, pages, live, worker, scheduler."
    requires_system_checks = []

    def handle(self, **options):
        sys.exit(main())
