"""Taking a merge apart again: both records as they were, and what was carried over goes back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.circles import hold_parents, refuse_circles
from leads.duplicates.carrying import carry_back
from leads.duplicates.merging import write
from leads.duplicates.states import lock_named, restore
from leads.models import Company, LikelyPair, Merge
from timeline.log import record
from timeline.models import Event


@transaction.atomic
def undo_merges(merges, *, by):
    """Take several merges apart, the last one first; raises ValidationError, then none is."""
    for made in sorted(merges, key=lambda made: -made.pk):
        undo_merge(made, by=by)


@transaction.atomic
def undo_merge(merge, *, by):
    """Make two of one again and return the record that was gone; raises ValidationError.

    What somebody changed on the kept record since the merge stays there.
    """
    if merge.kept.startswith("company:"):
        hold_parents()
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("This merge was taken apart already."))
    rows = lock_named({merge.kept, merge.gone, *merge.before})
    kept, gone = rows[merge.kept], rows[merge.gone]
    if kept.merged_into_id:
        raise ValidationError(_("%(name)s was merged again since: take that apart first.") % {"name": kept.name})
    for step in merge.moved:
        carry_back(step, kept, gone)
    for name in sorted(rows, key=lambda name: name != merge.kept):  # the id in other programs is free first
        names = restore(rows[name], merge.before.get(name, {}), merge.after.get(name, {}))
        write(rows[name], {field: getattr(rows[name], field) for field in names})
    if isinstance(kept, Company):
        refuse_circles([kept.pk, gone.pk])
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    one, other = sorted((merge.kept, merge.gone))
    LikelyPair.objects.filter(one=one, other=other).update(state="open", decided_by=None, decided_at=None)
    tell(merge, kept, gone, by)
    return gone


def tell(merge, kept, gone, by):
    event = Event.objects.filter(subject=merge.kept, details__merge=merge.pk, undoes=None).first()
    details = {"name": kept.name, "gone": gone.name, "merge": merge.pk}
    verb = f"{kept._meta.model_name}.unmerged"
    record(verb, kept, by=by, about=(gone,), details=details, owner=kept.owner, undoes=event)
