"""Forecasts made before they kept it are given the currency of their plan, which cannot have changed since."""

from django.db import migrations

KEEP = """
UPDATE assessments_forecast
   SET assumptions = assumptions || jsonb_build_object('currency', plan.currency)
  FROM assessments_plan AS plan
 WHERE plan.id = plan_id AND NOT assumptions ? 'currency'
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0032_plans_have_stoppages")]
    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
