"""`manage.py verify_ledger`: prove that history and custody are unaltered, or say where they are not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.audit.operations import sequence
from assessments.audit.verify import verify_ledger
from assessments.evidence import custody
from assessments.evidence.models import Document, Photo


class Command(BaseCommand):
    help = "Recompute every seal of history and custody. Exit code 1 when anything was altered."

    def handle(self, *args: Any, **options: Any) -> None:
        sequence()
        verdict = verify_ledger()
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
            f"{verdict.entries} entries in {verdict.positions} positions, {verdict.erased} private values erased, "
            f"custody of {photos} photographs and {documents} documents.\nHead of the ledger: {verdict.head}"
        )
        if broken:
            raise CommandError("ALTERED:\n" + "\n".join(broken))
        self.stdout.write("Unaltered.")
