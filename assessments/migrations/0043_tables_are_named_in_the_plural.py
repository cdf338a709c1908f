from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0042_reports_of_conservation_are_printed'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='accesschange',
            options={'verbose_name': 'access change', 'verbose_name_plural': 'access changes'},
        ),
        migrations.AlterModelOptions(
            name='clearance',
            options={'verbose_name': 'clearance', 'verbose_name_plural': 'clearances'},
        ),
        migrations.AlterModelOptions(
            name='damagereport',
            options={'verbose_name': 'damage report', 'verbose_name_plural': 'damage reports'},
        ),
        migrations.AlterModelOptions(
            name='device',
            options={'verbose_name': 'device', 'verbose_name_plural': 'devices'},
        ),
        migrations.AlterModelOptions(
            name='failedsignin',
            options={'verbose_name': 'failed sign-in', 'verbose_name_plural': 'failed sign-ins'},
        ),
        migrations.AlterModelOptions(
            name='hazardzone',
            options={'verbose_name': 'hazard zone', 'verbose_name_plural': 'hazard zones'},
        ),
        migrations.AlterModelOptions(
            name='incident',
            options={'verbose_name': 'incident', 'verbose_name_plural': 'incidents'},
        ),
        migrations.AlterModelOptions(
            name='location',
            options={'verbose_name': 'location', 'verbose_name_plural': 'locations'},
        ),
        migrations.AlterModelOptions(
            name='membership',
            options={'verbose_name': 'membership', 'verbose_name_plural': 'memberships'},
        ),
        migrations.AlterModelOptions(
            name='monument',
            options={'verbose_name': 'monument', 'verbose_name_plural': 'monuments'},
        ),
        migrations.AlterModelOptions(
            name='organisation',
            options={'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
        migrations.AlterModelOptions(
            name='part',
            options={'verbose_name': 'part', 'verbose_name_plural': 'parts'},
        ),
        migrations.AlterModelOptions(
            name='photo',
            options={'verbose_name': 'photograph', 'verbose_name_plural': 'photographs'},
        ),
        migrations.AlterModelOptions(
            name='plan',
            options={'verbose_name': 'plan', 'verbose_name_plural': 'plans'},
        ),
        migrations.AlterModelOptions(
            name='site',
            options={'verbose_name': 'site', 'verbose_name_plural': 'sites'},
        ),
        migrations.AlterModelOptions(
            name='statement',
            options={'verbose_name': 'statement', 'verbose_name_plural': 'statements'},
        ),
        migrations.AlterModelOptions(
            name='storedemail',
            options={'verbose_name': 'stored e-mail', 'verbose_name_plural': 'stored e-mails'},
        ),
        migrations.AlterModelOptions(
            name='visit',
            options={'verbose_name': 'visit', 'verbose_name_plural': 'visits'},
        ),
    ]
