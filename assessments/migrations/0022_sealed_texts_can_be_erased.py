"""Of submissions and dossiers, the private values beside the seal can be erased, and nothing else changed; the daily
mail of the ledger's head."""

import django.db.models.functions.datetime
from django.db import migrations, models

import assessments.kit.clock
import assessments.kit.ids

FUNCTION = """
CREATE FUNCTION refuse_all_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'private' = to_jsonb(OLD) - 'private'
        AND NOT EXISTS (
            SELECT FROM jsonb_each(NEW.private) AS kept WHERE OLD.private -> kept.key IS DISTINCT FROM kept.value
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are sealed: private values are erased, nothing else changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def exchanged(table: str) -> migrations.RunSQL:
    name = f"assessments_{table}"
    new, old = (
        f"DROP TRIGGER {table}_is_append_only ON {name}; "
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}();"
        for function in ("refuse_all_but_erasing", "refuse_to_change_what_is_sealed")
    )
    return migrations.RunSQL(new, old)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_ground_is_kept_with_its_reasons")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_all_but_erasing()"),
        exchanged("reportsnapshot"),
        exchanged("dossier"),
        migrations.CreateModel(
            "LedgerRecipient",
            [
                ("id", models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.recorded_now
                    ),
                ),
            ],
            options={
                "verbose_name": "recipient of the ledger's head",
                "verbose_name_plural": "recipients of the ledger's head",
            },
        ),
        migrations.CreateModel(
            "LedgerMail",
            [
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(null=True)),
                ("hash", models.BinaryField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
