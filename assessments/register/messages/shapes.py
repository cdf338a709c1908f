"""What the messages of the register share: short texts, names, numbers in other registers, reasons."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from assessments.register import vocabulary

Short = Annotated[str, Meta(max_length=200)]

Text = Annotated[str, Meta(max_length=20_000)]

Geometry = dict[str, Any]

NameKind = Annotated[str, vocabulary.NAME_KIND.documented]


class Name(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    text: Annotated[str, Meta(min_length=1, max_length=200)]
    language: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    kind: NameKind = "official"
    script: Annotated[str, Meta(max_length=4)] = ""
    source: Short = ""


class ExternalId(msgspec.Struct, forbid_unknown_fields=True):
    scheme: Annotated[str, Meta(min_length=1, max_length=60)]
    value: Annotated[str, Meta(min_length=1, max_length=200)]


Names = Annotated[list[Name], Meta(min_length=1, max_length=40)]

ExternalIds = Annotated[list[ExternalId], Meta(max_length=40)]


class Because(msgspec.Struct, forbid_unknown_fields=True):
    """The reason of a withdrawal."""

    note: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Confirm(msgspec.Struct, forbid_unknown_fields=True):
    note: Text = ""


class Reveal(msgspec.Struct, forbid_unknown_fields=True):
    site: UUID
    because: Text
