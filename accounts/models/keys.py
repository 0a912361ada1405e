"""Keys by which other programs come in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class ApiKeyQuerySet(models.QuerySet):
    def valid(self):
        """Neither ended nor past their day."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=Now()), revoked_at=None)


class ApiKey(models.Model):
    """What another program shows to be let in; only the SHA-256 of it is kept, and its first letters to tell it by.

    It acts as its owner, and only within its scopes.
    """

    class Scope(models.TextChoices):
        CAPTURE = "leads.capture", _("Hand in leads")
        REPORTS = "reports.read", _("Read reports")
        DEALS = "deals.read", _("Read deals")

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(User, models.CASCADE, related_name="api_keys")
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope), default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex="^[0-9a-f]{64}$"), name="api_key_is_hashed"),  # noqa: S106 - a pattern, no secret
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_key_may_do_something"),
        ]

    def __str__(self):
        return self.name
