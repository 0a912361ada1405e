"""How all deals stand at the end of a day, as the table `night` of one transaction: read from the deals, or the log."""

from django.db import connection

from accounts.zones import midnight_after, workspace_zone
from forecasting.models import How
from pipeline.categories import category_sql
from pipeline.models import Pipeline
from pipeline.queries.past import filter_parameters, moment_parameters, state
from pipeline.queries.shape_then import shape_then

CATEGORY = category_sql("deal.category", "stage.category", "stage.probability")

LIVE = f"""
CREATE TEMP TABLE night ON COMMIT DROP AS
SELECT deal.id AS deal_id, deal.pipeline_id, deal.stage_id, deal.owner_id, coalesce(team.path, '') AS team_path,
       deal.status, deal.amount, deal.currency, deal.base_amount, deal.expected_close,
       CASE WHEN deal.status <> 'open' THEN (deal.closed_at AT TIME ZONE %(zone)s)::date END AS closed_on,
       {CATEGORY}::varchar AS category, coalesce(deal.probability, stage.probability) AS probability,
       CASE WHEN deal.status = 'open' THEN odds.in_time END AS chance, deal.probability AS own,
       (deal.opened_at AT TIME ZONE %(zone)s)::date AS opened_on, deal.entered_stage_at AS entered_at
FROM pipeline_deal deal
JOIN pipeline_stage stage ON stage.id = deal.stage_id
JOIN accounts_user person ON person.id = deal.owner_id
LEFT JOIN accounts_team team ON team.id = person.team_id
LEFT JOIN forecasting_dealodds odds ON odds.deal_id = deal.id
"""  # noqa: S608 - made of our own words alone

# What the log does not tell of a past day is taken as it is now: teams, categories, and no learned chance.
FROM_LOG = f"""
CREATE TEMP TABLE night ON COMMIT DROP AS
WITH {state("").replace("VISIBLE", "SELECT id FROM pipeline_deal")}
SELECT state.id AS deal_id, deal.pipeline_id, state.stage_id, state.owner_id, coalesce(team.path, '') AS team_path,
       state.status::varchar(4) AS status, state.amount, state.currency::varchar(3) AS currency,
       state.base AS base_amount, state.expected_close,
       CASE WHEN state.status <> 'open'
            THEN (CASE WHEN deal.closed_at < %(at)s THEN deal.closed_at ELSE state.entered_at END
                  AT TIME ZONE %(zone)s)::date END AS closed_on,
       {category_sql("deal.category", "stage.category", "state.odds")}::varchar AS category,
       coalesce(state.odds, 0) AS probability, NULL::float8 AS chance,
       CASE WHEN state.odds <> shape.odds THEN state.odds END AS own,
       (deal.opened_at AT TIME ZONE %(zone)s)::date AS opened_on, state.entered_at
FROM state
JOIN pipeline_deal deal ON deal.id = state.id
JOIN pipeline_stage stage ON stage.id = state.stage_id
JOIN shape ON shape.id = state.stage_id
JOIN accounts_user person ON person.id = state.owner_id
LEFT JOIN accounts_team team ON team.id = person.team_id
"""  # noqa: S608 - made of our own words alone


def lay_out(day, how):
    """Make the table `night` of how all deals stood when a day ended."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS night")
        cursor.execute(*(live() if how == How.TAKEN else from_log(day)))
        cursor.execute("ANALYZE night")


def live():
    return LIVE, {"zone": workspace_zone().key}


def from_log(day):
    zone = workspace_zone()
    at = midnight_after(day, zone)
    stages = [stage for pipeline in Pipeline.objects.all() for stage in shape_then(pipeline, at)]
    return FROM_LOG, moment_parameters("", at, day, stages) | filter_parameters({}) | {"zone": zone.key}
