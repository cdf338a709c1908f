"""A BagIt 1.0 bag (RFC 8493) written as one ZIP file, piece by piece: memory stays flat at any size."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"


def safe_name(name: str) -> str:
    """A file name valid on every system; the original name is in the index."""
    kept = "".join(one if one.isalnum() or one in "._-" else "_" for one in name).strip("._")
    return kept[-100:] or "file"


@dataclass
class Bag:
    """Write payload and tag files, then `close`. `name` is the folder inside."""

    file: Path
    name: str
    payload: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    octets: int = 0

    def __post_init__(self) -> None:
        # Photographs are compressed already: stored, they can be read without unpacking.
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_STORED, allowZip64=True)

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        """Write one payload file below `data/`; returns its SHA-256."""
        digest, size = self._write(PAYLOAD + path, pieces)
        self.payload[PAYLOAD + path] = digest
        self.octets += size
        return digest

    def add_tag(self, path: str, text: str) -> None:
        self.tags[path], _size = self._write(path, [text.encode()])

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        total, size = hashlib.sha256(), 0
        with self.zip.open(zipfile.ZipInfo(f"{self.name}/{path}"), "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                total.update(piece)
                size += len(piece)
        return total.hexdigest(), size

    def close(self, info: Mapping[str, str]) -> None:
        """Write the tag files: declaration, bag info and manifests."""
        self.add_tag("bagit.txt", DECLARATION)
        entries = {**info, "Payload-Oxum": f"{self.octets}.{len(self.payload)}"}
        self.add_tag("bag-info.txt", "".join(f"{name}: {_one_line(value)}\n" for name, value in entries.items()))
        self.add_tag("manifest-sha256.txt", _manifest(self.payload))
        self._write("tagmanifest-sha256.txt", [_manifest(self.tags).encode()])
        self.zip.close()


def _manifest(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {_escaped(path)}\n" for path, digest in digests.items())


def _escaped(path: str) -> str:
    """RFC 8493, section 2.1.3: line ends and percent signs in paths are percent-encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _one_line(value: str) -> str:
    return " ".join(value.split())
