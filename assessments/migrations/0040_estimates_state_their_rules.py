from django.db import migrations, models


KEEP = """
UPDATE assessments_estimateline AS line
   SET currency = plan.currency
  FROM assessments_workpackage AS package, assessments_plan AS plan
 WHERE package.id = line.package_id AND plan.id = package.plan_id
"""
"""Until now every line was in its plan's currency."""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0039_dossiers_are_found_by_their_digest'),
    ]

    operations = [
        migrations.AddField(
            model_name='estimateline',
            name='currency',
            field=models.CharField(max_length=3, null=True),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='estimateline',
            name='currency',
            field=models.CharField(max_length=3),
        ),
        migrations.AddField(
            model_name='plan',
            name='contingency_percent',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='contingency_reason',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='plan',
            name='contingency_rule',
            field=models.CharField(db_default='none', default='none', max_length=12),
        ),
        migrations.AddField(
            model_name='plan',
            name='escalation_percent',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='escalation_source',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='plan',
            name='escalation_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='plan',
            name='exchange_rates',
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddConstraint(
            model_name='estimateline',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='rates_name_their_currency'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contingency_percent__isnull', True), ('contingency_rule__in', ['none', 'by_class'])), models.Q(('contingency_percent__isnull', False), ('contingency_percent__range', (0, 100)), ('contingency_rule', 'stated')), _connector='OR'), name='contingency_follows_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('escalation_percent__isnull', True), ('escalation_until__isnull', True)), models.Q(('escalation_percent__isnull', False), ('escalation_percent__range', (0, 200)), ('escalation_until__gte', models.F('price_date')), ('escalation_until__isnull', False), ('price_date__isnull', False)), _connector='OR'), name='prices_rise_from_their_day_to_a_later_one'),
        ),
    ]
