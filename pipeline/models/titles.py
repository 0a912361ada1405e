"""What a deal is called, folded, so that a search finds it however it is written."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class DealTitle(models.Model):
    """The folded title of one deal; the database itself keeps it true.

    A narrow table of its own: a move writes every index of deals anew, and shall not pay for this one.
    """

    deal_id = models.BigIntegerField(primary_key=True)
    title_key = models.TextField(default="")

    class Meta:
        indexes = [GinIndex(fields=["title_key"], opclasses=["gin_trgm_ops"], name="deal_title_like")]

    def __str__(self):
        return self.title_key
