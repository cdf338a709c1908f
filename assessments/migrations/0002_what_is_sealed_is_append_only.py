"""History, ledger, custody, snapshots, dossiers and decisions refuse UPDATE, DELETE and TRUNCATE, whoever asks."""

from django.db import migrations

SEALED = (
    "historyentry",
    "ledgerrow",
    "custodyentry",
    "reportsnapshot",
    "dossier",
    "decision",
)

FUNCTION = """
CREATE FUNCTION refuse_to_change_what_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are sealed: they are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def triggers() -> list[migrations.RunSQL]:
    made = []
    for table in SEALED:
        name = f"assessments_{table}"
        made.append(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {name} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_to_change_what_is_sealed();"
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {name} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_what_is_sealed();",
                f"DROP TRIGGER {table}_is_append_only ON {name}; DROP TRIGGER {table}_is_not_emptied ON {name};",
            )
        )
    return made


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_the_foundation")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_to_change_what_is_sealed()"),
        *triggers(),
    ]
