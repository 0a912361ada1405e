"""The newest events of a record at a cost that does not grow with its history.

The history of a record is a bundle of strands, one for each verb, and each strand lies in the order of time: of each
only the first few are read, and the newest of them all are taken. A thousand changes of place cost a note nothing.
"""

from django.db import connection

from timeline.sentences import parts

# The verbs of a record are found by leaping from one to the next; its own events, those of its parts, those of nobody
# and those of owners the viewer sees pass.
NEWEST = """
WITH RECURSIVE strand(record, verb) AS (
    SELECT named, (SELECT min(verb) FROM timeline_told WHERE record = named) FROM unnest(%(names)s::text[]) named
    UNION ALL
    SELECT record, (SELECT min(told.verb) FROM timeline_told told
                    WHERE told.record = strand.record AND told.verb > strand.verb)
    FROM strand WHERE verb IS NOT NULL
)
SELECT event_id FROM strand CROSS JOIN LATERAL (
    SELECT told.event_id, told.happened_at FROM timeline_told told JOIN timeline_event event ON event.id = told.event_id
    WHERE told.record = strand.record AND told.verb = strand.verb
      AND (%(moment)s::timestamptz IS NULL
           OR (told.happened_at, told.event_id) < (%(moment)s::timestamptz, %(after)s::bigint))
      AND (%(owners)s::bigint[] IS NULL OR event.subject = ANY(%(names)s::text[]) OR event.owner_id IS NULL
           OR event.owner_id = ANY(%(owners)s::bigint[]) OR split_part(event.subject, ':', 1) = ANY(%(parts)s::text[]))
    ORDER BY told.happened_at DESC, told.event_id DESC LIMIT %(limit)s
) head
WHERE (strand.verb = ANY(%(verbs)s::text[])) = %(shown)s
GROUP BY event_id, happened_at ORDER BY happened_at DESC, event_id DESC LIMIT %(limit)s
"""


def newest(names, verbs_under, owner_ids, before, limit):
    """The ids of the newest events about records by these names, of those verbs, which owners' viewers may know."""
    shown, verbs = verbs_under
    asked = {
        "names": names,
        "shown": shown,
        "verbs": verbs,
        "owners": owner_ids,
        "parts": sorted(parts),
        "moment": before and before.happened_at,
        "after": before and before.event_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, asked)
        return [pk for (pk,) in cursor.fetchall()]
