"""Identifiers: UUID version 7 for rows created here, and random codes that stand for people in sealed history."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_READABLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, section 5.7): 48 bits of milliseconds, the rest random."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def person_code() -> str:
    """A random code such as `P-7KQ2MX9TRD` (50 bits) that stands for one person in every seal."""
    return "P-" + "".join(secrets.choice(_READABLE) for _ in range(10))
