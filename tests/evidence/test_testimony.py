"""Testimony is evidence and hides its source (field practice 22): no page, export or history tells who spoke."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.audit.models import HistoryEntry, HistoryPrivate
from assessments.evidence import operations, policy
from assessments.evidence.messages import DocumentPatch
from assessments.evidence.models import Document
from tests import factories
from tests.evidence.test_bundles import made, unpacked, verified_alone
from tests.product.url_map import signed_in

WITNESS = "Guardian of the northern necropolis"


@pytest.fixture
def testimony(world: SimpleNamespace) -> Document:
    return factories.document(  # type: ignore[no-any-return]
        world, b"a voice", document_kind="testimony", source=WITNESS, filename="guardian.m4a", media_type="audio/mp4",
        monument=world.arch.id, caption="He saw the blasts.",
    )  # fmt: skip


def test_the_team_has_it_and_other_members_do_not(world: SimpleNamespace, testimony: Document) -> None:
    seen = {one: policy.visible_documents(world.by(one)).exists() for one in ("recorder2", "verifier", "viewer")}
    assert seen == {"recorder2": True, "verifier": True, "viewer": False}


@pytest.mark.parametrize(
    ("name", "knows"),
    [("recorder", True), ("verifier", True), ("recorder2", False), ("planner", False), ("safety_officer", False)],
)
def test_author_and_verifiers_alone_read_whom_it_is_from(
    world: SimpleNamespace, testimony: Document, api: Any, name: str, knows: bool
) -> None:
    page = signed_in(world, name).get(f"/documents/{testimony.id}").content.decode()
    one = api(name).get(f"/documents/{testimony.id}").json
    (listed,) = api(name).get("/documents").json["results"]
    assert (WITNESS in page, one["source"] == WITNESS, listed["source"] == WITNESS) == (knows, knows, knows)
    assert ("withheld, to protect who testified" in page) is not knows


def test_of_other_documents_the_source_is_read_by_whoever_reads_them(world: SimpleNamespace, api: Any) -> None:
    letter = factories.document(world, document_kind="letter", source="National Museum")
    assert api("viewer").get(f"/documents/{letter.id}").json["source"] == "National Museum"


def test_history_holds_no_source_not_even_sealed(world: SimpleNamespace, testimony: Document) -> None:
    operations.describe_document(testimony.id, DocumentPatch(source="Somebody else"), by=world.by("recorder"))
    entries = [bytes(one.canonical).decode() for one in HistoryEntry.objects.filter(subject_id=testimony.id)]
    private = json.dumps([one.fields for one in HistoryPrivate.objects.filter(entry__subject_id=testimony.id)])
    assert entries
    assert "change:source" not in "".join(entries)
    assert WITNESS not in private
    assert "Somebody else" not in private


def test_a_bundle_carries_its_digest_and_custody_and_nothing_that_names_anybody(
    world: SimpleNamespace, testimony: Document, tmp_path: Path
) -> None:
    folder = unpacked(made(world, tmp_path, monument=world.arch.id)[1], tmp_path / "bag")
    (item,) = json.loads((folder / "data/evidence.json").read_text())["items"]
    assert (item["sha256"], item["withheld"], item["original"]) == (testimony.sha256, True, None)
    for file in folder.rglob("*"):
        said = file.name.encode() + (file.read_bytes() if file.is_file() else b"")
        assert not [word for word in (WITNESS, "guardian.m4a", "He saw the blasts", "a voice") if word.encode() in said]
    result = verified_alone(folder)
    assert result.returncode == 0, result.stdout
    assert "withheld to protect its source" in result.stdout


def test_it_is_sent_and_corrected_on_pages(world: SimpleNamespace) -> None:
    client = signed_in(world, "recorder")
    form = {"document_kind": "testimony", "monument": str(world.arch.id), "source": WITNESS, "caption": "Heard."}
    sent = client.post(f"/sites/{world.site.id}/documents", form | {"file": SimpleUploadedFile("a.m4a", b"a voice")})
    assert sent.status_code == 302
    made = Document.objects.get()
    assert (made.document_kind, made.monument_id, made.source) == ("testimony", world.arch.id, WITNESS)
    assert "Heard." in client.get(f"/monuments/{world.arch.id}").content.decode()
    form |= {"monument": "", "caption": "Heard twice.", "version": "1"}
    assert client.post(sent["Location"] + "/describe", form).status_code == 302
    made.refresh_from_db()
    assert (made.monument_id, made.caption, made.source) == (None, "Heard twice.", WITNESS)
    late = client.post(sent["Location"] + "/describe", form | {"caption": "Too late"})
    assert late.status_code == 412
    assert "Too late" in late.content.decode()


def test_erasing_it_erases_whom_it_was_from(world: SimpleNamespace, testimony: Document) -> None:
    operations.ask_erasure(testimony, "It endangers him.", by=world.by("verifier"))
    operations.erase(testimony, by=world.by("verifier2"))
    testimony.refresh_from_db()
    assert (testimony.source, testimony.caption, testimony.filename) == ("", "", "")
