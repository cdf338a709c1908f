"""`manage.py backup FOLDER`: the database and every stored file, while the product runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.exchange.operations import backups
from assessments.kit.errors import Problem


class Command(BaseCommand):
    help = "Back up into a folder: an empty one, or one with an earlier backup, which is brought up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].absolute()
        try:
            made = backups.back_up(folder)
        except Problem as problem:
            raise CommandError(problem.sentence()) from None
        self.stdout.write(
            f"{made.files} files of {made.bytes / 1e6:.1f} MB and the database are in {folder}.\n"
            f"Head of the ledger: {made.ledger}\nKeep that line elsewhere, and check the copy with: "
            f"manage.py restore --check {folder}"
        )
