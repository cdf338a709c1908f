"""Content credentials (C2PA): whether a file carries a signed manifest, and whether it fits the file.

The place of the manifest is defined by the specification (C2PA 2.x, "Embedding manifests into various file formats").
Verification uses the consortium's own library, without network and without a list of trusted signers: `valid` means
that the signature and the bindings to the file's bytes hold, not that the signer's identity is confirmed. Absence
proves nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO

from assessments.evidence.reader.sentences import gettext_noop, sentence

# The label of a manifest store inside a JUMBF superbox; all formats but those below embed one.
MARK = b"c2pa"
UUID_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
MAX_TO_SEARCH = 64 << 20
MAX_JPEG_HEAD = 4 << 20
JPEG, SCAN = b"\xff\xd8", 0xDA
SETTINGS = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": False}}

NOT_CHECKED = gettext_noop("It carries content credentials that could not be checked (%(failure)s).")


def is_marked(original: Path) -> bool:
    """Whether the bytes look as if a manifest were embedded. A cheap test that prefers false positives."""
    with original.open("rb") as file:
        head = file.read(2)
        head += _before_the_picture(file) if head == JPEG else file.read(MAX_TO_SEARCH)
    return (b"jumb" in head and MARK in head) or UUID_BOX in head or b"caBX" in head


def _before_the_picture(file: BinaryIO) -> bytes:
    """The segments of a JPEG before its pixels, where a manifest is embedded; malformed files yield their head."""
    head = bytearray()
    while len(head) < MAX_JPEG_HEAD:
        begin = file.read(4)
        if len(begin) < 4 or begin[0] != 0xFF:
            return bytes(head + begin + file.read(MAX_JPEG_HEAD))
        if begin[1] == SCAN:
            break
        head += begin + file.read(max(0, int.from_bytes(begin[2:]) - 2))
    return bytes(head)


def checked(original: Path, media_type: str) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    """`absent`, `valid`, `invalid` or `unchecked`; the manifest store as JSON; doubts."""
    if not is_marked(original):
        return "absent", {}, []
    import c2pa  # 50 MB that few photographs need

    try:
        context = c2pa.Context(settings=c2pa.Settings.from_dict(SETTINGS))
        with original.open("rb") as file, c2pa.Reader(media_type, file, context=context) as reader:
            state = str(reader.get_validation_state() or "").lower()
            store = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return "absent", {}, []
    except (c2pa.C2paError, ValueError, RuntimeError) as failure:
        return "unchecked", {}, [sentence(NOT_CHECKED, failure=str(failure)[:200])]
    return ("valid" if state in ("valid", "trusted") else "invalid"), _kept(store), []


def _kept(store: dict[str, Any]) -> dict[str, Any]:
    """What is worth keeping of a manifest store: who claims what, and what failed."""
    active = store.get("manifests", {}).get(store.get("active_manifest"), {})
    return {
        "claim_generator": active.get("claim_generator_info") or active.get("claim_generator"),
        "title": active.get("title"),
        "signature": active.get("signature_info"),
        "assertions": [one.get("label") for one in active.get("assertions", [])][:50],
        "ingredients": [one.get("title") for one in active.get("ingredients", [])][:50],
        "failures": [one.get("code") for one in store.get("validation_status", []) or []][:50],
    }
