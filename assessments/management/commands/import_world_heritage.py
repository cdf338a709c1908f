"""`manage.py import_world_heritage FILE`: bring in the World Heritage List as UNESCO publishes it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from assessments.exchange.errors import RowsUnreadable
from assessments.exchange.operations import Imported, import_world_heritage
from assessments.exchange.table_reading import BadRow
from assessments.kit.actor import Via, system
from assessments.kit.errors import Problem

MAX_SHOWN = 50


class Command(BaseCommand):
    help = "Import the World Heritage List (CSV). Can be repeated; a broken file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read everything, change nothing")
        parser.add_argument("--skip-bad-rows", action="store_true", help="import the rows that can be read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as failure:
            raise CommandError(f"{options['file']} cannot be read ({failure.strerror}). Nothing was changed.") from None
        try:
            found = self._run(data, options)
        except RowsUnreadable as refusal:
            self._report(refusal.facts["bad"])  # type: ignore[arg-type]
            raise CommandError(refusal.sentence()) from None
        except Problem as refusal:
            raise CommandError(refusal.sentence()) from None
        self._report(found.bad)
        verb = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{found.created} sites {verb} created, {found.changed} changed, {found.unchanged} are as they were; "
            f"{len(found.bad)} rows could not be read."
        )

    def _run(self, data: bytes, options: dict[str, Any]) -> Imported:
        with Progress(console=Console(file=sys.stderr), transient=True) as bar:
            task = bar.add_task("importing", total=None)
            return import_world_heritage(
                data,
                by=system("import", Via.COMMAND),
                dry_run=options["dry_run"],
                skip_bad_rows=options["skip_bad_rows"],
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )

    def _report(self, bad: list[BadRow]) -> None:
        for one in bad[:MAX_SHOWN]:
            self.stderr.write(f"line {one.line}: {one.reason}")
        if len(bad) > MAX_SHOWN:
            self.stderr.write(f"… and {len(bad) - MAX_SHOWN} more")
