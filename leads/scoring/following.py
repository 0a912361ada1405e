"""What a score brings with it: itself, the label of the highest threshold reached, and the promotion, at one stroke."""

import json

from django.db import connection

from leads.models import Label, Lead
from timeline.log import write_selected

Status = Lead.Status
# A label of another question, such as the industry, is no answer of the score's and stays.
WRITE = """
WITH worth (lead_id, points) AS MATERIALIZED ({worth}),
found AS (
    SELECT lead.id, lead.score AS old, worth.points AS score, lead.label_id AS old_label, lead.status, lead.returns_on,
        CASE WHEN lead.label_is_by_hand OR lead.label_id IS NOT NULL AND label.set_id NOT IN (
            SELECT set_id FROM leads_scorethreshold JOIN leads_label known ON known.id = label_id)
        THEN lead.label_id ELSE (
            SELECT label_id FROM leads_scorethreshold WHERE label_id IS NOT NULL AND at_least <= worth.points
            ORDER BY at_least DESC LIMIT 1) END AS label_id,
        (SELECT max(at_least) FROM leads_scorethreshold
         WHERE promotes AND lead.score < at_least AND at_least <= worth.points) AS over
    FROM worth JOIN leads_lead lead ON lead.id = worth.lead_id LEFT JOIN leads_label label ON label.id = lead.label_id)
UPDATE leads_lead lead SET
    score = found.score,
    scored_at = {moment},
    label_id = found.label_id,
    version = lead.version + (found.label_id IS DISTINCT FROM found.old_label)::int,
    promoted_at = CASE WHEN found.over IS NULL THEN lead.promoted_at ELSE now() END,
    status = CASE WHEN found.over IS NOT NULL AND {wakes} THEN 'working' ELSE lead.status END,
    returns_on = CASE WHEN found.over IS NOT NULL AND {wakes} THEN NULL ELSE lead.returns_on END
FROM found WHERE lead.id = found.id {which}
RETURNING lead.id, found.old_label, lead.label_id, found.over, found.status, found.returns_on
"""
WAKES = "found.status = 'recycled'"
TOLD = """
SELECT told.verb, 'lead:' || lead.id, ARRAY['lead:' || lead.id], NULL::bigint, told.changes,
    jsonb_build_object('name', lead.name, 'score', lead.score, 'version', lead.version) || told.details,
    lead.owner_id, coalesce(team.path, ''), NULL::bigint
FROM unnest(%s::text[], %s::bigint[], %s::jsonb[], %s::jsonb[]) WITH ORDINALITY
    AS told (verb, lead_id, changes, details, place)
JOIN leads_lead lead ON lead.id = told.lead_id LEFT JOIN accounts_user owner ON owner.id = lead.owner_id
LEFT JOIN accounts_team team ON team.id = owner.team_id
ORDER BY told.place
"""


def write_scores(worth, given, because="", *, only_changed=False):
    """Write the scores that the SELECT `worth` of (lead, points) tells, and all that follows; returns how many.

    The leads are held already. Those that rested and did something come back to the inbox for it, not `because` of
    what made many change at once. With `only_changed`, who has the score already is left alone.
    """
    moment, which = ("lead.scored_at", "AND found.old <> found.score") if only_changed else ("clock_timestamp()", "")
    wakes = "false" if because else WAKES
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(worth=worth, moment=moment, which=which, wakes=wakes), given)
        written = sorted(cursor.fetchall())
    tell(written, because)
    return len(written)


def tell(written, because):
    """Record what followed: a line for each new label, one for each promotion."""
    labelled = [(pk, old, new) for pk, old, new, *_rest in written if old != new]
    promoted = [(pk, over, back(status, day, because)) for pk, *_labels, over, status, day in written if over]
    if not labelled and not promoted:
        return
    names = dict(Label.objects.values_list("pk", "name")) if labelled else {}
    why = {"because": because} if because else {}
    told = [("lead.labelled", pk, {"label": [old, new]}, {"to": names.get(new)} | why) for pk, old, new in labelled]
    told += [("lead.promoted", pk, changes, {"threshold": over} | why) for pk, over, changes in promoted]
    verbs, ids, changes, details = zip(*told, strict=True)
    write_selected(TOLD, [list(verbs), list(ids), list(map(json.dumps, changes)), list(map(json.dumps, details))])


def back(status, day, because):
    """What changed of a lead that rested and came back."""
    if status != Status.RECYCLED or because:
        return {}
    return {"status": [status, Status.WORKING], "returns_on": [day.isoformat(), None]}
