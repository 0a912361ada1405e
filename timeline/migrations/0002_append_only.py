from django.db import migrations

# What happened stays as it was written. Only the mark of an undoing may be added, once, and only a transaction that has
# set kariz.erasing (removal of sample data, erasure on request, renumbering after a restore) may do more.
GUARD = """
CREATE FUNCTION timeline_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('kariz.erasing', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'The log only grows: % refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.undone_by_id IS NOT NULL AND NEW.undone_by_id IS DISTINCT FROM OLD.undone_by_id THEN
        RAISE EXCEPTION 'Event % is undone already.', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_jsonb(NEW) - 'undone_by_id' IS DISTINCT FROM to_jsonb(OLD) - 'undone_by_id' THEN
        RAISE EXCEPTION 'The log only grows: event % stays as it was written.', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER event_guard BEFORE UPDATE OR DELETE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_event_guard();
"""
NO_GUARD = """
DROP TRIGGER event_guard ON timeline_event;
DROP FUNCTION timeline_event_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
