"""What people know of a photograph stands beside what its file says; a document says whom it is from."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0025_statements_in_several_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='source',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='photo',
            name='also_shows',
            field=models.ManyToManyField(blank=True, related_name='also_in_photos', to='assessments.monument'),
        ),
        migrations.AddField(
            model_name='photo',
            name='blocks',
            field=models.ManyToManyField(blank=True, related_name='photos', to='assessments.block'),
        ),
        migrations.AddField(
            model_name='photo',
            name='clock_ahead_s',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='photo',
            name='clock_corrected_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='photo',
            name='consent_for',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='photo',
            name='taken_on',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='photo',
            name='taken_on_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='photo',
            name='turned',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='photo',
            name='turned_made',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='photo',
            name='people',
            field=models.CharField(db_default='not_stated', default='not_stated', max_length=12),
        ),
        # PostgreSQL does not change the expression of a generated column, so it is made anew with its indexes.
        migrations.RemoveIndex(model_name="photo", name="photos_of_a_site_by_day"),
        migrations.RemoveIndex(model_name="photo", name="photos_of_a_monument_by_day"),
        migrations.RemoveField(model_name="photo", name="shown_at"),
        migrations.AddField(
            model_name="photo",
            name="shown_at",
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('taken_on_at', 'clock_corrected_at', 'exif_taken_at', 'exif_gps_at', 'taken_at', 'received_at', 'created_at'), output_field=models.DateTimeField()),
        ),
        migrations.AddIndex(
            model_name="photo", index=models.Index(fields=["site", "-shown_at", "-id"], name="photos_of_a_site_by_day")
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["monument", "-shown_at", "-id"], name="photos_of_a_monument_by_day"),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('state', 'ready'), models.Q(('turned', models.F('turned_made')), _negated=True)), fields=['lease_until'], name='photos_that_are_to_be_turned'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('audience', 'undecided'), ('erased_at__isnull', True), ('people', 'not_stated'), ('state', 'ready'), ('withdrawn_at__isnull', True)), fields=['registered_by', '-id'], name='photos_nobody_described'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('turned__lt', 4), ('turned_made__lt', 4)), name='a_photo_is_turned_by_quarters'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('clock_ahead_s__isnull', True), ('clock_ahead_s__range', (-2678400, 2678400)), _connector='OR'), name='a_clock_is_off_by_days_not_years'),
        ),
    ]
