"""Digests of bytes and the canonical form of JSON values."""

from __future__ import annotations

import hashlib
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
    return value if _same_in_c(value) else _plain(value)


def _plain(value: object) -> Any:
    kind = type(value)
    if value is None or kind is str or kind is bool or kind is float:
        return value
    if kind is int:
        return value if -MAX_EXACT < value < MAX_EXACT else str(value)  # type: ignore[operator]
    if kind is dict:
        return {str(key): _plain(one) for key, one in value.items()}  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return [_plain(one) for one in value]  # type: ignore[attr-defined]
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
            return {str(key): _plain(one) for key, one in value.items()}
        case set() | frozenset():
            return sorted(str(_plain(one)) for one in value)
        case Iterable():
            return [_plain(one) for one in value]
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(value: object) -> bytes:
    """The bytes that are hashed: RFC 8785 (JSON Canonicalization Scheme).

    msgspec's encoder produces the same bytes for values without floats (JavaScript prints those differently) and
    without non-ASCII keys (JavaScript sorts those differently); it is many times faster. A test compares the two.
    """
    return plain_and_canonical(value)[1]


def canonical_of_plain(value: Any) -> bytes:
    """The same for a value that `plain` has already converted."""
    return msgspec.json.encode(value, order="sorted") if _same_in_c(value) else rfc8785.dumps(value)


def plain_and_canonical(value: object) -> tuple[Any, bytes]:
    """The plain value and its canonical bytes."""
    if _same_in_c(value):
        return value, msgspec.json.encode(value, order="sorted")
    converted = _plain(value)
    return converted, canonical_of_plain(converted)


def canonical_of_fields(fields: Mapping[str, bytes]) -> bytes:
    """The same for an object with names in ASCII, out of the canonical bytes of its values."""
    assert all(map(str.isascii, fields)), "RFC 8785 sorts other names by UTF-16"
    return msgspec.json.encode({name: msgspec.Raw(data) for name, data in fields.items()}, order="sorted")


def _same_in_c(value: Any) -> bool:
    """Whether a value is plain already, and msgspec encodes it canonically."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        for key, one in value.items():
            if type(key) is not str or not key.isascii() or (type(one) is not str and not _same_in_c(one)):
                return False
        return True
    if kind is list:
        return all(type(one) is str or _same_in_c(one) for one in value)
    return kind is int and -MAX_EXACT < value < MAX_EXACT


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
        names, defaults = _fields(type(value))
        return {
            name: _without_defaults(found) if type(found) is list or isinstance(found, msgspec.Struct) else found
            for name, found, default in zip(names, msgspec.structs.astuple(value), defaults, strict=True)
            if found is not default and found != default
        }
    if isinstance(value, list):
        return [_without_defaults(one) for one in value]
    return value


@cache
def _fields(shape: type[msgspec.Struct]) -> tuple[list[str], list[Any]]:
    """The name in JSON and the default of each field. Cached: asking msgspec takes milliseconds."""
    fields = msgspec.structs.fields(shape)
    defaults = [
        one.default_factory() if one.default is msgspec.NODEFAULT and one.required is False else one.default
        for one in fields
    ]
    return [one.encode_name for one in fields], defaults


def sha256_of_file(file: BinaryIO | Path) -> str:
    """SHA-256 of a file, in lower-case hexadecimal, read in pieces."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return sha256_of_file(opened)
    total = hashlib.sha256()
    while piece := file.read(CHUNK):
        total.update(piece)
    return total.hexdigest()
