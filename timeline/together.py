"""Many things done in one act: their events bear its id, and open boards hear of them in one word.

Where each circle of viewers may see other records than the next, each circle hears of its own in one word.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from timeline.live.publish import publish

current = ContextVar("bulk", default=None)


class Bulk:
    """One act over many records; `words` are the ids its boards must look at again, by who may hear of them."""

    def __init__(self, key):
        self.key, self.words = key, {}

    def operation(self, verb, subject):
        """Each event's own operation: the same act, sent twice, cannot be written twice."""
        return key_after(self.key, f"{verb} {subject}")

    def hear(self, board, scopes, key):
        self.words.setdefault((board, tuple(scopes)), []).append(key)

    def tell(self):
        for (board, scopes), ids in self.words.items():
            publish(board, "deals", {"ids": ids, "op": str(self.key)}, scopes)


def key_after(key, words):
    """The id that follows from another; browsers choose ids of acts, but nobody can make up this one beforehand."""
    digest = salted_hmac("timeline.together", f"{key} {words}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


@contextmanager
def together(key):
    """Bind everything recorded inside, in one transaction, to the act with this UUID."""
    bulk = Bulk(key)
    token = current.set(bulk)
    try:
        with transaction.atomic():
            yield bulk
            transaction.on_commit(bulk.tell, robust=True)  # behind the words of what was not rolled back
    finally:
        current.reset(token)
