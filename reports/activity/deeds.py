"""What people did, as the timeline tells it: by person and kind, and by weekday and hour."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext_lazy as _

from reports.scopes import owner_ids

CALLS, MEETINGS, NOTES, LETTERS, DONE, MOVES = "calls", "meetings", "notes", "letters", "done", "moves"
KINDS = {
    CALLS: _("Calls noted"),
    MEETINGS: _("Meetings noted"),
    NOTES: _("Notes"),
    LETTERS: _("Letters"),
    DONE: _("Follow-ups done"),
    MOVES: _("Moves"),
}
KIND_OF = {
    "deal.call": CALLS,
    "deal.meeting": MEETINGS,
    "lead.call": CALLS,
    "lead.meeting": MEETINGS,
    "deal.noted": NOTES,
    "lead.noted": NOTES,
    "company.noted": NOTES,
    "contact.noted": NOTES,
    "lead.email": LETTERS,
    "letter.sent": LETTERS,
    "followup.done": DONE,
    "deal.moved": MOVES,
    "deal.won": MOVES,
    "deal.lost": MOVES,
}

# What was undone does not count, nor what a rule did or one act did to many records at once. Counted finely first, so
# that the sets are made of thousands of rows and not of a million events. Day 0 of the epoch was a Thursday.
DEEDS = """
WITH fine AS (
    SELECT happened_at < %(start)s::timestamptz AS is_earlier, actor_id, verb,
           floor(date_part('epoch', happened_at AT TIME ZONE %(zone)s) / 3600)::int %% 168 AS slot,
           count(*) AS deeds, max(happened_at) AS latest
    FROM timeline_event
    WHERE verb = ANY(%(verbs)s) AND undone_by_id IS NULL AND undoes_id IS NULL AND actor_id IS NOT NULL
      AND NOT details ?| ARRAY['bulk', 'by_rule']
      AND (happened_at >= %(start)s::timestamptz AND happened_at < %(end)s::timestamptz
           OR happened_at >= %(start_before)s::timestamptz AND happened_at < %(end_before)s::timestamptz)
      AND (%(people)s::bigint[] IS NULL OR actor_id = ANY(%(people)s))
    GROUP BY 1, 2, 3, 4
)
SELECT is_earlier, actor_id, verb, (slot / 24 + 3) %% 7, slot %% 24, sum(deeds)::int, max(latest)
FROM fine GROUP BY GROUPING SETS ((is_earlier, actor_id, verb), (is_earlier, slot))
"""
LONG_AGO, NEVER = "-infinity", "infinity"


@dataclass(frozen=True)
class Deeds:
    """How often somebody did something: {person id: {kind: times}} and {(weekday from Monday, hour): times}."""

    by_person: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    by_hour: dict = field(default_factory=dict)
    latest: dict = field(default_factory=dict)

    @property
    def count(self):
        return sum(self.by_hour.values())

    def of_kind(self, kind):
        return sum(kinds.get(kind, 0) for kinds in self.by_person.values())

    def take(self, actor, verb, weekday, hour, times, latest):
        """Take one row in."""
        if actor is None:
            self.by_hour[(weekday, hour)] = times
            return
        self.by_person[actor][KIND_OF[verb]] += times
        self.latest[actor] = max(latest, self.latest.get(actor, latest))


def deeds_in(scope, period, before, zone):
    """What the people of a scope did in a period, and in the one before; days and hours are the workspace's."""
    now, earlier = Deeds(), Deeds()
    start, end = period.bounds(zone)
    start_before, end_before = before.bounds(zone) if before else (NEVER, NEVER)
    asked = {
        "zone": str(zone),
        "verbs": list(KIND_OF),
        "people": owner_ids(scope),
        "start": start or LONG_AGO,
        "end": end or NEVER,
        "start_before": start_before,
        "end_before": end_before,
    }
    with connection.cursor() as cursor:
        cursor.execute(DEEDS, asked)
        for is_earlier, *row in cursor.fetchall():
            (earlier if is_earlier else now).take(*row)
    return now, earlier
