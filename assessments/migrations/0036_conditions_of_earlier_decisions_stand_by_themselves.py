"""The conditions of decisions taken before become stipulations that can be answered and closed. The decisions
themselves are sealed and keep the words they were taken in."""

from typing import Any

from django.db import migrations


def open_them(apps: Any, schema_editor: Any) -> None:
    decision_model, stipulation_model = (apps.get_model("assessments", one) for one in ("Decision", "Stipulation"))
    for decision in decision_model.objects.exclude(stipulations=[]).iterator():
        stipulation_model.objects.bulk_create(
            stipulation_model(plan_id=decision.plan_id, decision=decision, number=number, text=str(text))
            for number, text in enumerate(decision.stipulations, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0035_plans_go_through_every_authority")]
    operations = [migrations.RunPython(open_them, migrations.RunPython.noop)]
