"""`manage.py describe_errors --file docs/errors.md`: write the reference page of all errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.kit import error_reference


class Command(BaseCommand):
    help = "Write the reference page of all errors that clients may get."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, required=True)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        file.write_text(error_reference.page())
