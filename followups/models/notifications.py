"""What people were told, by which ways they want to hear it, and the browsers that are told when no page is open."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet):
    def to(self, user):
        """What this person finds in the app."""
        return self.filter(user=user, shown=True)

    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """One thing one person was told; `key` makes it exactly once, `shown` says whether the app shows it.

    With `for_digest` it still waits for the next morning digest of that person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True, default="")
    shown = models.BooleanField(default=True, db_default=True)
    for_digest = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["user"], condition=Q(for_digest=True), name="notification_for_digest"),
        ]

    def __str__(self):
        return self.text


class ChannelChoice(models.Model):
    """By which ways one person hears of one kind of thing; a kind without a row goes its usual ways."""

    class Mail(models.TextChoices):
        NEVER = "never", _("No e-mail")
        NOW = "now", _("E-mail at once")
        DIGEST = "digest", _("In the morning digest")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channel_choices")
    kind = models.CharField(max_length=30)
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NEVER)
    push = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_per_kind")]

    def __str__(self):
        return f"{self.user_id}: {self.kind}"


class PushSubscription(models.Model):
    """A browser that wants to be told, at the address its push service gave it; `server_key` is whom it trusts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    server_key = models.CharField(max_length=120)
    browser = models.CharField(max_length=80, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return f"{self.user_id}: {self.browser}"
