from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0033_forecasts_keep_their_currency")]
    operations = [
        migrations.RemoveIndex("forecast", "forecasts_of_a_plan"),
        migrations.AddIndex(
            "forecast", models.Index(fields=["plan", "-asked_at", "-id"], name="forecasts_of_a_plan")
        ),
    ]
