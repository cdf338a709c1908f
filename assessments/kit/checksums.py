"""Digests of bytes and the canonical form of JSON values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
import rfc8785

CHUNK = 1 << 18


MAX_EXACT = 2**53
"""Integers beyond this cannot be represented exactly as an IEEE double."""


def plain(value: object) -> Any:
    """The JSON value of dates, decimals, ids and containers; numbers beyond IEEE doubles become strings."""
    kind = type(value)
    if value is None or kind is str or kind is bool or kind is float:
        return value
    if kind is int:
        return value if -MAX_EXACT < value < MAX_EXACT else str(value)  # type: ignore[operator]
    if kind is dict:
        return {str(key): plain(one) for key, one in value.items()}  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return [plain(one) for one in value]  # type: ignore[attr-defined]
    return _plain_other_types(value)


def _plain_other_types(value: object) -> Any:
    match value:
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case str() | int() | float():
            return value
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case set() | frozenset():
            return sorted(str(plain(one)) for one in value)
        case Iterable():
            return [plain(one) for one in value]
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


_encoded_in_c = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """The bytes that are hashed: RFC 8785 (JSON Canonicalization Scheme).

    Python's C encoder produces the same bytes for values without floats (JavaScript prints those differently) and
    without non-ASCII keys (JavaScript sorts those differently); it is thirty times faster. A test compares the two.
    """
    return canonical_of_plain(plain(value))


def canonical_of_plain(value: Any) -> bytes:
    """The same for a value that `plain` has already converted."""
    return _encoded_in_c(value).encode() if _same_in_c(value) else rfc8785.dumps(value)


def _same_in_c(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return all(key.isascii() and _same_in_c(one) for key, one in value.items())
    if kind is list:
        return all(map(_same_in_c, value))
    return kind is not float


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def digest_of(value: object) -> bytes:
    """SHA-256 of the canonical bytes of a JSON value (32 bytes)."""
    return sha256(canonical(value))


class MessageDigest(bytes):
    """SHA-256 of a message (32 bytes), by which the same message is known when it is sent again."""

    message: msgspec.Struct

    def is_of(self, stored: bytes | memoryview) -> bool:
        """Whether a message with this stored digest was the same. Until migration 0025 the digest was over every field,
        those that say their default too."""
        return bytes(stored) in (bytes(self), sha256(msgspec.json.encode(self.message, order="sorted")))


def digest_of_struct(message: msgspec.Struct) -> MessageDigest:
    """The digest of a message with its fields in order: to know the same message again, not to seal it.

    Fields that say their default are left out: a client that repeats a creation after an upgrade has not sent the
    fields that are new, and its message is the same as before.
    """
    digest = MessageDigest(sha256(msgspec.json.encode(_without_defaults(message), order="sorted")))
    digest.message = message
    return digest


def _without_defaults(value: Any) -> Any:
    """The fields of a message, and of those inside it, that differ from their defaults."""
    if isinstance(value, msgspec.Struct):
        return {
            encoded: _without_defaults(found)
            for name, encoded, default in _fields(type(value))
            if (found := getattr(value, name)) != default
        }
    if isinstance(value, list):
        return [_without_defaults(one) for one in value]
    return value


@cache
def _fields(shape: type[msgspec.Struct]) -> list[tuple[str, str, Any]]:
    """(name, name in JSON, default) of each field. Cached: asking msgspec takes milliseconds."""
    return [
        (one.name, one.encode_name, one.default_factory() if one.default is msgspec.NODEFAULT and one.required is False
         else one.default)
        for one in msgspec.structs.fields(shape)
    ]  # fmt: skip


def sha256_of_file(file: BinaryIO | Path) -> str:
    """SHA-256 of a file, in lower-case hexadecimal, read in pieces."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return sha256_of_file(opened)
    total = hashlib.sha256()
    while piece := file.read(CHUNK):
        total.update(piece)
    return total.hexdigest()
