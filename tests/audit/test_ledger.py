"""History is sealed: nobody changes it, and a single flipped byte is found."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.audit import operations as audit
from assessments.audit.models import HistoryEntry, HistoryPrivate, LedgerRow
from assessments.audit.verify import verify_ledger
from assessments.kit.actor import system
from tests import factories
from tests.superuser import as_superuser

TOOL = system("test")


def write(count: int = 3) -> None:
    for number in range(count):
        with transaction.atomic():
            subject = audit.Subject("report", factories.ids.uuid7())
            changes = {"damage": (None, "heavy"), "narrative": (None, f"seen by Rami {number}")}
            audit.record(audit.Entry("damage.report.changed", subject, changes, {"damage"}), by=TOOL)


def test_positions_are_contiguous_and_the_chain_holds(db: None) -> None:
    write(5)
    assert audit.sequence() == 5
    assert list(LedgerRow.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_ledger().is_unaltered


def test_a_small_batch_size_leads_to_the_same_ledger(db: None) -> None:
    write(5)
    assert audit.sequence(limit=2) == 5
    assert verify_ledger().is_unaltered


def test_names_and_words_do_not_stand_in_the_sealed_bytes(db: None) -> None:
    write(1)
    assert b"Rami" not in bytes(HistoryEntry.objects.get().canonical)
    assert b"heavy" in bytes(HistoryEntry.objects.get().canonical)


def test_erasing_breaks_no_seal_and_is_itself_history(db: None) -> None:
    write(2)
    audit.sequence()
    entry = HistoryEntry.objects.order_by("id").first()
    assert entry
    audit.erase(entry.id, ["change:narrative"], by=TOOL, because="asked by the person")
    audit.sequence()
    verdict = verify_ledger()
    assert verdict.is_unaltered
    assert verdict.erased == 1
    assert HistoryEntry.objects.filter(verb="audit.entry.erased").exists()


def test_a_changed_private_value_is_found(db: None) -> None:
    write(1)
    audit.sequence()
    private = HistoryPrivate.objects.get()
    private.fields["change:narrative"][1] = [None, "seen by somebody else"]
    private.save()
    assert not verify_ledger().is_unaltered


@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_web_role_can_neither_change_nor_remove_history(db: None, statement: str) -> None:
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("assessments_historyentry"))


@pytest.mark.parametrize("column", ["canonical", "verb", "actor_code"])
def test_one_flipped_byte_in_any_history_row_is_found(own_database: str, column: str) -> None:
    write(3)
    audit.sequence()
    assert verify_ledger().is_unaltered
    with as_superuser(own_database) as conn:
        conn.execute("SET session_replication_role = replica")
        change = "set_byte(canonical, 40, get_byte(canonical, 40) # 1)" if column == "canonical" else f"{column} || 'x'"
        conn.execute(
            f"UPDATE assessments_historyentry SET {column} = {change} "
            "WHERE id = (SELECT id FROM assessments_historyentry ORDER BY id LIMIT 1)"
        )
    assert not verify_ledger().is_unaltered


def test_a_removed_row_is_found(own_database: str) -> None:
    write(3)
    audit.sequence()
    with as_superuser(own_database) as conn:
        conn.execute("SET session_replication_role = replica")
        conn.execute("DELETE FROM assessments_ledgerrow WHERE position = 2")
    assert not verify_ledger().is_unaltered


def test_every_operation_of_a_report_leaves_its_line(world: SimpleNamespace) -> None:
    made = factories.report(world, upto="verified")
    verbs = HistoryEntry.objects.filter(subject_id=made.id).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["damage.report.drafted", "damage.report.submitted", "damage.report.verified"]
