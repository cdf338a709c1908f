"""Making evidence bundles: one BagIt bag with originals, their metadata and custody, sealed documents, and a program
that verifies them; or a PDF. Imported by the worker only: it loads libraries of some fifty megabytes that no web
process needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from django.db import transaction

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import queries as damage
from assessments.damage.errors import SealedInClear
from assessments.evidence import custody
from assessments.evidence import policy as evidence_policy
from assessments.evidence import queries as evidence
from assessments.evidence.models import Document, Photo, ReceivedFile
from assessments.exchange import verify_bag
from assessments.exchange.bags import Bag, safe_name
from assessments.exchange.models import Bundle
from assessments.exchange.operations.bundles import NAMESPACE, NO_LONGER_SEEN, NO_ROOM, NOT_MADE, fail
from assessments.exchange.operations.conservation_pdf import write_conservation
from assessments.exchange.operations.dossier_pdf import write_dossier
from assessments.kit import clock, jobs
from assessments.kit.actor import Actor, Via
from assessments.kit.checksums import CHUNK, plain, sha256_of_file
from assessments.kit.errors import Forbidden, NotFound, StorageFull
from assessments.kit.sealed_response import VERIFIER
from assessments.kit.store import store
from assessments.restoration import queries as restoration

LEASE_SECONDS = 600
PDF_WRITERS = {"dossier": write_dossier, "conservation": write_conservation}


def make_bundle(bundle_id: UUID, *, by: Actor) -> None:
    """Write the bag of one bundle, under a lease, original by original. Does nothing when it is not due."""
    found = jobs.claim(Bundle.objects.filter(state="due"), bundle_id, seconds=LEASE_SECONDS)
    if found is None:
        return
    if found.attempt > jobs.MAX_ATTEMPTS:
        fail(found, NOT_MADE)
        return
    begun = clock.now()
    asker = Actor(user_id=found.asked_by_id, via=Via.WORKER, code=found.asked_by.code)
    try:
        with store().working("bundle", found.id) as folder:
            file = folder / "bundle"
            (_write_pdf if found.is_pdf else _write)(found, file, asker)
            size, digest = file.stat().st_size, sha256_of_file(file)
            store().keep(file, digest, NAMESPACE)
    except (NotFound, Forbidden):
        fail(found, NO_LONGER_SEEN)
        return
    except StorageFull:
        fail(found, NO_ROOM)
        return
    with transaction.atomic():
        Bundle.objects.select_for_update().get(pk=found.pk)
        erased = [one.objects.filter(site=found.site_id, erased_at__gte=begun) for one in (Photo, Document)]
        if any(rows.exists() for rows in erased):
            # A file of this site was erased meanwhile and may be in the bag, so the bag is discarded and made again.
            transaction.on_commit(lambda: store().remove(digest, NAMESPACE))
            Bundle.objects.filter(pk=found.pk).update(lease_until=None)
            return
        Bundle.objects.filter(pk=found.pk).update(
            state="ready", sha256=digest, size=size, made_at=clock.now(), lease_until=None
        )
        changes = {"sha256": (None, digest), "size": (None, size)}
        audit.record(
            Entry("exchange.bundle.made", Subject("bundle", found.id, found.site_id), changes, {"sha256", "size"}),
            by=by,
        )


def _write(found: Bundle, file: Path, asker: Actor) -> None:
    bag = Bag(file, found.filename.removesuffix(".zip"))
    photos, documents, sealed = _contents(found, asker)
    everything = [*photos, *documents]
    store().require_room(2 * sum(one.size for one in everything))
    here = {one.id for one in everything if not _is_withheld(one) and store().has(one.sha256)}
    Bundle.objects.filter(pk=found.pk).update(total=len(everything), done=0, items=sorted(map(str, here)))
    for rows in (photos, documents):
        custody.append_to_each([one for one in rows if one.id in here], "bundled", by=asker, facts={"bundle": found.id})
    items = []
    for number, item in enumerate(everything, start=1):
        items.append(_add_item(bag, item, is_here=item.id in here))
        until = clock.recorded_now() + timedelta(seconds=LEASE_SECONDS)
        Bundle.objects.filter(pk=found.pk).update(done=number, lease_until=until)
    sealed_files = [{"file": f"data/{path}", "sha256": bag.add(path, [body])} for path, body in sealed]
    position, head = audit.head()
    index = {
        "of": {"kind": found.subject_kind, "id": str(found.subject_id)}, "items": items, "documents": sealed_files,
        "ledger": {"position": position, "head": head.hex()},
    }  # fmt: skip
    bag.add("evidence.json", [json.dumps(index, ensure_ascii=False, indent=1).encode()])
    bag.add_tag("verify.py", Path(str(verify_bag.__file__)).read_text())
    bag.add_tag(VERIFIER.name, VERIFIER.read_text())
    info = {
        "Source-Organization": found.site.label, "Bagging-Date": f"{clock.now():%Y-%m-%d}",
        "External-Identifier": str(found.id), "Bag-Software-Agent": "Zenobia",
        "External-Description": "Evidence with its custody. 'python verify.py' in this folder checks it.",
        "Zenobia-Ledger-Position": str(position), "Zenobia-Ledger-Head": head.hex(),
    }  # fmt: skip
    bag.close(info)


def _write_pdf(found: Bundle, file: Path, asker: Actor) -> None:
    def progress(done: int, total: int) -> None:
        until = clock.recorded_now() + timedelta(seconds=LEASE_SECONDS)
        Bundle.objects.filter(pk=found.pk).update(done=done, total=total, lease_until=until)

    file.write_bytes(PDF_WRITERS[found.subject_kind](found.subject_id, found.language, asker, progress))


def _contents(found: Bundle, asker: Actor) -> tuple[list[Photo], list[Document], list[tuple[str, bytes]]]:
    """Photographs, documents and sealed documents for the bundle, limited to what the requester may see."""
    kind, subject = found.subject_kind, found.subject_id
    monuments: list[UUID] = []
    sealed: list[tuple[str, bytes]] = []
    match kind:
        case "report":
            reports = [damage.report(asker, subject)]
        case "plan":
            plan = restoration.plan(asker, subject)
            monuments = list(plan.monuments.values_list("pk", flat=True))
            reports = [one for each in monuments for one in damage.reports_of(asker, each) if one.status == "verified"]
            for one in restoration.dossiers_of(plan):
                name = f"plan/dossier-{one.revision}"
                sealed.append((f"{name}.json", bytes(one.canonical)))
                sealed.append((f"{name}.sealed.json", _as_bytes(restoration.dossier_file(one))))
        case _:
            monuments = [subject]
            reports = damage.reports_of(asker, subject)
    for report in reports:
        for shot in damage.revisions_of(report):
            name = f"reports/{safe_name(report.reference or str(report.id))}-revision-{shot.number}"
            try:
                file = damage.submission_file(shot, asker)
            except SealedInClear:
                continue  # its bytes say what the requester may not read
            sealed.append((f"{name}.json", bytes(shot.canonical)))
            sealed.append((f"{name}.sealed.json", _as_bytes(file)))
    photos = evidence_policy.visible_photos(asker).filter(erased_at__isnull=True).exclude(state="registered")
    if kind == "monument":
        photos = photos.filter(evidence.of_monument(subject))
    else:
        photos = photos.filter(report_links__report__in=[one.id for one in reports])
    papers = evidence_policy.visible_documents(asker).filter(monument__in=monuments, erased_at__isnull=True)
    return list(photos.distinct().order_by("id")), list(papers.exclude(state="registered").order_by("id")), sealed


def _as_bytes(file: dict[str, Any]) -> bytes:
    return json.dumps(file, ensure_ascii=False, indent=1).encode()


def _add_item(bag: Bag, item: ReceivedFile, *, is_here: bool) -> dict[str, Any]:
    """Add one photograph or document: its original, its metadata, its custody so far. A missing original is listed as
    missing and does not prevent the others from being added.
    """
    folder, withheld = f"{item.kind}s/{item.id}", _is_withheld(item)
    original = f"{folder}/original/{safe_name(item.filename)}"
    if is_here:
        with store().open(item.sha256) as file:
            bag.add(original, _pieces(file))
    bag.add(f"{folder}/known.json", [json.dumps(_metadata(item), ensure_ascii=False, indent=1).encode()])
    rows = [
        json.dumps(
            {"canonical": bytes(one.canonical).decode(), "previous": bytes(one.previous).hex(), "hash": one.hash_text},
            ensure_ascii=False,
        )
        for one in custody.entries_of(item)
    ]
    bag.add(f"{folder}/custody.jsonl", ["\n".join(rows).encode()])
    return {
        "kind": item.kind, "id": str(item.id), "sha256": item.sha256, "filename": "" if withheld else item.filename,
        "withheld": withheld, "original": f"data/{original}" if is_here else None,
        "custody": f"data/{folder}/custody.jsonl",
    }  # fmt: skip


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


_EXCLUDED = {"_state", "created_with", "registered_by_id", "likeness_bands", "lease_until", "attempt", "external_ids"}


_OF_WITHHELD = frozenset({
    "id", "site_id", "monument_id", "document_kind", "sha256", "size", "media_type", "state", "received_at",
    "withdrawn_at", "erased_at", "bytes_state", "bytes_checked_at", "version", "created_at", "updated_at",
})  # fmt: skip
"""What a bundle tells of a testimony: columns in which nobody writes, and so no witness is named."""


def _is_withheld(item: ReceivedFile) -> bool:
    """A testimony leaves the house by its digest and custody only: a voice or a hand names its source by itself (field
    practice 22).
    """
    return isinstance(item, Document) and item.document_kind == "testimony"


def _metadata(item: ReceivedFile) -> dict[str, Any]:
    """All columns that describe the evidence. People appear only in the custody entries, by their codes."""
    columns = {name: value for name, value in vars(item).items() if name not in _EXCLUDED and not name.startswith("_")}
    if _is_withheld(item):
        columns = {name: value for name, value in columns.items() if name in _OF_WITHHELD}
    return msgspec.to_builtins(plain(columns), enc_hook=str)  # type: ignore[no-any-return]
