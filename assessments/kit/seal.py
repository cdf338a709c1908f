"""Sealed documents: canonical bytes in which private values stand only as salted commitments.

A seal must stay checkable for decades and yet hold nothing that could identify a person or lead to a place. So
only fields declared open enter as they are; every other value enters as `sha256(salt ‖ canonical value)`, with
salt and value kept beside the seal. Erasing the pair leaves the seal intact and says nothing of what was there.
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


def _commitment(salt: bytes, told: object) -> str:
    return sha256(salt + canonical_of_plain(told)).hex()


def seal(document: Mapping[str, object], *, open_fields: Collection[str]) -> Sealed:
    """Seal a document. Fields of `None` are open: that nothing was said is no secret."""
    shown: dict[str, object] = {"format": FORMAT}
    private: dict[str, list[object]] = {}
    for field, value in document.items():
        told = plain(value)
        if field in open_fields or told is None:
            shown[field] = told
        else:
            salt = secrets.token_bytes(SALT_BYTES)
            shown[field] = {"commitment": _commitment(salt, told)}
            private[field] = [salt.hex(), told]
    return Sealed(canonical_of_plain(shown), private)


class Checked(StrEnum):
    """What a look at one commitment says."""

    VALID = "valid"
    ERASED = "erased"
    BROKEN = "broken"


def check_commitment(committed: str, kept: list[object] | None) -> Checked:
    """Compare a commitment with the salt and value kept beside it; a missing pair counts as erased, never valid."""
    if kept is None:
        return Checked.ERASED
    salt, value = bytes.fromhex(str(kept[0])), kept[1]
    return Checked.VALID if commitment(salt, value) == committed else Checked.BROKEN
