from django.db import migrations

# What a buyer signed or refused stays as it was said; only a transaction that has set kariz.erasing (removal of sample
# data, erasure on request) may take it away.
GUARD = """
CREATE FUNCTION proposals_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('kariz.erasing', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'Answer % was given and stays.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER answer_guard BEFORE UPDATE OR DELETE ON proposals_answer
    FOR EACH ROW EXECUTE FUNCTION proposals_answer_guard();
"""
NO_GUARD = """
DROP TRIGGER answer_guard ON proposals_answer;
DROP FUNCTION proposals_answer_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_links")]
    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
