from django.db import migrations

# What is on its way, or was sent, stays as it is: its state may go on, nothing else, and paper only grows. A person
# merged into another, a product or a template that is gone may be followed. Only a transaction that has set
# kariz.erasing (removal of sample data, erasure on request) may do more.
GUARDS = """
CREATE FUNCTION proposals_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['state', 'withdrawn_at', 'settled_at', 'template_id'];
BEGIN
    IF OLD.state = 'draft' OR current_setting('kariz.erasing', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Version % was sent and stays.', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state = 'sending' THEN
        moving := moving || ARRAY['sent_at', 'sent_by_id'];
    ELSIF NEW.state IN ('draft', 'sending') THEN
        RAISE EXCEPTION 'Version % was sent and is no draft again.', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        RAISE EXCEPTION 'Version % was sent and stays as it is.', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER version_guard BEFORE UPDATE OR DELETE ON proposals_version
    FOR EACH ROW EXECUTE FUNCTION proposals_version_guard();

CREATE FUNCTION proposals_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sent bigint;
    following text[] := ARRAY['product_id', 'contact_id'];
BEGIN
    IF current_setting('kariz.erasing', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - following = to_jsonb(OLD) - following THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM proposals_version WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE;
    SELECT id INTO sent FROM proposals_version WHERE id IN (OLD.version_id, NEW.version_id) AND state <> 'draft';
    IF FOUND THEN
        RAISE EXCEPTION 'Version % was sent and stays as it is.', sent USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER version_line_guard BEFORE INSERT OR UPDATE OR DELETE ON proposals_versionline
    FOR EACH ROW EXECUTE FUNCTION proposals_part_guard();
CREATE TRIGGER milestone_guard BEFORE INSERT OR UPDATE OR DELETE ON proposals_milestone
    FOR EACH ROW EXECUTE FUNCTION proposals_part_guard();
CREATE TRIGGER version_recipient_guard BEFORE INSERT OR UPDATE OR DELETE ON proposals_versionrecipient
    FOR EACH ROW EXECUTE FUNCTION proposals_part_guard();

CREATE FUNCTION proposals_paper_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('kariz.erasing', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'Paper % was drawn and stays.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER paper_guard BEFORE UPDATE OR DELETE ON proposals_paper
    FOR EACH ROW EXECUTE FUNCTION proposals_paper_guard();
CREATE TRIGGER logo_guard BEFORE UPDATE ON proposals_logo
    FOR EACH ROW EXECUTE FUNCTION proposals_paper_guard();
"""
NO_GUARDS = """
DROP TRIGGER logo_guard ON proposals_logo;
DROP TRIGGER paper_guard ON proposals_paper;
DROP TRIGGER version_recipient_guard ON proposals_versionrecipient;
DROP TRIGGER milestone_guard ON proposals_milestone;
DROP TRIGGER version_line_guard ON proposals_versionline;
DROP TRIGGER version_guard ON proposals_version;
DROP FUNCTION proposals_paper_guard();
DROP FUNCTION proposals_part_guard();
DROP FUNCTION proposals_version_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_proposals")]
    operations = [migrations.RunSQL(GUARDS, NO_GUARDS)]
