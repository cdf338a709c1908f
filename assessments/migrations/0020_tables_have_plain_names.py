"""Names of tables and columns that were the code's own words become plain ones; no row changes, no index is rebuilt."""

from django.db import migrations, models


def renamed_index(model: str, old: str, new: str, fields: list[str]) -> migrations.SeparateDatabaseAndState:
    """Django's own RenameIndex does not follow a renamed column in its state."""
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(f"ALTER INDEX {old} RENAME TO {new}", f"ALTER INDEX {new} RENAME TO {old}")
        ],
        state_operations=[
            migrations.RemoveIndex(model, old),
            migrations.AddIndex(model, models.Index(fields=fields, name=new)),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0019_failed_sign_ins_are_counted")]
    operations = [
        migrations.RenameModel("KeptAnswer", "IdempotentResponse"),
        migrations.RenameField("IdempotentResponse", "kept_at", "stored_at"),
        renamed_index("IdempotentResponse", "answers_by_age", "responses_by_age", ["stored_at"]),
        migrations.RenameModel("KeptMail", "StoredEmail"),
        migrations.RenameField("Pending", "thing_id", "subject_id"),
        migrations.RenameField("LedgerRow", "thing_id", "subject_id"),
        renamed_index("LedgerRow", "ledger_of_a_thing", "ledger_of_a_subject", ["kind", "subject_id", "-position"]),
    ]
