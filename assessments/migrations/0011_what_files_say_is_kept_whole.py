"""The facts kept so far move to their new columns; the database refuses what must never be done to evidence."""

from django.db import migrations

MOVE = """
UPDATE assessments_photo SET
    metadata = CASE WHEN exif ? 'values' THEN jsonb_build_object('EXIF', exif->'values') ELSE '{}'::jsonb END,
    doubts = COALESCE(
        (SELECT jsonb_agg(jsonb_build_object('text', one, 'facts', '{}'::jsonb))
         FROM jsonb_array_elements_text(exif->'doubts') AS one), '[]'::jsonb),
    audience = CASE WHEN is_decided_open THEN 'open' ELSE 'undecided' END,
    audience_decided_at = CASE WHEN is_decided_open THEN updated_at END
"""

# The bytes of evidence are what was registered, and by whom. Erasing takes a second person.
GUARD = """
CREATE FUNCTION refuse_other_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sha256 <> OLD.sha256 OR NEW.size <> OLD.size OR NEW.registered_by_id <> OLD.registered_by_id THEN
        RAISE EXCEPTION 'the bytes of evidence never change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION refuse_erasing_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND NOT EXISTS (
        SELECT FROM assessments_erasure WHERE photo_id = NEW.id AND done_by_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'erasing takes two people' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER photo_keeps_its_bytes BEFORE UPDATE OF sha256, size, registered_by_id ON assessments_photo
    FOR EACH ROW EXECUTE FUNCTION refuse_other_bytes();
CREATE TRIGGER document_keeps_its_bytes BEFORE UPDATE OF sha256, size, registered_by_id ON assessments_document
    FOR EACH ROW EXECUTE FUNCTION refuse_other_bytes();
CREATE TRIGGER photo_is_erased_by_two BEFORE UPDATE OF erased_at ON assessments_photo
    FOR EACH ROW EXECUTE FUNCTION refuse_erasing_alone();
"""

UNGUARD = """
DROP TRIGGER photo_is_erased_by_two ON assessments_photo;
DROP TRIGGER document_keeps_its_bytes ON assessments_document;
DROP TRIGGER photo_keeps_its_bytes ON assessments_photo;
DROP FUNCTION refuse_erasing_alone();
DROP FUNCTION refuse_other_bytes();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0010_photographs_are_evidence")]
    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='photo',
            name='exif',
        ),
        migrations.RemoveField(
            model_name='photo',
            name='is_decided_open',
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
