"""People are reminded by e-mail of what waits for them, each thing once."""

import assessments.kit.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0037_dossiers_are_printed'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='gets_reminders',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('subject_id', models.UUIDField()),
                ('key', models.CharField(max_length=80)),
                ('sent_at', models.DateTimeField(default=assessments.kit.clock.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'subject_id', 'key'), name='a_reminder_is_sent_once')],
            },
        ),
    ]
