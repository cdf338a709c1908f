"""`manage.py rebuild_damage_states`: recompute every monument's damage state from its verified reports."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from assessments.damage import operations


class Command(BaseCommand):
    help = "Recompute the damage states of all monuments. They are derived; running it twice changes nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        done, changed = operations.rebuild_all_conditions()
        self.stdout.write(f"{done} monuments worked out, {changed} of them stood otherwise before.")
