"""The words that occur in names stand in a table of their own, by which misspelt ones are found. Every statement that
writes names adds the words that it brings; nobody waits for another's, so some may stand there twice."""

import django.contrib.postgres.indexes
from django.db import migrations, models

LEARN = """
CREATE FUNCTION learn_words_of_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO assessments_nameword (word)
    SELECT DISTINCT one.word FROM changed, string_to_table(changed.search_text, ' ') AS one(word)
    WHERE length(one.word) BETWEEN 3 AND 40 AND one.word ~ '[^0-9]'
        AND NOT EXISTS (SELECT FROM assessments_nameword known WHERE known.word = one.word);
    RETURN NULL;
END
$$;
"""
TRIGGERS = """
CREATE TRIGGER {table}_tells_its_words AFTER INSERT ON assessments_{table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION learn_words_of_names();
CREATE TRIGGER {table}_tells_its_new_words AFTER UPDATE ON assessments_{table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION learn_words_of_names();
"""
NO_TRIGGERS = """
DROP TRIGGER {table}_tells_its_words ON assessments_{table};
DROP TRIGGER {table}_tells_its_new_words ON assessments_{table};
"""
TABLES = ("site", "monument", "part")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0050_what_cannot_wait_in_order")]
    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.TextField(db_index=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("word"), "gin_trgm_ops"), name="words_of_names"
            ),
        ),
        migrations.RunSQL(LEARN, "DROP FUNCTION learn_words_of_names();"),
        *(migrations.RunSQL(TRIGGERS.format(table=one), NO_TRIGGERS.format(table=one)) for one in TABLES),
    ]
