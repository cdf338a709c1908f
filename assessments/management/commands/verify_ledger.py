"""`manage.py verify_ledger`: prove that history, custody and sealed documents are unaltered, or say where not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.audit.operations import sequence
from assessments.audit.verify import verify_ledger
from assessments.damage.verify import verify_submissions
from assessments.evidence import custody
from assessments.evidence.models import Document, Photo
from assessments.restoration.verify import verify_dossiers


def _expected(texts: list[str]) -> dict[int, str]:
    """`POSITION:HASH` as the daily mail has them."""
    found = {}
    for text in texts:
        position, _colon, digest = text.partition(":")
        if not position.strip().isdecimal() or len(digest.strip()) != 64:
            raise CommandError(f"'{text}' is not POSITION:HASH (64 digits) as the daily mail has it.")
        found[int(position)] = digest.strip().lower()
    return found


class Command(BaseCommand):
    help = "Recompute every seal of history, custody, submissions and dossiers. Exit code 1 when anything was altered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", action="append", default=[], metavar="POSITION:HASH",
            help="a head of the ledger that was kept outside, as the daily mail has it; can be repeated",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        sequence()
        verdict = verify_ledger(_expected(options["expect"]))
        submissions, dossiers = verify_submissions(verdict), verify_dossiers(verdict)
        broken = list(verdict.problems)
        counted: Counter[str] = Counter()
        for model in (Photo, Document):
            for item in model._default_manager.only("id").order_by("id").iterator(chunk_size=1000):
                counted[item.kind] += 1
                found = custody.verify(item)
                if not found.valid:
                    broken.append(f"The {item.kind} {item.id}, custody entry {found.breaks_at}: {found.because}.")
        photos, documents = counted["photo"], counted["document"]
        self.stdout.write(
            f"{verdict.entries} entries in {verdict.positions} positions, {submissions} submissions of reports and "
            f"{dossiers} dossiers, {verdict.erased} private values erased, custody of {photos} photographs and "
            f"{documents} documents.\nHead of the ledger: {verdict.positions}:{verdict.head}"
        )
        if broken:
            raise CommandError("ALTERED:\n" + "\n".join(broken))
        self.stdout.write("Unaltered.")
