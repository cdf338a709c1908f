"""`manage.py verify_ledger`: prove that history and custody are unaltered, or say where they are not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.audit.operations import sequence
from assessments.audit.verify import verify_ledger
from assessments.evidence import custody
from assessments.evidence.models import Photo


class Command(BaseCommand):
    help = "Recompute every seal of history and custody. Exit code 1 when anything was altered."

    def handle(self, *args: Any, **options: Any) -> None:
        sequence()
        verdict = verify_ledger()
        broken = list(verdict.problems)
        photos = 0
        for photo_id in Photo.objects.order_by("id").values_list("pk", flat=True).iterator():
            photos += 1
            found = custody.verify(photo_id)
            if not found.valid:
                broken.append(f"Photograph {photo_id}, custody entry {found.breaks_at}: {found.because}.")
        self.stdout.write(
            f"{verdict.entries} entries in {verdict.places} places, {verdict.erased} private values erased, "
            f"custody of {photos} photographs.\nHead of the ledger: {verdict.head}"
        )
        if broken:
            raise CommandError("ALTERED:\n" + "\n".join(broken))
        self.stdout.write("Unaltered.")
