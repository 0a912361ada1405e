"""Makes every entry of the search anew, and counts its words."""

from django.core.management import BaseCommand

from accounts.search.upkeep import rebuild, recount


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        rebuild(say=lambda kind, count: self.stdout.write(f"{kind.name}: {count:,}"))
        recount()
