"""Private pages on which others choose a free time, and what they chose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from followups.models.follow_ups import FollowUp, FollowUpKind


class BookingLinkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(retired_at=None)

    def closed(self):
        return self.exclude(retired_at=None)


class BookingLink(models.Model):
    """A page, at an address nobody guesses, on which a guest takes a free time of its owner.

    `hours` maps weekdays (“0” is Monday) to a list of [from, until] such as ["09:00", "17:00"], by the owner's clock.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="booking_links")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    intro = models.TextField(_("text above the times"), max_length=1000, blank=True, default="")
    place = models.CharField(_("where"), max_length=200, blank=True, default="")
    kind = models.ForeignKey(FollowUpKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    buffer_minutes = models.PositiveSmallIntegerField(_("minutes free before and after"), default=10)
    notice_hours = models.PositiveSmallIntegerField(_("hours of notice"), default=12)
    days_ahead = models.PositiveSmallIntegerField(_("days ahead"), default=21)
    hours = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = BookingLinkQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex="^[A-Za-z0-9_-]{10,32}$"), name="booking_key_is_long"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="booking_takes_some_time"),
        ]

    def __str__(self):
        return self.name


class Booking(models.Model):
    """What a guest chose: the follow-up is the truth of when, this of who; the same `operation` books once."""

    link = models.ForeignKey(BookingLink, models.CASCADE, related_name="bookings")
    follow_up = models.OneToOneField(FollowUp, models.CASCADE, related_name="booking")
    operation = models.UUIDField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"))
    note = models.TextField(_("note"), max_length=1000, blank=True, default="")
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=10, default="en")
    sequence = models.PositiveSmallIntegerField(default=0)
    address_hash = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["link", "address_hash", "created_at"], name="booking_by_address")]

    def __str__(self):
        return f"{self.name}: {self.follow_up_id}"
