"""Findings name element, material, place on a plan and what is advised; reports name the parts that they saw."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0022_sealed_texts_can_be_erased'),
    ]

    operations = [
        migrations.AddField(
            model_name='damagereport',
            name='imagery_source',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='damagereport',
            name='interventions',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='damagereport',
            name='seen_parts',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='damagereport',
            name='weather',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='factor',
            name='assessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='factor',
            name='horizon',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='finding',
            name='element',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='finding',
            name='material',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='finding',
            name='plan_reference',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='finding',
            name='recommendations',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='finding',
            name='urgent_measure',
            field=models.TextField(blank=True),
        ),
    ]
