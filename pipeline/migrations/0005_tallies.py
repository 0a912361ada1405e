"""Running totals of deals. Triggers write one small sum per kind and statement, in the transaction of the change, and
never touch a row another transaction might want, so that writers do not wait for each other. Every 256th row folds
what is committed into one row per kind; only one transaction folds at a time, the others go on.
"""

from django.db import migrations, models

FOLD = """
CREATE FUNCTION fold_tallies() RETURNS void LANGUAGE sql AS $$
    WITH gone AS (DELETE FROM pipeline_tally RETURNING *)
    INSERT INTO pipeline_tally (stage_id, owner_id, status, is_parked, has_step, count, total, own_total, own_worth)
    SELECT stage_id, owner_id, status, is_parked, has_step, sum(count), sum(total), sum(own_total), sum(own_worth)
    FROM gone GROUP BY 1, 2, 3, 4, 5
    HAVING sum(count) <> 0 OR sum(total) <> 0 OR sum(own_total) <> 0 OR sum(own_worth) <> 0
$$;

CREATE FUNCTION fold_tallies_at_times(number bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF number % 256 = 0 AND pg_try_advisory_xact_lock(hashtext('pipeline_tally')) THEN
        PERFORM fold_tallies();
    END IF;
END $$;
"""
TALLY = """
CREATE FUNCTION tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
BEGIN
    FOR written IN
        INSERT INTO pipeline_tally (stage_id, owner_id, status, is_parked, has_step, count, total, own_total, own_worth)
        SELECT stage_id, owner_id, status, is_parked, has_step, sum(sign), sum(sign * base_amount),
            sum(sign * own), sum(sign * own * coalesce(probability, 0))
        FROM (
            SELECT sign, stage_id, owner_id, status, parked_until IS NOT NULL AS is_parked,
                next_step_at IS NOT NULL AS has_step, base_amount, probability,
                CASE WHEN probability IS NULL THEN 0 ELSE base_amount END AS own
            FROM ({rows}) deals
        ) signed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0 OR sum(sign * base_amount) <> 0 OR sum(sign * own) <> 0
            OR sum(sign * own * coalesce(probability, 0)) <> 0
        RETURNING id
    LOOP
        PERFORM fold_tallies_at_times(written);
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER tally_{event} AFTER {event} ON pipeline_deal REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION tally_{event}();
"""
AFTER, BEFORE = "SELECT 1 AS sign, * FROM deals_after", "SELECT -1 AS sign, * FROM deals_before"
NEW, OLD = "NEW TABLE AS deals_after", "OLD TABLE AS deals_before"
TRIGGERS = (
    TALLY.format(event="insert", rows=AFTER, tables=NEW)
    + TALLY.format(event="delete", rows=BEFORE, tables=OLD)
    + TALLY.format(event="update", rows=f"{AFTER} UNION ALL {BEFORE}", tables=f"{NEW} {OLD}")
)
BEGIN = """
INSERT INTO pipeline_tally (stage_id, owner_id, status, is_parked, has_step, count, total, own_total, own_worth)
SELECT stage_id, owner_id, status, parked_until IS NOT NULL, next_step_at IS NOT NULL, count(*), sum(base_amount),
    coalesce(sum(base_amount) FILTER (WHERE probability IS NOT NULL), 0), coalesce(sum(base_amount * probability), 0)
FROM pipeline_deal GROUP BY 1, 2, 3, 4, 5;
"""
# What was counted must be cleared away soon, and what an index answers alone must be known to be visible to all.
SWEEP = """
ALTER TABLE pipeline_tally SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE pipeline_deal SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
"""
DROP = """
ALTER TABLE pipeline_deal RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor);
DROP TRIGGER tally_insert ON pipeline_deal;
DROP TRIGGER tally_delete ON pipeline_deal;
DROP TRIGGER tally_update ON pipeline_deal;
DROP FUNCTION tally_insert, tally_delete, tally_update, fold_tallies_at_times, fold_tallies;
"""
OPEN = models.Q(status="open")


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0004_recent_first")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage_id", models.BigIntegerField()),
                ("owner_id", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")], max_length=4),
                ),
                ("is_parked", models.BooleanField()),
                ("has_step", models.BooleanField()),
                ("count", models.IntegerField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=24)),
                ("own_total", models.DecimalField(decimal_places=2, max_digits=24)),
                ("own_worth", models.DecimalField(decimal_places=4, max_digits=28)),
            ],
        ),
        migrations.RunSQL(FOLD + TRIGGERS + BEGIN + SWEEP, DROP),
        migrations.RemoveIndex(model_name="deal", name="deal_next_step"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["next_step_at"],
                include=["owner", "stage", "parked_until"],
                condition=OPEN,
                name="deal_next_step",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["expected_close"], include=["owner", "pipeline"], condition=OPEN, name="deal_closing"
            ),
        ),
    ]
