"""The moments by the clock that set rules off, each found by one statement over all deals or leads.

Given two moments, a statement tells every moment that came after the first and not after the second, be it now or long
ago: the clock asks it for the last minutes, a dry run for the last thirty days, and both get the same answer.
"""

from datetime import UTC, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy

from followups.rules.triggers import Trigger, register

# Each care for a deal, up to the next one: by people, as the listener “touch” counts it. Of a deal whose last care lies
# before the first moment only that one can count, so the log is asked of the others alone.
DEAL_IDLE = """
WITH care AS (
    SELECT deal.id AS deal_id, event.happened_at AS moment FROM pipeline_deal deal
    JOIN timeline_event event ON event.about @> ARRAY['deal:' || deal.id]::varchar[]
    WHERE greatest(deal.touched_at, deal.entered_stage_at) > %(since)s AND event.actor_id IS NOT NULL
        AND event.happened_at BETWEEN %(since)s::timestamptz - %(days)s AND %(until)s
        AND (event.verb LIKE 'deal.%%' OR event.verb LIKE 'followup.%%')
        AND event.verb NOT IN ('deal.ranked', 'deal.reshaped', 'deal.undone', 'deal.thrown_away', 'deal.restored')
        AND NOT event.details ?| ARRAY['surgery', 'import']
    UNION SELECT id, greatest(touched_at, entered_stage_at) FROM pipeline_deal
    UNION SELECT deal_id, entered_at FROM pipeline_stagevisit WHERE NOT undone
        AND entered_at BETWEEN %(since)s::timestamptz - %(days)s AND %(until)s
), gap AS (
    SELECT deal_id, moment, lead(moment) OVER (PARTITION BY deal_id ORDER BY moment) AS next FROM care
)
SELECT gap.deal_id, gap.moment + %(days)s AS due FROM gap JOIN pipeline_deal deal ON deal.id = gap.deal_id
WHERE gap.moment + %(days)s > %(since)s AND gap.moment + %(days)s <= %(until)s
    AND (gap.next IS NULL OR gap.next > gap.moment + %(days)s) AND {open} ORDER BY due, gap.deal_id
"""
# A deal has no next step since it came where it stood or since a promise about it ended, whichever was later.
DEAL_ADRIFT = """
WITH ended AS (
    SELECT deal_id, entered_at AS moment FROM pipeline_stagevisit WHERE NOT undone
    UNION SELECT deal_id, coalesce(done_at, cancelled_at) FROM followups_followup
        WHERE deal_id IS NOT NULL AND coalesce(done_at, cancelled_at) IS NOT NULL
), start AS (
    SELECT deal_id, moment, lead(moment) OVER (PARTITION BY deal_id ORDER BY moment) AS next FROM ended
)
SELECT start.deal_id, start.moment + %(days)s AS due FROM start JOIN pipeline_deal deal ON deal.id = start.deal_id
WHERE start.moment + %(days)s > %(since)s AND start.moment + %(days)s <= %(until)s
    AND (start.next IS NULL OR start.next > start.moment + %(days)s) AND {open}
    AND NOT EXISTS (SELECT FROM followups_followup step WHERE step.deal_id = deal.id
        AND step.created_at <= start.moment + %(days)s
        AND coalesce(step.done_at, step.cancelled_at, 'infinity') > start.moment)
ORDER BY due, start.deal_id
"""
# Every time a promise had, until it was put off, done or given up.
STEP_MISSED = """
WITH promise AS (
    SELECT id, {about}_id AS record_id, due_at, coalesce(done_at, cancelled_at) AS ended FROM followups_followup
    WHERE {about}_id IS NOT NULL
    UNION SELECT step.id, step.{about}_id, (event.changes -> 'due_at' ->> 0)::timestamptz, event.happened_at
    FROM timeline_event event JOIN followups_followup step ON event.subject = 'followup:' || step.id
    WHERE event.verb IN ('followup.snoozed', 'followup.rescheduled') AND step.{about}_id IS NOT NULL
        AND event.happened_at > %(since)s
)
SELECT promise.record_id, promise.due_at + %(days)s AS due, promise.id
FROM promise JOIN {table} record ON record.id = promise.record_id
WHERE promise.due_at + %(days)s > %(since)s AND promise.due_at + %(days)s <= %(until)s
    AND (promise.ended IS NULL OR promise.ended > promise.due_at + %(days)s) AND {worth} ORDER BY due, promise.id
"""
LEAD_IDLE = """
SELECT record.id, heard.moment + %(days)s AS due FROM leads_lead record
CROSS JOIN LATERAL (SELECT greatest(record.created_at, record.last_touch_at, record.answered_at)) AS heard (moment)
WHERE heard.moment + %(days)s > %(since)s AND heard.moment + %(days)s <= %(until)s AND record.merged_into_id IS NULL
    AND record.status IN ('new', 'working', 'qualified') ORDER BY due, record.id
"""
WAS_OPEN = (
    "deal.parked_until IS NULL AND deal.opened_at <= {due} AND (deal.closed_at IS NULL OR deal.closed_at > {due})"
)


def idle_deals(rule, since, until):
    return found(DEAL_IDLE.format(open=WAS_OPEN.format(due="gap.moment + %(days)s")), rule, since, until)


def adrift_deals(rule, since, until):
    return found(DEAL_ADRIFT.format(open=WAS_OPEN.format(due="start.moment + %(days)s")), rule, since, until)


def missed_of(about, table, worth):
    def missed(rule, since, until):
        return found(STEP_MISSED.format(about=about, table=table, worth=worth), rule, since, until)

    return missed


def idle_leads(rule, since, until):
    return found(LEAD_IDLE, rule, since, until)


def found(sql, rule, since, until):
    """[(record id, moment, cause)], the earliest first; a cause names the trigger, the record and its moment."""
    days = timedelta(days=rule.parameters.get("days") or 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"days": days, "since": since, "until": until})
        rows = cursor.fetchall()
    return [(pk, due, cause(rule, due, pk, *more)) for pk, due, *more in rows]


def cause(rule, due, *ids):
    return ":".join([rule.trigger, *map(str, ids), f"{due.astimezone(UTC):%Y%m%dT%H%M%S.%f}"])


missed_deals = missed_of(
    "deal", "pipeline_deal", "(record.status <> 'lost' OR record.closed_at > promise.due_at + %(days)s)"
)
missed_leads = missed_of("lead", "leads_lead", "record.status <> 'disqualified' AND record.merged_into_id IS NULL")
MISSED = gettext_lazy("has a follow-up overdue for %(days)s")
register(Trigger("deal.idle", "deal", gettext_lazy("sees no care for %(days)s"), asks=("days",), due=idle_deals))
register(
    Trigger("deal.adrift", "deal", gettext_lazy("has no next step for %(days)s"), asks=("days",), due=adrift_deals)
)
register(Trigger("deal.missed", "deal", MISSED, asks=("days",), due=missed_deals))
register(Trigger("lead.idle", "lead", gettext_lazy("is not heard of for %(days)s"), asks=("days",), due=idle_leads))
register(Trigger("lead.missed", "lead", MISSED, asks=("days",), due=missed_leads))
