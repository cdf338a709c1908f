"""A store on disk has one level of folders, and moves up files that an older version put a level deeper."""

from __future__ import annotations

from pathlib import Path

from assessments.kit.checksums import sha256
from assessments.kit.store import DERIVED, ORIGINALS, DiskStore


def test_files_that_stood_a_level_deeper_are_found_where_they_belong(tmp_path: Path) -> None:
    disk = DiskStore(tmp_path)
    bodies = {
        namespace: [f"{namespace} {number}".encode() for number in range(300)]
        for namespace in (ORIGINALS, DERIVED, "bundles")
    }
    for namespace, each in bodies.items():
        for body in each:
            digest = sha256(body).hex()
            former = tmp_path / namespace / digest[:2] / digest[2:4] / digest
            former.parent.mkdir(parents=True, exist_ok=True)
            former.write_bytes(body)
    disk.prepare()
    disk.prepare()
    for namespace, each in bodies.items():
        for body in each:
            with disk.open(sha256(body).hex(), namespace) as file:
                assert file.read() == body
        assert not list((tmp_path / namespace).glob("*/??"))
