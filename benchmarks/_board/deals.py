"""A board of any size: twenty reps, their manager, and deals spread over the stages as a young pipeline has them."""

from dataclasses import dataclass

WEIGHTS = {1: 22, 2: 20, 3: 18, 4: 16, 5: 13, 6: 11}  # of 100 open deals, by place of the stage
REPS = 20
CLOSED_SHARE = 10  # of 100 open deals this many more are won and this many more retained, at least sixty

PEOPLE = """
INSERT INTO accounts_user (password, email, name, role, team_id, time_zone, language, theme, is_active, is_sample)
SELECT '!', 'rep' || n || '@bench.example', 'Rep Number' || n, 'rep', %(team)s, 'UTC', 'en', 'auto', true, false
FROM generate_series(1, %(reps)s) n
"""
COMPANIES = """
INSERT INTO leads_company (name, domain, industry, size, country, city, is_sample)
SELECT 'Nordkyst Fisk ' || n, '', '', '', '', '', false FROM generate_series(1, %(count)s) n
"""
DEALS = """
WITH sheets AS (
    INSERT INTO leads_qualification (budget, budget_evidence, authority, authority_evidence, need, need_evidence,
        timeline, timeline_evidence)
    SELECT 1 + n %% 2, '', 2, '', 1 + n %% 2, '', 1, '' FROM generate_series(1, %(count)s) n RETURNING id
),
numbered AS (SELECT id, row_number() OVER () AS n FROM sheets),
ranks AS (
    SELECT rank, n FROM unnest(rank_spread((SELECT max(rank) FROM pipeline_deal WHERE stage_id = %(stage)s), NULL,
        %(count)s)) WITH ORDINALITY AS given(rank, n)
),
owners AS (SELECT array_agg(id) AS ids FROM accounts_user WHERE role = 'rep'),
labels AS (SELECT array_agg(id) AS ids FROM leads_label),
firms AS (SELECT array_agg(id) AS ids FROM leads_company)
INSERT INTO pipeline_deal (pipeline_id, stage_id, rank, title, company_id, owner_id, amount, currency, base_amount,
    probability, label_id, source, product, expected_close, status, opened_at, entered_stage_at, closed_at, lost_note,
    next_step_at, qualification_id, stage_version, version, is_sample, proposal, parked_reason, skips, steps_back,
    pushes, touched_at)
SELECT %(pipeline)s, %(stage)s, rank, 'Cold-chain telemetry rollout ' || n,
    firms.ids[1 + (random() * (cardinality(firms.ids) - 1))::int],
    owners.ids[1 + (random() * (cardinality(owners.ids) - 1))::int],
    worth, 'EUR', worth, CASE WHEN random() < .05 AND %(is_open)s THEN round((random() * 100)::numeric) END,
    CASE WHEN random() < .7 THEN labels.ids[1 + (random() * (cardinality(labels.ids) - 1))::int] END, '', '',
    current_date + (random() * 120 - 20)::int, %(status)s, now() - '60 days'::interval,
    now() - random() * '30 days'::interval, CASE WHEN NOT %(is_open)s THEN now() - random() * '90 days'::interval END,
    '', CASE WHEN random() < .7 THEN now() + (random() * 20 - 3) * '1 day'::interval END, numbered.id, 1, 1, false, '',
    '', 0, 0, 0, now()
FROM ranks JOIN numbered USING (n), owners, labels, firms,
    LATERAL (SELECT round((1000 + random() * 90000 + n * 0)::numeric) AS worth) worths
"""
VISITS = """
INSERT INTO pipeline_stagevisit (deal_id, stage_id, entered_at, exit, undone)
SELECT id, stage_id, entered_stage_at, '', false FROM pipeline_deal deal
WHERE NOT EXISTS (SELECT FROM pipeline_stagevisit WHERE deal_id = deal.id)
"""
FLOOR = """
DROP TABLE IF EXISTS floor_deal;
CREATE TABLE floor_deal AS
SELECT deal.id, deal.pipeline_id, deal.stage_id, deal.rank, deal.title, coalesce(company.name, '') AS company,
    owner.name AS owner, coalesce(label.name, '') AS label, deal.amount, deal.currency, deal.expected_close
FROM pipeline_deal deal JOIN accounts_user owner ON owner.id = deal.owner_id
    LEFT JOIN leads_company company ON company.id = deal.company_id
    LEFT JOIN leads_label label ON label.id = deal.label_id;
ALTER TABLE floor_deal ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON floor_deal (stage_id, rank COLLATE "C");
"""


@dataclass(frozen=True)
class Board:
    pipeline: object
    stages: list
    manager: object
    reps: list


def make_board():
    """An empty pipeline of eight stages, without gates, with the people who work on it."""
    from django.db import connection

    from accounts.models import Role, Team, User, Workspace
    from pipeline.actions.setup import set_up_pipeline

    Workspace.objects.create(name="Tamar Fleet Systems", currency="EUR")
    team = Team.objects.create(name="North")
    Team.objects.filter(pk=team.pk).update(path=f"{team.pk}.")
    manager = User.objects.create_user("mona@bench.example", name="Mona Marsh", role=Role.MANAGER, team=team)
    pipeline = set_up_pipeline()
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"team": team.pk, "reps": REPS})
        cursor.execute(COMPANIES, {"count": 1000})
    reps = list(User.objects.filter(role=Role.REP).order_by("pk"))
    return Board(pipeline, list(pipeline.stages.standing()), manager, reps)


def fill(board, open_deals):
    """Add deals until this many are open, lay out the floor's table anew, and let PostgreSQL look at it all."""
    from django.db import connection

    from pipeline.models import Deal

    missing = open_deals - Deal.objects.open().count()
    closed = max(60, open_deals * CLOSED_SHARE // 100) - Deal.objects.won().count() // 2
    with connection.cursor() as cursor:
        for place, stage in enumerate(board.stages, start=1):
            count = missing * WEIGHTS[place] // 100 if stage.is_open else closed
            cursor.execute(DEALS, facts_of(stage, count))
        cursor.execute(VISITS)
        cursor.execute(FLOOR)
        cursor.execute("VACUUM (ANALYZE)")


def facts_of(stage, count):
    return {
        "pipeline": stage.pipeline_id,
        "stage": stage.pk,
        "count": max(count, 1),
        "is_open": stage.is_open,
        "status": "open" if stage.is_open else "won",
    }
