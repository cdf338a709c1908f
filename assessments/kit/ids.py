"""Identifiers: UUID version 7 for rows created here, and random codes that stand for people in sealed history."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_READABLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

_VERSION_7 = 0x7 << 76 | 0b10 << 62
_RANDOM_BITS = (1 << 12) - 1 << 64 | (1 << 62) - 1


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, section 5.7): 48 bits of milliseconds, the rest random."""
    return uuids7(1)[0]


def uuids7(count: int) -> list[UUID]:
    """The same, many at once, out of one draw of random bytes."""
    milliseconds = (time.time_ns() // 1_000_000 & ((1 << 48) - 1)) << 80
    drawn = secrets.token_bytes(10 * count)
    return [
        UUID(int=milliseconds | _VERSION_7 | int.from_bytes(drawn[start : start + 10]) & _RANDOM_BITS)
        for start in range(0, 10 * count, 10)
    ]


def person_code() -> str:
    """A random code such as `P-7KQ2MX9TRD` (50 bits) that stands for one person in every seal."""
    return "P-" + "".join(secrets.choice(_READABLE) for _ in range(10))
