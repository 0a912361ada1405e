"""What follows a score: the label of the highest threshold reached, unless somebody chose one, and the promotion."""

from django.db import connection
from django.db.models.functions import Now

from leads.models import Label, Lead, ScoreThreshold
from timeline.log import write
from timeline.models import Event, subject_key

Status = Lead.Status
# A label of another question, such as the industry, is no answer of the score's and stays.
LABELS = """
UPDATE leads_lead lead SET label_id = found.target, version = lead.version + 1 FROM (
    SELECT lead.id, lead.label_id AS old, (
        SELECT label_id FROM leads_scorethreshold WHERE label_id IS NOT NULL AND at_least <= lead.score
        ORDER BY at_least DESC LIMIT 1) AS target
    FROM leads_lead lead LEFT JOIN leads_label label ON label.id = lead.label_id
    WHERE lead.id = ANY (%s) AND NOT lead.label_is_by_hand AND (lead.label_id IS NULL OR label.set_id IN (
        SELECT set_id FROM leads_scorethreshold JOIN leads_label known ON known.id = label_id))
) AS found
WHERE lead.id = found.id AND found.old IS DISTINCT FROM found.target RETURNING lead.id, found.old
"""


def follow_thresholds(ids, changed, because=""):
    """Label the leads by their score, and promote those that rose over a threshold; `changed` are (id, old, new)."""
    thresholds = list(ScoreThreshold.objects.all())
    if not ids or not thresholds:
        return
    events = labelled(ids, because)
    marks = [one.at_least for one in thresholds if one.promotes]
    risen = {pk: max(over) for pk, old, new in changed if (over := [mark for mark in marks if old < mark <= new])}
    events += promoted(risen, because) if risen else []
    if events:
        write(events)


def labelled(ids, because):
    with connection.cursor() as cursor:
        cursor.execute(LABELS, [ids])
        before = dict(cursor.fetchall())
    if not before:
        return []
    names = dict(Label.objects.values_list("pk", "name"))
    return [
        event_of(
            "lead.labelled", lead, {"label": [before[lead.pk], lead.label_id]}, because, to=names.get(lead.label_id)
        )
        for lead in leads_of(before)
    ]


def promoted(risen, because):
    """Remember when they rose; those that rested and did something come back to the inbox for it."""
    leads = leads_of(risen)
    back = {lead.pk for lead in leads if lead.status == Status.RECYCLED and not because}
    Lead.objects.filter(pk__in=list(risen)).update(promoted_at=Now())
    Lead.objects.filter(pk__in=back).update(status=Status.WORKING, returns_on=None)
    return [
        event_of("lead.promoted", lead, returned(lead) if lead.pk in back else {}, because, threshold=risen[lead.pk])
        for lead in leads
    ]


def returned(lead):
    return {"status": [lead.status, Status.WORKING], "returns_on": [lead.returns_on.isoformat(), None]}


def leads_of(ids):
    return list(Lead.objects.filter(pk__in=list(ids)).select_related("owner__team").order_by("pk"))


def event_of(verb, lead, changes, because, **details):
    known = {"name": lead.name, "score": lead.score, "version": lead.version}
    known |= {"because": because} if because else {}
    return Event(
        verb=verb,
        subject=subject_key(lead),
        about=[subject_key(lead)],
        changes=changes,
        details=known | details,
        owner=lead.owner,
        team_path=lead.owner.team_path if lead.owner else "",
    )
