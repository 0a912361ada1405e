"""Begin an empty Kariz with its first admin."""

import getpass
import os
import sys
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from config.beginning import start_empty


class Command(BaseCommand):
    help = (
        "Begin an empty Kariz: the workspace, its pipeline and the first admin, whose password is asked for"
        " (or taken from ADMIN_PASSWORD)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--company", required=True)
        parser.add_argument("--name", required=True, help="of the first admin")
        parser.add_argument("--email", required=True, help="of the first admin")
        parser.add_argument("--currency", default="EUR", help="every total is said in (default: EUR)")
        parser.add_argument("--time-zone", default="UTC", help="such as Europe/Berlin (default: UTC)")

    def handle(self, *, company, name, email, currency, time_zone, **options):
        if time_zone not in zoneinfo.available_timezones():
            raise CommandError(f"{time_zone} is no time zone: write one like Europe/Berlin.")
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise CommandError(f"{currency} is no currency: write its three letters, such as EUR.")
        try:
            start_empty(
                company=company,
                currency=currency.upper(),
                time_zone=time_zone,
                name=name,
                email=email,
                password=asked_password(),
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{company} begins. {name} signs in as {email} at {settings.BASE_URL}.")


def asked_password():
    if password := os.environ.get("ADMIN_PASSWORD"):
        return password
    if not sys.stdin.isatty():
        raise CommandError("Nobody is here to type a password: set ADMIN_PASSWORD.")
    password = getpass.getpass("Password of the first admin: ")
    if password != getpass.getpass("The same once more: "):
        raise CommandError("These were two different passwords.")
    return password
