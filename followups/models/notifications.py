"""What people were told in the app."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class NotificationQuerySet(models.QuerySet):
    def to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing one person was told in the app; `key` makes it exactly once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self):
        return self.text
