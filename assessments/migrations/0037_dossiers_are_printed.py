from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0036_conditions_of_earlier_decisions_stand_by_themselves'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='bundle',
            name='a_bundle_is_of_something_known',
        ),
        migrations.AddField(
            model_name='bundle',
            name='language',
            field=models.CharField(blank=True, db_default='', max_length=5),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('subject_kind__in', ('report', 'monument', 'plan', 'dossier'))), name='a_bundle_is_of_something_known'),
        ),
    ]
