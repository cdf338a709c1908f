"""The newest forecast is the one asked for last; each keeps the currency in which it was made."""

from django.db import migrations, models

CURRENCY = """
UPDATE assessments_forecast
   SET assumptions = assumptions || jsonb_build_object('currency', plan.currency)
  FROM assessments_plan AS plan
 WHERE plan.id = plan_id AND NOT assumptions ? 'currency'
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0032_plans_have_stoppages")]
    operations = [
        migrations.RunSQL(CURRENCY, migrations.RunSQL.noop),
        migrations.RemoveIndex("forecast", "forecasts_of_a_plan"),
        migrations.AddIndex(
            "forecast", models.Index(fields=["plan", "-asked_at", "-id"], name="forecasts_of_a_plan")
        ),
    ]
