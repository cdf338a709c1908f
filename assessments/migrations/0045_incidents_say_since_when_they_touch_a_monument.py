"""Since when an incident is on record as one of a monument: that, not when it was put on file, changes the ground of a
plan. For those that are on file it is taken to be the day of their filing."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import assessments.kit.clock

KEEP = """
UPDATE assessments_incident_monuments SET added_at = incident.created_at
  FROM assessments_incident AS incident WHERE incident.id = incident_id
"""
SINCE = models.DateTimeField(
    default=assessments.kit.clock.now, db_default=django.db.models.functions.datetime.Now()
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0044_authorities_have_a_place_in_the_review")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="IncidentMonument",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("incident", models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="touched", to="assessments.incident"
                        )),
                        ("monument", models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="assessments.monument"
                        )),
                    ],
                    options={
                        "db_table": "assessments_incident_monuments", "unique_together": {("incident", "monument")},
                    },
                ),
                migrations.AlterField(
                    model_name="incident",
                    name="monuments",
                    field=models.ManyToManyField(
                        blank=True, related_name="incidents", through="assessments.IncidentMonument",
                        to="assessments.monument",
                    ),
                ),
            ],
        ),
        migrations.AddField(model_name="incidentmonument", name="added_at", field=SINCE),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
    ]
