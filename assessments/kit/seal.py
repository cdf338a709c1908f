"""Sealed documents: canonical bytes in which private values stand only as salted commitments.

A seal must stay verifiable for decades and yet contain nothing that identifies a person or reveals a location. So
only fields declared open are included as they are; every other value enters as `sha256(salt ‖ canonical value)`, with
salt and value stored beside the seal. Erasing that pair leaves the seal valid and reveals nothing of the value.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.kit.checksums import canonical_of_plain, plain, sha256

FORMAT = 1
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """`canonical` is what is hashed; `private` maps a field to `[salt in hex, value]`."""

    canonical: bytes
    private: dict[str, list[object]]

    @property
    def digest(self) -> bytes:
        return sha256(self.canonical)


def commitment(salt: bytes, value: object) -> str:
    """What stands in a seal for a private value (64 hexadecimal digits)."""
    return _commitment(salt, plain(value))


def _commitment(salt: bytes, plain_value: object) -> str:
    return sha256(salt + canonical_of_plain(plain_value)).hex()


def seal(document: Mapping[str, object], *, open_fields: Collection[str]) -> Sealed:
    """Seal a document. Fields that are `None` are always open: a missing value is not private."""
    sealed_fields: dict[str, object] = {"format": FORMAT}
    private: dict[str, list[object]] = {}
    for field, value in document.items():
        plain_value = plain(value)
        if field in open_fields or plain_value is None:
            sealed_fields[field] = plain_value
        else:
            salt = secrets.token_bytes(SALT_BYTES)
            sealed_fields[field] = {"commitment": _commitment(salt, plain_value)}
            private[field] = [salt.hex(), plain_value]
    return Sealed(canonical_of_plain(sealed_fields), private)


class Checked(StrEnum):
    """The result of checking one commitment."""

    VALID = "valid"
    ERASED = "erased"
    BROKEN = "broken"


def check_commitment(committed: str, stored: list[object] | None) -> Checked:
    """Compare a commitment with the stored salt and value; a missing pair counts as erased, never as valid."""
    if stored is None:
        return Checked.ERASED
    salt, value = bytes.fromhex(str(stored[0])), stored[1]
    return Checked.VALID if commitment(salt, value) == committed else Checked.BROKEN
