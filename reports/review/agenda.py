"""Which open deals of a scope need a decision, the weightiest first: judged by one SQL, never in Python."""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.visibility import visible_owner_ids
from accounts.zones import today
from pipeline.categories import category_sql
from pipeline.models import Deal
from pipeline.queries.then import ROOM_TO_SORT
from reports.review.rules import CALLS, POINTS, WHY
from reports.review.standing import DECISIONS

MOST = 40
WAKES_WITHIN = REST = timedelta(days=6)
ENOUGH_STAYS, LATEST_STAYS = 20, 5000  # how many that left tell what is usual, and of how many of the latest it is told

# What its holder decided in the last days is left out, so that the next review goes on where this one ended.
# The points of a deal count as far as it is large: times the share of the deals meant that are no larger.
AGENDA = f"""
WITH usual AS MATERIALIZED (
    SELECT stage.id, CASE WHEN stays.count >= %(enough)s THEN stays.days END AS days
    FROM pipeline_stage stage CROSS JOIN LATERAL (
        SELECT count(*), percentile_cont(0.9) WITHIN GROUP (ORDER BY visit.days) AS days FROM (
            SELECT date_part('epoch', left_at - entered_at) / 86400 AS days FROM pipeline_stagevisit
            WHERE stage_id = stage.id AND NOT undone AND left_at IS NOT NULL AND exit <> 'reshaped'
            ORDER BY entered_at DESC LIMIT %(latest)s
        ) visit
    ) stays
    WHERE stage.kind = 'open'
), committee AS MATERIALIZED (
    SELECT deal_id, array_agg(contact_id) AS people FROM pipeline_dealcontact GROUP BY deal_id
), meant AS (
    SELECT deal.id, deal.base_amount, deal.pushes, deal.parked_until, deal.next_step_at, deal.expected_close,
           stage.name AS stage, usual.days AS usual,
           date_part('day', %(now)s - deal.entered_stage_at)::int AS days,
           %(today)s::date - deal.expected_close AS late,
           CASE WHEN deal.parked_until IS NULL THEN (%(now)s AT TIME ZONE %(zone)s)::date
               - (deal.next_step_at AT TIME ZONE %(zone)s)::date END AS step_late,
           coalesce(cardinality(committee.people), 0)
               + (deal.contact_id IS NOT NULL AND NOT coalesce(deal.contact_id = ANY(committee.people), false))::int
               AS people,
           {category_sql("deal.category", "stage.category", "stage.probability")} AS category,
           coalesce(deal.probability / 100, learned.eventual, stage.probability / 100)::float8 AS chance,
           cume_dist() OVER (ORDER BY deal.base_amount) AS share
    FROM pipeline_deal deal JOIN pipeline_stage stage ON stage.id = deal.stage_id
    JOIN accounts_user person ON person.id = deal.owner_id LEFT JOIN accounts_team team ON team.id = person.team_id
    LEFT JOIN usual ON usual.id = stage.id LEFT JOIN committee ON committee.deal_id = deal.id
    LEFT JOIN forecasting_dealodds learned ON learned.deal_id = deal.id
    WHERE deal.status = 'open'
      AND (%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s))
      AND (%(rep)s::bigint IS NULL OR deal.owner_id = %(rep)s)
      AND (%(team)s::text IS NULL OR team.path LIKE %(team)s)
      AND (%(pipeline)s::bigint IS NULL OR deal.pipeline_id = %(pipeline)s)
)
SELECT id, base_amount, share, {POINTS} AS points, array_remove(ARRAY[{WHY}], NULL) AS why,
       pushes, stage, days, usual, late, step_late, people, chance, parked_until, expected_close,
       count(*) OVER () AS of_all, sum(base_amount) OVER () AS worth
FROM meant WHERE ({CALLS}) AND (parked_until IS NULL OR parked_until <= %(wakes)s) AND NOT EXISTS (
    SELECT FROM reports_decision decided LEFT JOIN reports_decision back ON back.undoes_id = decided.id
    WHERE decided.deal_id = meant.id AND decided.by_id = %(holder)s AND decided.at > %(decided_since)s
      AND decided.choice = ANY(%(decisions)s) AND back.id IS NULL
)
ORDER BY ({POINTS}) * share DESC, base_amount DESC, id LIMIT %(most)s
"""  # noqa: S608 - made of our own words alone

FIRST_DATES = """
SELECT DISTINCT ON (deal_id) deal_id, expected_close FROM forecasting_dealsnapshot
WHERE deal_id = ANY(%s) AND expected_close IS NOT NULL ORDER BY deal_id, since
"""


@dataclass(frozen=True)
class Agenda:
    """The deals to decide on, as a review keeps them; `count` and `worth` are of all that need a decision."""

    items: list = field(default_factory=list)
    count: int = 0
    worth: object = 0

    @property
    def more(self):
        return self.count - len(self.items)


def agenda_of(scope, most=MOST):
    """The agenda of a review of what a Scope means now."""
    rows = judged(scope, most)
    dates = first_dates([row.id for row in rows])
    items = [item_of(row, dates.get(row.id)) for row in rows]
    return Agenda(items, rows[0].of_all, rows[0].worth) if rows else Agenda()


def judged(scope, most):
    this_day = today()
    asked = {
        "now": timezone.now(),
        "zone": timezone.get_current_timezone_name(),
        "today": this_day,
        "wakes": this_day + WAKES_WITHIN,
        "owners": visible_owner_ids(scope.user),
        "rep": scope.owner and scope.owner.pk,
        "team": scope.team and f"{scope.team.path}%",
        "pipeline": scope.pipeline and scope.pipeline.pk,
        "holder": scope.user.pk,
        "decided_since": timezone.now() - REST,
        "decisions": list(DECISIONS),
        "enough": ENOUGH_STAYS,
        "latest": LATEST_STAYS,
        "most": most,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM_TO_SORT)
        cursor.execute(AGENDA, asked)
        row = namedtuple("Row", [column.name for column in cursor.description])
        return [row(*values) for values in cursor.fetchall()]


def first_dates(deal_ids):
    """The close date each deal was first seen with at the end of a day."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_DATES, [deal_ids])
        return dict(cursor.fetchall())


def item_of(row, first_date):
    """One deal of the agenda in words JSON knows."""
    facts = {name: getattr(row, name) for name in ("pushes", "stage", "days", "usual", "late", "step_late", "people")}
    facts |= {"chance": row.chance, "parked_until": row.parked_until and row.parked_until.isoformat()}
    if first_date and row.expected_close and row.expected_close > first_date:
        facts["pushed_days"] = (row.expected_close - first_date).days
    return {"deal": row.id, "points": row.points, "share": row.share, "why": row.why, "facts": facts}


def deals_of(items, user):
    """The deals of an agenda that somebody may see, by id, with all a line of it shows."""
    seen = Deal.objects.visible_to(user).filter(pk__in=[item["deal"] for item in items])
    return {deal.pk: deal for deal in seen.select_related("company", "owner", "stage", "learned")}
