"""Entries of history carry the version that their subject reached, so that what it held earlier can be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0045_incidents_say_since_when_they_touch_a_monument")]

    operations = [
        migrations.AddField("historyentry", "version", models.PositiveIntegerField(null=True)),
    ]
