"""Sealed documents: canonical bytes in which private values stand only as salted commitments.

A seal must stay verifiable for decades and yet contain nothing that identifies a person or reveals a location. So
only fields declared open are included as they are; every other value enters as `sha256(salt ‖ canonical value)`, with
salt and value stored beside the seal. Erasing that pair leaves the seal valid and reveals nothing of the value.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit.checksums import canonical, canonical_of_fields, canonical_of_plain, plain_and_canonical, sha256
from assessments.kit.errors import invalid_field

Private = Mapping[str, list[Any]]
"""What is stored beside a seal: by field `[salt in hex, value]`."""

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
    return sha256(salt + canonical(value)).hex()


def seal(document: Mapping[str, object], *, open_fields: Collection[str]) -> Sealed:
    """Seal a document. Fields that are `None` are always open: a missing value is not private."""
    sealed_fields: dict[str, bytes] = {"format": canonical_of_plain(FORMAT)}
    private: dict[str, list[object]] = {}
    salts = secrets.token_bytes(SALT_BYTES * len(document))
    for field, value in document.items():
        plain_value, data = plain_and_canonical(value)
        if field in open_fields or plain_value is None:
            sealed_fields[field] = data
        else:
            salt, salts = salts[:SALT_BYTES], salts[SALT_BYTES:]
            sealed_fields[field] = b'{"commitment":"%b"}' % sha256(salt + data).hex().encode()
            private[field] = [salt.hex(), plain_value]
    return Sealed(canonical_of_fields(sealed_fields), private)


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


def commitments(document: Mapping[str, Any]) -> dict[str, str]:
    """The commitments in a sealed document, by field."""
    return {
        name: value["commitment"]
        for name, value in document.items()
        if isinstance(value, dict) and set(value) == {"commitment"}
    }


def broken_commitments(document: Mapping[str, Any], stored: Private) -> tuple[list[str], int]:
    """What is wrong with the private values beside a sealed document, in sentences; and how many were erased."""
    committed = commitments(document)
    problems, erased = [], 0
    for name, value in committed.items():
        match check_commitment(value, stored.get(name)):
            case Checked.BROKEN:
                problems.append(f"the private value of '{name}' is not the one committed to")
            case Checked.ERASED:
                erased += 1
    strangers = stored.keys() - committed.keys()
    problems += [f"a private value '{name}' stands beside it that was never committed to" for name in strangers]
    return problems, erased


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed document with its private values put back, as far as they are kept and the reader may see them."""

    document: dict[str, Any]
    erased: list[str] = dataclasses.field(default_factory=list)
    withheld: list[str] = dataclasses.field(default_factory=list)
    in_clear: list[str] = dataclasses.field(default_factory=list)
    """Fields to withhold that stand in the sealed bytes themselves: such bytes cannot be handed out."""


def opened(canonical: bytes, stored: Private, *, withhold: Collection[str] = ()) -> Opened:
    """Put the private values back into a sealed document; fields that are erased or withheld are None."""
    document: dict[str, Any] = json.loads(canonical)
    found = Opened(document)
    committed = commitments(document)
    for name in document:
        if name in withhold and document[name] is not None:
            found.withheld.append(name)
            if name not in committed:
                found.in_clear.append(name)
            document[name] = None
        elif name in committed:
            if name not in stored:
                found.erased.append(name)
            document[name] = stored[name][1] if name in stored else None
    return found


def sealed_file(
    canonical: bytes, stored: Private, facts: Mapping[str, Any], *, withhold: Collection[str] = ()
) -> dict[str, Any]:
    """A sealed document whole, with the salts, for handing out: whoever has it recomputes the hash with
    `verify_sealed.py` and nothing else. `facts` say what it is of. Raises `ValueError` where a field to withhold stands
    in the sealed bytes.
    """
    found = opened(canonical, stored, withhold=withhold)
    if found.in_clear:
        raise ValueError(f"stands in clear: {', '.join(found.in_clear)}")
    return {
        "what": "A document sealed by Zenobia. `python verify_sealed.py THIS_FILE` recomputes its hash.",
        **facts,
        "sha256": sha256(canonical).hex(),
        "canonical": canonical.decode(),
        "private": {
            name: {"salt": str(salt), "canonical": canonical_of_plain(value).decode()}
            for name, (salt, value) in stored.items()
            if name not in withhold
        },
        "erased": found.erased,
        "withheld": found.withheld,
    }


def without(stored: Private, fields: Collection[str]) -> dict[str, list[Any]]:
    """What is stored beside a seal, without some fields. Raises `Invalid` for none, or for one that is not there."""
    for name in fields:
        if name not in stored:
            known = ", ".join(sorted(stored)) or "-"
            facts = {"field": name, "known": known}
            raise invalid_field(
                "/fields", "not_private", _("'%(field)s' is not kept privately here. Kept are: %(known)s.") % facts
            )
    if not fields:
        raise invalid_field("/fields", "missing", _("Name at least one field."))
    return {name: pair for name, pair in stored.items() if name not in fields}
