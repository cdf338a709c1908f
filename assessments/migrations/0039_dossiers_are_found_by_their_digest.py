"""Whoever holds a dossier finds it, and what was decided about it, by its digest."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0038_people_are_reminded'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['dossier_sha256'], name='decision_by_dossier'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['sha256'], name='dossier_by_digest'),
        ),
    ]
