"""Filters somebody named, and who pinned them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and those shared with everybody; what is not here does not exist for them (404)."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(models.Model):
    """A filter somebody named: `query` is the address behind the “?”, `face` how it opens, `subject` what it is of."""

    class Face(models.TextChoices):
        BOARD = "board", _("Board")
        LIST = "list", _("List")
        MONTHS = "months", _("By month")

    subject = models.CharField(max_length=20, default="deals")
    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(max_length=2000, blank=True, default="")
    face = models.CharField(max_length=10, choices=Face, default=Face.BOARD)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    pinned_by = models.ManyToManyField(User, related_name="pinned_views", blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "subject", "name"], name="one_view_name_per_owner")]

    def __str__(self):
        return self.name
