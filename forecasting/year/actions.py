"""Say when the fiscal year begins; what is written down of periods keeps its days."""

from django.db import transaction

from accounts.models import Workspace
from timeline.log import record


@transaction.atomic
def set_fiscal_start(month, *, by):
    """Let quarters and years be counted from this month (1 to 12) on; returns the workspace."""
    workspace = Workspace.objects.select_for_update().get()
    former, workspace.fiscal_start = workspace.fiscal_start, month
    if former != month:
        workspace.save(update_fields=["fiscal_start"])
        record("year.set", workspace, by=by, changes={"fiscal_start": [former, month]})
    return workspace
