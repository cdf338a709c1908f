"""Two hundred overlapping writers leave a contiguous ledger, and a reader who follows misses nothing."""

from __future__ import annotations

import random
import threading
import time
from uuid import UUID

from django.db import connection, transaction

from assessments.audit import operations as audit
from assessments.audit.models import LedgerRow
from assessments.audit.queries import life, subjects_since
from assessments.audit.verify import verify_ledger
from assessments.kit.actor import system
from assessments.kit.ids import uuid7

WRITERS, AT_ONCE = 200, 12
BY = system("test")


def test_a_following_reader_sees_every_committed_subject_once(own_database: str) -> None:
    written: set[UUID] = set()
    failures: list[BaseException] = []
    work = iter(range(WRITERS))
    luck = random.Random(7)

    def write() -> None:
        try:
            for number in work:
                subject = audit.Subject("report", uuid7())
                with transaction.atomic():
                    audit.record(audit.Entry("damage.report.changed", subject), by=BY)
                    time.sleep(luck.random() * 0.02)  # stays open while others commit around it
                    if number % 10 == 9:
                        transaction.set_rollback(True)
                if number % 10 != 9:
                    written.add(subject.id)
        except BaseException as failure:  # noqa: BLE001 - reported to the test below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _each in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    seen: list[UUID] = []
    position = 0
    while any(thread.is_alive() for thread in threads):
        audit.sequence()
        found, position, _more = subjects_since(("report",), position, 1000, last=life()[1])
        seen += [one.id for one in found]
    for thread in threads:
        thread.join()
    audit.sequence()
    found, position, _more = subjects_since(("report",), position, 1000, last=life()[1])
    seen += [one.id for one in found]
    assert failures == []
    assert sorted(seen) == sorted(written)
    positions = list(LedgerRow.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(written) + 1))
    assert verify_ledger().is_unaltered
