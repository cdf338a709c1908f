"""The first life of this database."""

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("assessments", "Epoch").objects.create(because="installed")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_what_is_sealed_is_append_only")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
