"""Documents are stored as received; whoever may not read a certificate finds no way around it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from assessments.kit.checksums import sha256_of_file
from assessments.kit.errors import NotFound
from assessments.register import operations, queries
from assessments.register.models import Clearance
from tests import factories


def _document(tmp_path: Path, text: str) -> operations.StagedDocument:
    file = tmp_path / "certificate.csv"
    file.write_text(text, encoding="utf-8")
    return operations.StagedDocument(file, sha256_of_file(file), file.name, "text/csv")


def test_a_certificate_is_not_read_as_a_table_of_monuments_by_another(world: SimpleNamespace, tmp_path: Path) -> None:
    document = _document(tmp_path, "name_en,category\n12 mortar shells,none\n")
    stored = operations.receive_document(document, site_id=world.site.id, by=world.by("safety_officer"))
    with pytest.raises(NotFound):
        queries.own_file(world.by("verifier"), world.site.id, stored.id)
    client = Client()
    client.force_login(world.users["verifier"])
    assert client.get(f"/sites/{world.site.id}/import/{stored.id}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("safety2", 200), ("verifier", 403), ("recorder", 403), ("outsider", 404)])
def test_a_certificate_is_handed_out_to_safety_officers_only(
    world: SimpleNamespace, tmp_path: Path, who: str, status: int
) -> None:
    stored = operations.receive_document(
        _document(tmp_path, "EXERCISE"), site_id=world.site.id, by=world.by("safety_officer")
    )
    clearance = Clearance.objects.create(
        site=world.site, status="released_nts", certificate_no="1", operator="O", authority="A", issued_on="2016-04-01",
        entered_by=world.users["safety_officer"], certificate=stored, location=world.arch.location,
    )  # fmt: skip
    client = Client()
    client.force_login(world.users[who])
    response = client.get(f"/clearances/{clearance.id}/certificate")
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == b"EXERCISE"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_file_on_disk_is_what_was_sent(world: SimpleNamespace, tmp_path: Path) -> None:
    stored = operations.receive_document(
        _document(tmp_path, "as it was"), site_id=world.site.id, by=world.by("recorder")
    )
    with factories.store().open(stored.sha256) as file:
        assert file.read() == b"as it was"
