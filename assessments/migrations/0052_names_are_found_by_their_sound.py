"""The names that search looks in are written again: beside how they are spelt, how they sound. That also fills the
words of names, by their trigger."""

from typing import Any

from django.db import connection, migrations

from assessments.kit.names import search_text

TABLES = ("site", "monument", "part")
AT_ONCE = 2000


def write_them(apps: Any, schema_editor: Any) -> None:
    for name in TABLES:
        model = apps.get_model("assessments", name)
        ids, texts = [], []
        for id_, names in model.objects.values_list("pk", "names").iterator(chunk_size=AT_ONCE):
            ids.append(id_)
            texts.append(search_text(names))
            if len(ids) == AT_ONCE:
                _write(model._meta.db_table, ids, texts)
                ids, texts = [], []
        _write(model._meta.db_table, ids, texts)


def _write(table: str, ids: list[Any], texts: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} one SET search_text = given.text"  # noqa: S608 - a table of ours
            " FROM unnest(%s::uuid[], %s::text[]) AS given(id, text) WHERE one.id = given.id",
            [ids, texts],
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0051_words_of_names")]
    operations = [migrations.RunPython(write_them, migrations.RunPython.noop)]
