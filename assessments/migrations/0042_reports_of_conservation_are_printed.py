from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0041_lines_are_in_currencies_with_a_rate'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='bundle',
            name='a_bundle_is_of_something_known',
        ),
        migrations.AlterField(
            model_name='bundle',
            name='subject_kind',
            field=models.CharField(max_length=16),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.CheckConstraint(condition=models.Q(('subject_kind__in', ('report', 'monument', 'plan', 'dossier', 'conservation'))), name='a_bundle_is_of_something_known'),
        ),
    ]
