"""Sums of the stays that ended in months gone by, and triggers that say when one of them was changed.

A transaction says so once a month it changes, however many stays it changes.
"""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION kariz_stir(moment timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone date := date_trunc('month', moment AT TIME ZONE 'UTC');
    said text := coalesce(current_setting('kariz.stirred', true), '');
BEGIN
    IF moment < date_trunc('month', now(), 'UTC') AND position(gone::text IN said) = 0 THEN
        INSERT INTO reports_stirredmonth (month) VALUES (gone);
        PERFORM set_config('kariz.stirred', said || ' ' || gone, true);
    END IF;
END $$;
CREATE FUNCTION visit_stirred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM kariz_stir(OLD.left_at); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM kariz_stir(NEW.left_at); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER visit_of_old_added AFTER INSERT ON pipeline_stagevisit FOR EACH ROW
WHEN (NEW.left_at < date_trunc('month', now(), 'UTC')) EXECUTE FUNCTION visit_stirred();
CREATE TRIGGER visit_of_old_changed
AFTER UPDATE OF stage_id, entered_at, left_at, exit, exit_to_id, undone ON pipeline_stagevisit FOR EACH ROW
WHEN (OLD.left_at < date_trunc('month', now(), 'UTC') OR NEW.left_at < date_trunc('month', now(), 'UTC'))
EXECUTE FUNCTION visit_stirred();
CREATE TRIGGER visit_of_old_gone AFTER DELETE ON pipeline_stagevisit FOR EACH ROW
WHEN (OLD.left_at < date_trunc('month', now(), 'UTC')) EXECUTE FUNCTION visit_stirred();
"""
FORGET = """
DROP TRIGGER visit_of_old_added ON pipeline_stagevisit;
DROP TRIGGER visit_of_old_changed ON pipeline_stagevisit;
DROP TRIGGER visit_of_old_gone ON pipeline_stagevisit;
DROP FUNCTION visit_stirred, kariz_stir;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_reports_by_mail"), ("pipeline", "0021_bin_follows_deals")]
    operations = [
        migrations.CreateModel(
            name="EndedMonth", fields=[("month", models.DateField(primary_key=True, serialize=False))]
        ),
        migrations.CreateModel(
            name="EndedStays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(db_index=True)),
                ("stage_id", models.BigIntegerField()),
                ("exit", models.CharField(max_length=10)),
                ("exit_to_id", models.BigIntegerField(null=True)),
                ("hours", models.IntegerField()),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="StirredMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
            ],
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
