"""Reports people put together and gave a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Role


class SavedReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and those shared with everybody; what is not here does not exist for them (404)."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedReport(models.Model):
    """What somebody asked of the builder: `query` is the address behind the “?”, read with each reader's rights."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_reports")
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(max_length=2000, blank=True, default="")
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = SavedReportQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_report_name_per_owner")]

    def __str__(self):
        return self.name

    def may_be_changed_by(self, user):
        """Its owner changes a report; a shared one also an admin."""
        return self.owner_id == user.pk or (self.is_shared and user.role == Role.ADMIN)
