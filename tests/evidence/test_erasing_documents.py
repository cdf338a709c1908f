"""A document that endangers somebody goes as a photograph does, by two people; a certificate only when its ground is shut."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase

from assessments.evidence import custody, operations
from assessments.evidence.errors import AskedByYou, NotAsked, OpensGround
from assessments.evidence.models import Document
from assessments.kit import clock, ids
from assessments.kit.checksums import sha256_of_file
from assessments.kit.errors import Forbidden, Invalid
from assessments.kit.store import store
from assessments.register import operations as register
from assessments.register.errors import CertificateMissing
from assessments.register.messages import AccessChangeIn, ClearanceIn
from assessments.register.models import Clearance, StoredFile
from tests import factories

WHY = "It names the witnesses."


def _private() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(fields::text, '') FROM assessments_historyprivate")
        return str(cursor.fetchone())


def _clearance(world: SimpleNamespace, paper: Document) -> Any:
    """Ground released to 20 cm by this certificate, entered and not yet confirmed."""
    outline = {
        "type": "Polygon",
        "coordinates": [[[38.2, 34.5], [38.3, 34.5], [38.3, 34.6], [38.2, 34.6], [38.2, 34.5]]],
    }
    message = ClearanceIn(
        id=ids.uuid7(), site=world.site.id, location=outline, status="cleared", depth_cm=20, certificate_no="7",
        certificate=paper.id, operator="O", authority="A", issued_on=clock.today(),
    )  # fmt: skip
    return register.enter_clearance(message, by=world.by("safety_officer"))


def test_erasing_takes_two_verifiers_and_leaves_only_the_sealed_log(world: SimpleNamespace) -> None:
    paper = factories.document(world, b"Abu Ali saw it", filename="What Abu Ali saw.txt", caption="Told by Abu Ali")
    with pytest.raises(Forbidden):
        operations.ask_erasure(paper, WHY, by=world.by("recorder"))
    with pytest.raises(NotAsked):
        operations.erase(paper, by=world.by("verifier2"))
    operations.ask_erasure(paper, WHY, by=world.by("verifier"))
    with pytest.raises(AskedByYou):
        operations.erase(paper, by=world.by("verifier"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.erase(paper, by=world.by("verifier2"))
    paper.refresh_from_db()
    assert not store().has(paper.sha256)
    assert (paper.filename, paper.caption, StoredFile.objects.get(pk=paper.pk).filename) == ("", "", "")
    assert [one.kind for one in custody.entries_of(paper)][-1] == "erased"
    assert custody.verify(paper).valid
    assert "Abu Ali" not in _private()


def test_the_same_bytes_kept_for_an_import_survive(world: SimpleNamespace, tmp_path: Any) -> None:
    paper = factories.document(world, b"name_en,category")
    file = tmp_path / "list.csv"
    file.write_bytes(b"name_en,category")
    sheet = register.StagedDocument(file, sha256_of_file(file), file.name, "text/csv")
    stored = register.receive_document(sheet, site_id=world.site.id, by=world.by("verifier"))
    operations.ask_erasure(paper, WHY, by=world.by("verifier"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.erase(paper, by=world.by("verifier2"))
    assert store().has(stored.sha256)


def test_a_certificate_that_opens_ground_stays_until_the_ground_is_shut(world: SimpleNamespace) -> None:
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    clearance = _clearance(world, paper)
    register.confirm_clearance(clearance.id, by=world.by("safety2"))
    with pytest.raises(OpensGround):
        operations.withdraw(paper, "It is forged.", by=world.by("safety_officer"))
    with pytest.raises(OpensGround):
        operations.ask_erasure(paper, WHY, by=world.by("safety_officer"))
    today = {"precision": "on", "from": clock.today().isoformat()}
    shut = AccessChangeIn(id=ids.uuid7(), site=world.site.id, kind="closed", happened=today)
    register.record_access_change(shut, by=world.by("safety_officer"))
    operations.ask_erasure(paper, WHY, by=world.by("safety_officer"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.erase(paper, by=world.by("safety2"))
    assert not store().has(paper.sha256)
    client = Client()
    client.force_login(world.users["safety2"])
    assert client.get(f"/clearances/{clearance.id}/certificate").status_code == 404


def test_a_certificate_taken_back_opens_no_ground(world: SimpleNamespace) -> None:
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    clearance = _clearance(world, paper)
    operations.withdraw(paper, "It is of another field.", by=world.by("safety_officer"))
    with pytest.raises(CertificateMissing):
        register.confirm_clearance(clearance.id, by=world.by("safety2"))
    with pytest.raises(Invalid):
        _clearance(world, paper)
    with pytest.raises(IntegrityError, match="taken back"), transaction.atomic():
        Clearance.objects.filter(pk=clearance.pk).update(
            confirmed_by=world.users["safety2"], confirmed_at=clearance.created_at
        )
    operations.restore(paper, by=world.by("safety_officer"))
    assert register.confirm_clearance(clearance.id, by=world.by("safety2")).confirmed_at


def test_a_certificate_is_no_verifiers_to_erase(world: SimpleNamespace) -> None:
    paper = factories.document(world, by="safety_officer", document_kind="certificate")
    with pytest.raises(Forbidden):
        operations.ask_erasure(paper, WHY, by=world.by("verifier"))


def test_downloading_a_certificate_is_recorded_in_its_custody(world: SimpleNamespace) -> None:
    paper = factories.document(world, b"20 cm", by="safety_officer", document_kind="certificate")
    clearance = _clearance(world, paper)
    client = Client()
    client.force_login(world.users["safety2"])
    response = client.get(f"/clearances/{clearance.id}/certificate")
    assert b"".join(response.streaming_content) == b"20 cm"
    assert [one.kind for one in custody.entries_of(paper)][-1] == "released"


def test_the_database_refuses_one_person(world: SimpleNamespace) -> None:
    paper, photo = factories.document(world), factories.photo(world)
    operations.ask_erasure(photo, WHY, by=world.by("verifier"))
    operations.erase(photo, by=world.by("verifier2"))
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(erased_at=paper.received_at)


def test_the_page_asks_refuses_and_erases(world: SimpleNamespace) -> None:
    paper = factories.document(world)
    first, second = Client(), Client()
    first.force_login(world.users["verifier"])
    second.force_login(world.users["verifier2"])
    refused = first.post(f"/documents/{paper.id}/ask-erasure", {"because": "no"})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert first.post(f"/documents/{paper.id}/ask-erasure", {"because": WHY}).status_code == 302
    own = first.get(f"/documents/{paper.id}").content.decode()
    assert WHY in own
    assert "Erase it for good" not in own
    assert "Erase it for good" in second.get(f"/documents/{paper.id}").content.decode()
    assert second.post(f"/documents/{paper.id}/erase").status_code == 302
    assert "Erased by two people" in second.get(f"/documents/{paper.id}").content.decode()
    assert "Erased by two people" in second.get(f"/sites/{world.site.id}/documents").content.decode()
