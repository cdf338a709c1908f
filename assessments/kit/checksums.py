"""Digests of bytes and the canonical form of JSON values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import rfc8785

CHUNK = 1 << 20


def plain(value: object) -> object:
    """The JSON value of dates, decimals, ids and containers; numbers beyond IEEE doubles become strings."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) < 2**53 else str(value)
        case float():
            return value
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case set() | frozenset():
            return sorted(str(plain(one)) for one in value)
        case Iterable():
            return [plain(one) for one in value]
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(value: object) -> bytes:
    """The bytes that are hashed: RFC 8785 (JSON Canonicalization Scheme)."""
    return rfc8785.dumps(plain(value))  # type: ignore[arg-type]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def digest_of(value: object) -> bytes:
    """SHA-256 of the canonical bytes of a JSON value (32 bytes)."""
    return sha256(canonical(value))


def sha256_of_file(file: BinaryIO | Path) -> str:
    """SHA-256 of a file, in lower-case hexadecimal, read in pieces of 1 MiB."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return sha256_of_file(opened)
    total = hashlib.sha256()
    while piece := file.read(CHUNK):
        total.update(piece)
    return total.hexdigest()
