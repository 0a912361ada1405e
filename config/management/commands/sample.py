"""Fill an empty Kariz with a year of sample history."""

import os
import secrets

from django.core.management.base import BaseCommand, CommandError

from config.sample.create import SampleRefused, create_sample
from config.sample.people import CAST


class Command(BaseCommand):
    help = (
        "Fill an empty Kariz with a year of sample history and print who can sign in. The password of the cast is"
        " SAMPLE_PASSWORD from the environment, else a new one that is printed once."
    )

    def handle(self, **options):
        known = os.environ.get("SAMPLE_PASSWORD")
        password = known or "-".join(secrets.token_hex(2) for _ in range(4))
        try:
            people = create_sample(dict.fromkeys((person.email for person in CAST), password))
        except SampleRefused as refusal:
            raise CommandError(str(refusal)) from None
        for person in people:
            self.stdout.write(f"{person.get_role_display():8} {person.name:18} {person.email}")
        if not known:
            self.stdout.write(f"Everybody’s password: {password}")
