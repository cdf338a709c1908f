"""Plans go through every authority of `domain.md` 3.3: who decides, in whose name, from which document, under what."""

import assessments.kit.clock
import assessments.kit.ids
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0034_the_forecast_asked_for_last_is_the_newest'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConflictOfInterest',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('declared_at', models.DateTimeField(default=assessments.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Deputation',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=assessments.kit.clock.now)),
            ],
            options={
                'ordering': ['-first_day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EnteredDecision',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('external_ids', models.JSONField(blank=True, db_default=[], default=list)),
                ('created_with', models.BinaryField(blank=True, null=True)),
                ('message', models.JSONField()),
                ('level', models.CharField(db_default='national', default='national', max_length=12)),
                ('entered_at', models.DateTimeField(default=assessments.kit.clock.now)),
                ('status', models.CharField(db_default='waiting', default='waiting', max_length=10)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'entered decision',
                'ordering': ['entered_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FundingSource',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('external_ids', models.JSONField(blank=True, db_default=[], default=list)),
                ('created_with', models.BinaryField(blank=True, null=True)),
                ('funder', models.CharField(max_length=200)),
                ('stage', models.CharField(max_length=12)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('stated_on', models.DateField()),
                ('restrictions', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'funding source',
                'ordering': ['plan_id', 'stated_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PlanDocument',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=24)),
                ('added_at', models.DateTimeField(default=assessments.kit.clock.now)),
            ],
            options={
                'ordering': ['plan_id', 'purpose', 'id'],
            },
        ),
        migrations.CreateModel(
            name='StandingRequest',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('external_ids', models.JSONField(blank=True, db_default=[], default=list)),
                ('created_with', models.BinaryField(blank=True, null=True)),
                ('decision', models.CharField(max_length=60)),
                ('paragraph', models.CharField(blank=True, max_length=20)),
                ('text', models.TextField()),
                ('language', models.CharField(default='en', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('tracks', models.JSONField(default=list)),
                ('done', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'standing request',
                'ordering': ['since', 'decision', 'paragraph', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Stipulation',
            fields=[
                ('id', models.UUIDField(default=assessments.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(db_default=1, default=1)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=assessments.kit.clock.now)),
                ('external_ids', models.JSONField(blank=True, db_default=[], default=list)),
                ('created_with', models.BinaryField(blank=True, null=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('before', models.CharField(db_default='next_gate', default='next_gate', max_length=12)),
                ('status', models.CharField(db_default='open', default='open', max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('closing_note', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'stipulation',
                'ordering': ['plan_id', 'created_at', 'number', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='a_plan_is_in_a_known_state',
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='a_submitted_plan_has_a_dossier',
        ),
        migrations.AddField(
            model_name='decision',
            name='acting_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='assessments.document'),
        ),
        migrations.AddField(
            model_name='decision',
            name='heard_by',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='decision',
            name='instrument_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='level',
            field=models.CharField(db_default='national', default='national', max_length=12),
        ),
        migrations.AddField(
            model_name='decision',
            name='measures',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='decision',
            name='next_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='notified_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='position',
            field=models.CharField(blank=True, db_default='', max_length=8),
        ),
        migrations.AddField(
            model_name='decision',
            name='said_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='valid_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='age_override',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='plan',
            name='age_override_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plan',
            name='basis_confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='begun_on',
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='plan',
            name='clock_stopped_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='options_appraisal',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='plan',
            name='original_fabric_share',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='phases',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='plan',
            name='request_answers',
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='plan',
            name='statements',
            field=models.ManyToManyField(blank=True, related_name='plans', to='assessments.statement'),
        ),
        migrations.AddField(
            model_name='plan',
            name='valid_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='actual_cost',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='began_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='phase',
            field=models.CharField(blank=True, db_default='', max_length=80),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='progress_percent',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='workpackage',
            name='works_note',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AlterField(
            model_name='plan',
            name='status',
            field=models.CharField(db_default='draft', default='draft', max_length=32),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken', 'recorded_from_document'), _negated=True), models.Q(('document__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='what_is_recorded_has_its_document_and_two_people'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level__in', ['centre', 'advisory', 'committee']), _negated=True), ('taken', 'recorded_from_document'), _connector='OR'), name='outside_bodies_write_letters'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('entered_by')), _negated=True), name='two_people_confirm_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'revision_requested', 'internal_review', 'national_review', 'advice_received', 'committee_pending', 'nationally_endorsed', 'rejected', 'permit_issued', 'transmitted_whc', 'review_concluded', 'advisory_review', 'in_progress', 'suspended', 'completed', 'closed', 'revoked', 'lapsed', 'begun_without_authorisation', 'withdrawn', 'superseded'])), name='a_plan_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn', 'superseded', 'begun_without_authorisation']), models.Q(('dossier_sha256', ''), _negated=True), _connector='OR'), name='a_submitted_plan_has_a_dossier'),
        ),
        migrations.AddConstraint(
            model_name='workpackage',
            constraint=models.CheckConstraint(condition=models.Q(('progress_percent__lte', 100)), name='progress_is_a_share_of_the_whole'),
        ),
        migrations.AddConstraint(
            model_name='workpackage',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('began_on__isnull', False), ('ended_on__gte', models.F('began_on'))), _connector='OR'), name='works_end_after_they_began'),
        ),
        migrations.AddConstraint(
            model_name='workpackage',
            constraint=models.CheckConstraint(condition=models.Q(('actual_cost__isnull', True), ('actual_cost__gte', 0), _connector='OR'), name='costs_are_not_negative'),
        ),
        migrations.AddField(
            model_name='conflictofinterest',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts_of_interest', to='assessments.plan'),
        ),
        migrations.AddField(
            model_name='conflictofinterest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deputation',
            name='deputy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputises', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deputation',
            name='principal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deputation',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputations', to='assessments.site'),
        ),
        migrations.AddField(
            model_name='entereddecision',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='entereddecision',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entered_decisions', to='assessments.plan'),
        ),
        migrations.AddField(
            model_name='entereddecision',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fundingsource',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funding', to='assessments.plan'),
        ),
        migrations.AddField(
            model_name='plandocument',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plandocument',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_dossiers', to='assessments.document'),
        ),
        migrations.AddField(
            model_name='plandocument',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dossier_documents', to='assessments.plan'),
        ),
        migrations.AddField(
            model_name='standingrequest',
            name='authority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_requests', to='assessments.authority'),
        ),
        migrations.AddField(
            model_name='standingrequest',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_requests', to='assessments.site'),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='answer_document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.document'),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='closing_document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.document'),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened', to='assessments.decision'),
        ),
        migrations.AddField(
            model_name='stipulation',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stipulations', to='assessments.plan'),
        ),
        migrations.AddConstraint(
            model_name='conflictofinterest',
            constraint=models.UniqueConstraint(fields=('plan', 'user'), name='an_interest_is_declared_once'),
        ),
        migrations.AddConstraint(
            model_name='deputation',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='a_deputy_acts_between_two_days'),
        ),
        migrations.AddConstraint(
            model_name='deputation',
            constraint=models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='nobody_deputises_for_themselves'),
        ),
        migrations.AddIndex(
            model_name='entereddecision',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['plan'], name='decisions_to_confirm'),
        ),
        migrations.AddConstraint(
            model_name='entereddecision',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'confirmed', 'refused'])), name='an_entry_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='entereddecision',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'refused']), models.Q(('settled_by', models.F('entered_by')), _negated=True), _connector='OR'), name='nobody_confirms_what_they_entered'),
        ),
        migrations.AddConstraint(
            model_name='entereddecision',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('plan',), name='one_letter_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='fundingsource',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='funding_is_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='plandocument',
            constraint=models.UniqueConstraint(fields=('plan', 'document', 'purpose'), name='a_document_serves_a_purpose_once'),
        ),
        migrations.AddConstraint(
            model_name='standingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='a_request_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='stipulation',
            constraint=models.UniqueConstraint(fields=('decision', 'number'), name='stipulations_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='stipulation',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'answered', 'closed'])), name='a_stipulation_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='stipulation',
            constraint=models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), ('answered_by__isnull', True), models.Q(('closed_by', models.F('answered_by')), _negated=True), _connector='OR'), name='nobody_closes_what_they_answered'),
        ),
    ]
