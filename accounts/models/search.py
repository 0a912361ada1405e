"""What the search asks: one entry for each record that can be found; the database itself keeps them true."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

EVERYBODY, NOBODY = 0, -1  # owners of what everybody sees, and of what hangs on something that is gone


class SearchEntry(models.Model):
    """The words of one record, folded, with who owns it: a deal, a lead, a note.

    Among the `words` stand “@7” for the owner and “#deal3” for the record's place among its kind, in thousands, so that
    one index answers who may see it and how new it is. What has a `holder` (“deal:7”) is seen by whoever sees that.
    """

    kind = models.CharField(max_length=10, db_collation="C")
    record_id = models.BigIntegerField()
    holder = models.CharField(max_length=30, default="", db_collation="C")
    owner_id = models.BigIntegerField()
    is_closed = models.BooleanField(default=False)
    title_key = models.TextField(default="")
    digits = models.CharField(max_length=16, default="")  # of a phone
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_search_entry_a_record")]
        indexes = [
            # What was just written waits in a list every search walks through: a short one costs nothing.
            GinIndex(fields=["words"], gin_pending_list_limit=256, name="search_entry_words"),
            models.Index(fields=["holder"], condition=~Q(holder=""), name="search_entry_holder"),
            GinIndex(
                fields=["digits"], opclasses=["gin_trgm_ops"], condition=~Q(digits=""), name="search_entry_digits"
            ),
        ]

    def __str__(self):
        return f"{self.kind}:{self.record_id}"


class SearchWord(models.Model):
    """A word of the entries, and how often it was used when it was last counted; it may stand here twice.

    Beside words stand “@7” with how much its owner owns, and “~deal” with how many of a kind there are.
    """

    word = models.TextField(db_collation="C")
    uses = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="search_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_like"),
        ]

    def __str__(self):
        return self.word


class SearchBeginning(models.Model):
    """How some hundred words and more begin: how often they were used at the last count, and the most used of them."""

    beginning = models.TextField(primary_key=True, db_collation="C")
    uses = models.BigIntegerField()
    words = ArrayField(models.TextField())

    def __str__(self):
        return self.beginning
