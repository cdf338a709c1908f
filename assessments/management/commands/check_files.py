"""`manage.py check_files`: hash stored originals anew, and name those that changed or are missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.evidence import operations
from assessments.kit.actor import Via, system


class Command(BaseCommand):
    help = "Hash the originals whose turn it is, or all of them. Exit code 1 when any is not what was received."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="every original, not only those not seen this month")

    def handle(self, *args: Any, **options: Any) -> None:
        found = operations.check_files(by=system("store-check", Via.COMMAND), every=options["all"])
        self.stdout.write(f"{found.checked} originals hashed.")
        if found.troubles:
            lines = "\n".join(f"The {kind} {id_} is {state}." for kind, id_, state in found.troubles)
            raise CommandError(f"NOT AS RECEIVED:\n{lines}")
        self.stdout.write("All as received.")
