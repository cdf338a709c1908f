"""`verify_ledger` finds any altered, exchanged or missing submission or dossier; the database lets nobody alter one."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from assessments.damage.models import ReportSnapshot
from assessments.kit.seal import seal
from tests import factories
from tests.superuser import as_superuser


@pytest.fixture
def snapshot(own_database: str) -> ReportSnapshot:
    report = factories.report(factories.make_world(), upto="submitted", narrative="Two pieces.")
    call_command("verify_ledger", stdout=io.StringIO())
    return ReportSnapshot.objects.get(report=report)


def tampered(database: str, change: str, *parameters: object) -> str:
    """What verify_ledger says after somebody with all rights over the database changed it."""
    with as_superuser(database) as conn:
        conn.execute("SET session_replication_role = replica")
        conn.execute(change, parameters)
    with pytest.raises(CommandError) as found:
        call_command("verify_ledger", stdout=io.StringIO())
    return str(found.value)


def test_other_bytes_are_found(own_database: str, snapshot: ReportSnapshot) -> None:
    other = bytes(snapshot.canonical).replace(b"destroyed", b"destroyee")
    text = tampered(own_database, "UPDATE assessments_reportsnapshot SET canonical = %s", other)
    assert "not the ones that were sealed" in text


def test_bytes_and_digest_exchanged_together_are_found_by_the_ledger(
    own_database: str, snapshot: ReportSnapshot
) -> None:
    other = seal({"narrative": "It stands."}, open_fields=())
    change = "UPDATE assessments_reportsnapshot SET canonical = %s, digest = %s, private = '{}'"
    assert "the ledger names another digest" in tampered(own_database, change, other.canonical, other.digest)


def test_another_private_value_is_found(own_database: str, snapshot: ReportSnapshot) -> None:
    change = "UPDATE assessments_reportsnapshot SET private = jsonb_set(private, '{narrative,1}', '\"Whole.\"')"
    assert "'narrative' is not the one committed to" in tampered(own_database, change)


def test_a_missing_submission_is_found(own_database: str, snapshot: ReportSnapshot) -> None:
    assert "0 of 1 submissions" in tampered(own_database, "DELETE FROM assessments_reportsnapshot")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET canonical = canonical || 'x'",
        "UPDATE {} SET digest = canonical",
        "UPDATE {} SET private = jsonb_set(private, '{{narrative,1}}', '\"Whole.\"')",
        'UPDATE {} SET private = private || \'{{"more": ["00", 1]}}\'',
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_nothing_but_erasing_is_possible(own_database: str, snapshot: ReportSnapshot, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format("assessments_reportsnapshot"))
    with as_superuser(own_database) as conn, pytest.raises(Exception, match="sealed"):
        conn.execute(change.format("assessments_reportsnapshot"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_reportsnapshot SET private = private - 'narrative'")
    call_command("verify_ledger", stdout=io.StringIO())
