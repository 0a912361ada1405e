from celery import shared_task

from accounts.fields import indexes
from accounts.search import upkeep
from timeline import wire

AN_HOUR = 3600  # the index of a field of a very large table


@shared_task(time_limit=AN_HOUR, soft_time_limit=AN_HOUR - 30)
def ensure_indexes():
    """Make and drop the indexes of custom fields; poked by every change of them, found by the clock otherwise."""
    wire.poke_arrived(ensure_indexes.name)
    indexes.ensure_indexes()


@shared_task(time_limit=AN_HOUR, soft_time_limit=AN_HOUR - 30)
def recount_words():
    """Count anew how often each word is used, which tells the search how to ask."""
    upkeep.recount()
