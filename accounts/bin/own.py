"""Saved views in the recycle bin."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, keep_in_bin
from accounts.models import SavedView

keep_in_bin(Kind("savedview", SavedView, _("Saved views"), "star", is_private=True))
