"""`manage.py restore FOLDER`: a backup into an empty installation, verified by hash and ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.exchange.operations import backups
from assessments.kit.errors import Problem


class Command(BaseCommand):
    help = "Restore a backup into an installation without data, or only check it."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--check", action="store_true", help="read it whole and compare the digests; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        try:
            made = backups.check(folder) if options["check"] else backups.restore(folder)
        except Problem as problem:
            raise CommandError(problem.sentence()) from None
        told = f"{made.files} files and the database of {made.made_at:%Y-%m-%d %H:%M} UTC, ledger {made.ledger}"
        if options["check"]:
            self.stdout.write(f"Whole: {told}.")
            return
        call_command("verify_ledger", expect=[made.ledger], stdout=self.stdout)
        self.stdout.write(f"Restored: {told}. Field clients start again from nothing; what waits on them is kept.")
