"""Ways to read files in the recycle bin."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, keep_in_bin
from leads.models import ImportMapping

keep_in_bin(
    Kind(
        "importmapping",
        ImportMapping,
        _("Ways to read files"),
        "file",
        home="leads:import-list",
        right="data.import",
        is_private=True,
    )
)
