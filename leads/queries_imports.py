"""The files being read into the house, as the strip above the leads tells of them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rights import may
from kit import formats
from leads.models import ImportBatch

Status = ImportBatch.Status
GOING = [Status.QUEUED, Status.RUNNING, Status.PAUSED, Status.REVERTING]
STAYS = timedelta(minutes=10)  # so long what is done can still be seen at a glance
SHOWN = 3


@dataclass(frozen=True)
class Progress:
    """One file on its way: the share that is read, in percent, and what is left."""

    batch: ImportBatch
    refused: int

    @property
    def is_going(self):
        return self.batch.status in GOING

    @property
    def is_running(self):
        return self.batch.status == Status.RUNNING

    @property
    def share(self):
        return min(100, round(100 * self.batch.done / self.batch.rows)) if self.batch.rows else 0

    @property
    def left(self):
        """“about 2 min left”, or nothing while that is not known."""
        batch = self.batch
        if not (self.is_running and batch.started_at and batch.done and batch.rows > batch.done):
            return ""
        spent = (timezone.now() - batch.started_at).total_seconds()
        minutes = round(spent * (batch.rows - batch.done) / batch.done / 60)
        if not minutes:
            return _("less than a minute left")
        return ngettext("about %(minutes)s min left", "about %(minutes)s min left", minutes) % {
            "minutes": formats.number(minutes)
        }


def running_imports(user):
    """The Progress of what this person may see and is being read, or has just been read, the newest first."""
    if not may(user, "data.import"):
        return []
    fresh = Q(status__in=[Status.DONE, Status.FAILED], finished_at__gt=timezone.now() - STAYS, is_rehearsal=False)
    batches = ImportBatch.objects.visible_to(user).filter(Q(status__in=GOING) | fresh)
    batches = batches.defer("content").annotate(refused=Count("rejected")).order_by("-pk")
    return [Progress(batch, batch.refused) for batch in batches[:SHOWN]]
