"""Five years of sales of any size: twenty reps in four teams, deals with sources, labels, companies and every stay."""

from benchmarks._board.deals import make_board

SOURCES = ["Referral", "Partner", "Trade fair", "Website", "Cold outreach", "Advertising", ""]
PRODUCTS = ["Tracker", "Gateway", "Cold chain", "Fleet", "Support", ""]
INDUSTRIES = ["Food", "Chemistry", "Pharma", "Retail", "Shipping", "Rail", "Mining", "Energy", ""]
SIZES = ["1-9", "10-49", "50-249", "250-999", "1000+", ""]
REASONS = ["No decision", "Price", "Chose a rival", "Bad timing", "No fit", "No authority"]
TEAMS = ["South", "East", "West"]

COMPANIES = """
UPDATE leads_company SET industry = (%(industries)s::text[])[1 + id %% cardinality(%(industries)s::text[])],
    size = (%(sizes)s::text[])[1 + id %% cardinality(%(sizes)s::text[])]
"""
# Six in a hundred are open; the others closed on some day of five years, two of five as won. A deal that was won has
# passed every stage, the others came as far as chance let them.
DEALS = """
WITH lists AS (
    SELECT (SELECT array_agg(id ORDER BY id) FROM accounts_user WHERE role = 'rep') AS owners,
        (SELECT array_agg(id ORDER BY id) FROM leads_label) AS labels,
        (SELECT array_agg(id ORDER BY id) FROM leads_company) AS firms,
        (SELECT array_agg(id ORDER BY id) FROM pipeline_lostreason) AS reasons
), drawn AS (
    SELECT n, random() AS fate, random() AS far, random() AS age, random() AS length, random() AS worth,
        random() AS owner, random() AS firm, random() AS label, random() AS reason, random() AS source
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
), told AS (
    SELECT CASE WHEN fate < .06 THEN 'open' WHEN fate < .44 THEN 'won' ELSE 'lost' END AS status,
        CASE WHEN fate BETWEEN .06 AND .44 THEN cardinality(%(open)s::bigint[])
             ELSE 1 + floor(far * cardinality(%(open)s::bigint[]))::int END AS reached,
        drawn.*, make_interval(secs => 86400 * (5 + 150 * length * length)) AS took,
        CASE WHEN fate >= .06 THEN now() - age * interval '5 years' END AS ended
    FROM drawn
)
INSERT INTO pipeline_deal (id, pipeline_id, stage_id, rank, title, company_id, owner_id, amount, currency, base_amount,
    label_id, source, product, expected_close, status, opened_at, created_at, entered_stage_at, closed_at,
    lost_reason_id, lost_note, qualification_id, stage_version, version, is_sample, proposal, parked_reason, skips,
    steps_back, pushes, touched_at)
SELECT told.n, %(pipeline)s, CASE status WHEN 'won' THEN %(won)s ELSE (%(open)s::bigint[])[reached] END,
    lpad(told.n::text, 9, '0'),
    'Cold-chain telemetry rollout ' || told.n, firms[1 + floor(firm * cardinality(firms))::int],
    owners[1 + floor(owner * cardinality(owners))::int], round((1000 + worth * 90000)::numeric), 'EUR',
    round((1000 + worth * 90000)::numeric),
    CASE WHEN label < .8 THEN labels[1 + floor(label / .8 * cardinality(labels))::int] END,
    (%(sources)s::text[])[1 + floor(source * cardinality(%(sources)s::text[]))::int],
    (%(products)s::text[])[1 + told.n %% cardinality(%(products)s::text[])],
    current_date + (firm * 120 - 20)::int, status, coalesce(ended, now()) - took, coalesce(ended, now()) - took,
    coalesce(ended, now()) - took / reached, ended,
    CASE WHEN status = 'lost' AND reason < .9 THEN reasons[1 + floor(reason / .9 * cardinality(reasons))::int] END, '',
    told.n, 1, 1, false, '', '', 0, 0, 0, coalesce(ended, now())
FROM told, lists
"""
SHEETS = """
INSERT INTO leads_qualification (id, budget, budget_evidence, authority, authority_evidence, need, need_evidence,
    timeline, timeline_evidence)
SELECT n, 1, '', 2, '', 1, '', 1, '' FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
"""
VISITS = """
INSERT INTO pipeline_stagevisit (deal_id, stage_id, entered_at, left_at, exit, exit_to_id, undone, owner_id)
SELECT deal.id, (%(open)s::bigint[])[place], span.began + span.part * (place - 1),
    CASE WHEN place < span.reached THEN span.began + span.part * place ELSE deal.closed_at END,
    CASE WHEN place < span.reached THEN 'moved' WHEN deal.status = 'open' THEN '' ELSE deal.status END,
    CASE WHEN place < span.reached THEN (%(open)s::bigint[])[place + 1] WHEN deal.status = 'won' THEN %(won)s END,
    false, deal.owner_id
FROM pipeline_deal deal,
    LATERAL (SELECT coalesce(array_position(%(open)s::bigint[], deal.stage_id), cardinality(%(open)s::bigint[]))
        AS reached) way,
    LATERAL (SELECT way.reached, deal.opened_at AS began,
        (coalesce(deal.closed_at, now()) - deal.opened_at) / way.reached AS part) span,
    LATERAL generate_series(1, span.reached) place
WHERE deal.id BETWEEN %(first)s AND %(last)s
"""
LABELS = """
INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at)
SELECT id, label_id, created_at FROM pipeline_deal WHERE id BETWEEN %(first)s AND %(last)s AND label_id IS NOT NULL
"""
SEQUENCES = ["pipeline_deal", "leads_qualification"]


def make_house():
    """The people, the pipeline and the lists, and no deal yet."""
    from accounts.models import Team, User
    from pipeline.models import LostReason

    board = make_board()
    for place, name in enumerate(TEAMS):
        team = Team.objects.create(name=name)
        Team.objects.filter(pk=team.pk).update(path=f"{team.pk}.")
        User.objects.filter(pk__in=[rep.pk for rep in board.reps[place::4]]).update(team=team)
    for name in REASONS:
        LostReason.objects.get_or_create(name=name)
    admin = User.objects.create_user("ada@bench.example", name="Ada Ames", role="admin")
    return board, admin


def fill(board, size):
    """Add deals with all their history until there are so many; nothing but their rows, so that it takes minutes."""
    import psycopg
    from django.db import connection

    from pipeline.models import Deal

    where = {"host": connection.settings_dict["HOST"], "dbname": connection.settings_dict["NAME"]}
    facts = facts_of(board, Deal.objects.count(), size)
    owner = {"user": "postgres", "password": "owner", "cursor_factory": psycopg.ClientCursor, "autocommit": True}
    with psycopg.connect(**where, **owner) as server:
        server.execute("SET session_replication_role = replica")  # no triggers: what they keep is written below
        server.execute(COMPANIES, facts)
        for first in range(facts["first"], size + 1, 100_000):
            part = facts | {"first": first, "last": min(first + 99_999, size)}
            for statement in (SHEETS, DEALS, VISITS, LABELS):
                server.execute(statement, part)
        for table in SEQUENCES:
            server.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {size})")
        server.execute("VACUUM (ANALYZE)")


def facts_of(board, there, size):
    stages = [stage.pk for stage in board.stages if stage.is_open]
    return {
        "first": there + 1, "last": size, "pipeline": board.pipeline.pk, "open": stages,
        "won": next(stage.pk for stage in board.stages if not stage.is_open),
        "sources": SOURCES, "products": PRODUCTS, "industries": INDUSTRIES, "sizes": SIZES,
    }  # fmt: skip
