"""Sums of the deals that closed in months gone by, too; months are the workspace's, and end when it says.

What is stirred is every month that a moment lies in, in whatever zone. What ended within a day lies in no month that is
written down: nobody who moves a card today writes a word of it.
"""

from django.db import migrations, models

ANEW = "TRUNCATE reports_endedmonth, reports_endedstays, reports_stirredmonth;"
KEEP = """
CREATE OR REPLACE FUNCTION kariz_stir(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    earliest date := date_trunc('month', moment AT TIME ZONE 'UTC' - interval '14 hours');
    latest date := date_trunc('month', moment AT TIME ZONE 'UTC' + interval '14 hours');
    said text := coalesce(current_setting('kariz.stirred', true), '');
    gone date;
BEGIN
    FOREACH gone IN ARRAY CASE latest WHEN earliest THEN ARRAY[earliest] ELSE ARRAY[earliest, latest] END LOOP
        IF position(gone::text IN said) = 0 AND gone < date_trunc('month', now() AT TIME ZONE 'UTC') THEN
            INSERT INTO reports_stirredmonth (month) VALUES (gone);
            said := said || ' ' || gone;
            PERFORM set_config('kariz.stirred', said, true);
        END IF;
    END LOOP;
END $$;

DROP TRIGGER visit_of_old_added ON pipeline_stagevisit;
DROP TRIGGER visit_of_old_changed ON pipeline_stagevisit;
DROP TRIGGER visit_of_old_gone ON pipeline_stagevisit;
CREATE TRIGGER visit_of_old_added AFTER INSERT ON pipeline_stagevisit FOR EACH ROW
WHEN (NEW.left_at < now() - interval '1 day') EXECUTE FUNCTION visit_stirred();
CREATE TRIGGER visit_of_old_changed
AFTER UPDATE OF stage_id, entered_at, left_at, exit, exit_to_id, undone ON pipeline_stagevisit FOR EACH ROW
WHEN (OLD.left_at < now() - interval '1 day' OR NEW.left_at < now() - interval '1 day')
EXECUTE FUNCTION visit_stirred();
CREATE TRIGGER visit_of_old_gone AFTER DELETE ON pipeline_stagevisit FOR EACH ROW
WHEN (OLD.left_at < now() - interval '1 day') EXECUTE FUNCTION visit_stirred();

CREATE FUNCTION deal_stirred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM kariz_stir(OLD.closed_at); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM kariz_stir(NEW.closed_at); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_of_old_added AFTER INSERT ON pipeline_deal FOR EACH ROW
WHEN (NEW.closed_at < now() - interval '1 day') EXECUTE FUNCTION deal_stirred();
CREATE TRIGGER deal_of_old_changed
AFTER UPDATE OF status, closed_at, owner_id, pipeline_id, label_id, lost_reason_id, company_id, source, product,
    base_amount ON pipeline_deal FOR EACH ROW
WHEN ((OLD.closed_at < now() - interval '1 day' OR NEW.closed_at < now() - interval '1 day')
    AND (OLD.status, OLD.closed_at, OLD.owner_id, OLD.pipeline_id, OLD.label_id, OLD.lost_reason_id, OLD.company_id,
         OLD.source, OLD.product, OLD.base_amount)
    IS DISTINCT FROM (NEW.status, NEW.closed_at, NEW.owner_id, NEW.pipeline_id, NEW.label_id, NEW.lost_reason_id,
         NEW.company_id, NEW.source, NEW.product, NEW.base_amount))
EXECUTE FUNCTION deal_stirred();
CREATE TRIGGER deal_of_old_gone AFTER DELETE ON pipeline_deal FOR EACH ROW
WHEN (OLD.closed_at < now() - interval '1 day') EXECUTE FUNCTION deal_stirred();

CREATE FUNCTION company_stirred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kariz_stir(closed_at) FROM pipeline_deal WHERE company_id = NEW.id AND closed_at < now() - interval '1 day';
    RETURN NULL;
END $$;
CREATE TRIGGER company_of_old_changed AFTER UPDATE OF industry, size ON leads_company FOR EACH ROW
WHEN ((OLD.industry, OLD.size) IS DISTINCT FROM (NEW.industry, NEW.size)) EXECUTE FUNCTION company_stirred();
"""
FORGET = """
DROP TRIGGER company_of_old_changed ON leads_company;
DROP TRIGGER deal_of_old_added ON pipeline_deal;
DROP TRIGGER deal_of_old_changed ON pipeline_deal;
DROP TRIGGER deal_of_old_gone ON pipeline_deal;
DROP FUNCTION company_stirred, deal_stirred;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_ended_stays"), ("leads", "0010_search_finds_what_was_merged"), ("pipeline", "0021_bin_follows_deals")]
    operations = [
        migrations.RunSQL(ANEW, ANEW),
        migrations.AddField("endedmonth", "zone", models.CharField(max_length=60)),
        migrations.AddField("endedmonth", "start", models.DateTimeField()),
        migrations.AddField("endedmonth", "until", models.DateTimeField()),
        migrations.CreateModel(
            name="EndedDeals",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(db_index=True)),
                ("kind", models.CharField(max_length=10)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("pipeline_id", models.BigIntegerField(null=True)),
                ("label_id", models.BigIntegerField(null=True)),
                ("reason_id", models.BigIntegerField(null=True)),
                ("industry", models.TextField()),
                ("size", models.TextField()),
                ("source", models.TextField()),
                ("product", models.TextField()),
                ("won", models.IntegerField()),
                ("lost", models.IntegerField()),
                ("won_cents", models.BigIntegerField()),
                ("lost_cents", models.BigIntegerField()),
                ("squares", models.FloatField()),
            ],
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
