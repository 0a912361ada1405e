"""How each person likes to see the board."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class BoardSettings(models.Model):
    """What one person's cards show (`facts`, at most six), how dense they are, what is folded away."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_settings")
    facts = ArrayField(models.CharField(max_length=20), null=True)  # None: the default choice
    is_compact = models.BooleanField(default=False)
    collapsed = ArrayField(models.BigIntegerField(), default=list)  # stages
    folded_lanes = ArrayField(models.CharField(max_length=30), default=list)  # rows, as "label:7" or "label:none"

    def __str__(self):
        return f"board of {self.user_id}"
