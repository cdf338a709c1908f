"""Files know whether they were withdrawn or erased, and the database refuses to open ground by one that was."""

from django.db import migrations, models

GUARD = """
CREATE FUNCTION refuse_ground_without_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.confirmed_by_id IS NOT NULL AND OLD.confirmed_by_id IS NULL AND EXISTS (
        SELECT FROM assessments_storedfile WHERE id = NEW.certificate_id AND is_gone
    ) THEN
        RAISE EXCEPTION 'a certificate that was taken back opens no ground' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER ground_is_opened_by_what_is_kept BEFORE UPDATE OF confirmed_by_id ON assessments_clearance
    FOR EACH ROW EXECUTE FUNCTION refuse_ground_without_certificate();
"""

UNGUARD = """
DROP TRIGGER ground_is_opened_by_what_is_kept ON assessments_clearance;
DROP FUNCTION refuse_ground_without_certificate();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0015_documents_are_erased_by_two")]
    operations = [
        migrations.AddField(
            model_name="storedfile", name="is_gone", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
