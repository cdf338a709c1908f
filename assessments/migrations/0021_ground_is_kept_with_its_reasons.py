"""Clearances can be corrected and withdrawn, regimes name their source, permits for unknown ground are kept."""

import assessments.kit.clock
import assessments.kit.geometry
import assessments.kit.ids
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """The span of each access change from its date as given, and a source for statements made before one was asked."""
    changes = apps.get_model("assessments", "AccessChange")
    for change in changes.objects.all():
        precision = change.happened.get("precision", "on")
        first, last = change.happened.get("from"), change.happened.get("to")
        change.first_day = None if precision == "before" else first
        change.last_day = {"on": first, "after": None}.get(precision, last)
        change.save(update_fields=["first_day", "last_day"])
    sites = apps.get_model("assessments", "Site")
    sites.objects.filter(hazard_regime="not_applicable", hazard_regime_source="").update(
        hazard_regime_source="stated before a source was asked for"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0020_tables_have_plain_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='EntryPermit',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('external_ids', models.JSONField(blank=True, db_default=[], default=list)),
                ('created_with', models.BinaryField(blank=True, null=True)),
                ('location', models.JSONField(blank=True, null=True)),
                ('west', models.FloatField(blank=True, editable=False, null=True)),
                ('south', models.FloatField(blank=True, editable=False, null=True)),
                ('east', models.FloatField(blank=True, editable=False, null=True)),
                ('north', models.FloatField(blank=True, editable=False, null=True)),
                ('box', models.GeneratedField(db_persist=True, expression=models.Func(models.Func(models.F('west'), models.F('south'), function='point'), models.Func(models.F('east'), models.F('north'), function='point'), function='box'), null=True, output_field=assessments.kit.geometry.BoxField())),
                ('reference', models.CharField(max_length=120)),
                ('authority', models.CharField(max_length=200)),
                ('escort', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'entry permit',
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='site',
            name='who_says_that_no_hazard_applies_is_named',
        ),
        migrations.AddField(
            model_name='accesschange',
            name='last_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='area_m2',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='method',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='clearance',
            name='task_no',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='clearance',
            name='valid_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='withdrawn_because',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='damagereport',
            name='cordon_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='damagereport',
            name='pilot_location',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='site',
            name='hazard_regime_source',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='site',
            name='unknown_after_hours',
            field=models.PositiveSmallIntegerField(db_default=72, default=72),
        ),
        migrations.AlterField(
            model_name='accesschange',
            name='first_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('issued_on')), _connector='OR'), name='a_clearance_ends_after_it_is_issued'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('area_m2__isnull', True), ('area_m2__gt', 0), _connector='OR'), name='released_areas_are_positive'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(models.Q(('withdrawn_because', ''), _negated=True), ('withdrawn_by__isnull', False), ('confirmed_by__isnull', True)), _connector='OR'), name='a_withdrawn_clearance_says_why_and_opens_nothing'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('hazard_regime', 'not_applicable'), _negated=True), models.Q(models.Q(('hazard_regime_by', ''), _negated=True), ('hazard_regime_on__isnull', False), models.Q(('hazard_regime_source', ''), _negated=True)), _connector='OR'), name='who_says_that_no_hazard_applies_is_named'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('unknown_after_hours__range', (1, 720))), name='safety_data_age_within_a_month'),
        ),
        migrations.AddField(
            model_name='entrypermit',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='entrypermit',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_permits', to='assessments.site'),
        ),
        migrations.AddIndex(
            model_name='entrypermit',
            index=django.contrib.postgres.indexes.GistIndex(fields=['box'], name='entrypermit_box', opclasses=['box_ops']),
        ),
        migrations.AddIndex(
            model_name='entrypermit',
            index=models.Index(fields=['site', '-day'], name='entry_permits_of_a_site'),
        ),
        migrations.AddConstraint(
            model_name='entrypermit',
            constraint=models.CheckConstraint(condition=models.Q(('location__isnull', False)), name='an_entry_permit_has_an_outline'),
        ),
        migrations.AddConstraint(
            model_name='entrypermit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('escort', ''), _negated=True), models.Q(('authority', ''), _negated=True)), name='an_entry_permit_names_reference_authority_and_escort'),
        ),
        migrations.AddConstraint(
            model_name='entrypermit',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='a_withdrawn_entry_permit_says_why'),
        ),
    ]
