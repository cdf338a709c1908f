"""Who was told that something is stored finds it in the ledger, also while another process is giving out positions."""

from __future__ import annotations

import threading

from django.db import connection, transaction

from assessments.audit import operations as audit
from assessments.audit.queries import life, subjects_since
from assessments.kit.actor import system
from assessments.kit.ids import uuid7


def test_a_sequencer_that_began_before_a_write_does_not_hide_it(own_database: str) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def be_giving_positions() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [audit.SEQUENCER_LOCK])
                has_begun.set()
                may_end.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=be_giving_positions)
    other.start()
    assert has_begun.wait(30)
    written = audit.Subject("report", uuid7())
    with transaction.atomic():
        audit.record(audit.Entry("damage.report.changed", written), by=system("test"))
    threading.Timer(0.3, may_end.set).start()
    audit.sequence()
    found, _position, _more = subjects_since(("report",), 0, 10, last=life()[1])
    other.join()
    assert [one.id for one in found] == [written.id]
