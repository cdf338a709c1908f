"""What else evidence can be: an old print, several monuments in one picture, a camera whose clock was ahead, pictures of
which nobody has said who is in them, photographs of fallen blocks, a testimony. An exercise."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from assessments.demo import drawings
from assessments.demo.days import on
from assessments.demo.reporting import Reporting
from assessments.evidence import operations as evidence
from assessments.evidence.messages import DocumentIn
from assessments.kit import ids
from assessments.kit.checksums import sha256
from assessments.register.models import Block

JUNE_1932 = {"precision": "between", "from": "1932-06-01", "to": "1932-06-30", "as_written": "June 1932"}


def keep(reporting: Reporting) -> None:
    """Register the photographs and the testimony."""
    with on("2016-04-26"):
        _old_print(reporting)
        # Two monuments in one picture, and a clock an hour ahead: said of the whole card when it was sent.
        reporting.photos("tetrapylon", "2016-04-26", 2, fallen=False, author="recorder2", clock_ahead_s=3600,
                         also_shows=[reporting.monuments["colonnade"].id])  # fmt: skip
        reporting.photos("colonnade", "2016-04-26", 3, fallen=False, author="recorder", people="not_stated")
        for block in Block.objects.filter(monument=reporting.monuments["arch"].id).order_by("number")[:3]:
            reporting.photos("arch", "2016-04-26", 1, fallen=True, author="recorder", role="scale", blocks=[block.id])
        _testimony(reporting)


def _old_print(reporting: Reporting) -> None:
    scanned = datetime(2016, 4, 26, 9, tzinfo=UTC)
    data = drawings.photograph("Temple of Bel, June 1932 (print 12)", scanned, None, 1932, fallen=False)
    reporting.photo(
        data, "Bel_print_12.jpg", "bel", "recorder", obtained_from="scan", role="archive", taken_on=JUNE_1932,
        caption="EXERCISE: stands for a print of before the war",
    )  # fmt: skip


def _testimony(reporting: Reporting) -> None:
    body = b"EXERCISE. Stands for the notes of a conversation. No one was asked, and no one said anything.\n"
    by = reporting.cast.actor("recorder")
    message = DocumentIn(
        id=ids.uuid7(), monument=reporting.monuments["lion"].id, document_kind="testimony", sha256=sha256(body).hex(),
        size=len(body), media_type="text/plain", filename="EXERCISE-conversation.txt",
        source="EXERCISE: a fictional guardian, who asked not to be named",
        caption="EXERCISE: how the Lion was broken, as told by somebody who lived nearby",
    )  # fmt: skip
    evidence.take_whole(evidence.register_document(message, by=by), io.BytesIO(body).read, by=by)
