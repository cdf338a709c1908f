from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0043_tables_are_named_in_the_plural'),
    ]

    operations = [
        migrations.AddField(
            model_name='authority',
            name='level',
            field=models.CharField(blank=True, db_default='', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('level', ''), models.Q(('level__in', ['national', 'state_party']), ('mandate', 'legal')), models.Q(('level__in', ['centre', 'advisory', 'committee']), ('mandate', 'international')), _connector='OR'), name='a_place_in_the_review_rests_on_its_mandate'),
        ),
    ]
