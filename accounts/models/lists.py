"""What was done to the lists an admin keeps."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class ListSurgery(models.Model):
    """One change of a list an admin keeps, with what it takes to revert it: its rows before and after, what was moved.

    `before` and `after` are {model: {id: {field: value}}}; `moved` are the records that were carried over, as
    [{"use": "pipeline.deal.label", "from": id, "to": id, "ids": […]}].
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("Changed")
        REORDER = "reorder", _("Put in order")
        MERGE = "merge", _("Merged")
        RETIRE = "retire", _("Retired")

    kept = models.CharField(max_length=40)  # the key of the list
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80)
    into = models.CharField(max_length=80, blank=True, default="")
    before = models.JSONField()
    after = models.JSONField()
    moved = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    reverted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"
