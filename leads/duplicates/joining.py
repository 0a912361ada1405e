"""What was merged away is found at what it became: its old address, and its timeline."""

from functools import wraps

from django.db import connection
from django.http import Http404
from django.shortcuts import redirect

from leads.duplicates.marks import MODELS
from leads.duplicates.shown import address_of

MERGED = """
WITH RECURSIVE joined AS (
    SELECT kept, gone FROM leads_merge WHERE kept = ANY(%s) AND undone_at IS NULL
    UNION SELECT further.kept, further.gone FROM leads_merge further
        JOIN joined ON further.kept = joined.gone WHERE further.undone_at IS NULL)
SELECT gone FROM joined ORDER BY gone
"""


def merged_into(names):
    """The names in the log of all that was merged into these records, directly or by another."""
    with connection.cursor() as cursor:
        cursor.execute(MERGED, [list(names)])
        return [gone for (gone,) in cursor.fetchall()]


def leads_to_the_kept(kind):
    """Let the page of a record that was merged away lead to the one that was kept, for those who may see that."""

    def follow(view):
        @wraps(view)
        def followed(request, pk, *args, **kwargs):
            try:
                return view(request, pk, *args, **kwargs)
            except Http404:
                kept = kept_of(MODELS[kind], pk, request.user)
                if request.method not in ("GET", "HEAD") or kept is None:
                    raise
                return redirect(address_of(kept))

        return followed

    return follow


def kept_of(model, pk, reader):
    """What a record became that was merged away, if this reader may see it."""
    record = model._base_manager.filter(pk=pk).exclude(merged_into=None).first()
    while record and record.merged_into_id:
        record = model._base_manager.get(pk=record.merged_into_id)
    return record and model.objects.visible_to(reader).filter(pk=record.pk).first()
