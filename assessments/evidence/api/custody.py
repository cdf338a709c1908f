"""The log of who had a photograph or document, and the proof that it was not altered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request

from assessments.evidence import custody, queries
from assessments.evidence.models import Received
from assessments.kit.api import Door, says
from assessments.people.doors import signed_in


class CustodyOut(msgspec.Struct):
    sequence: int
    kind: str
    actor: str
    occurred_at: datetime
    note: str
    hash: str
    previous: str


class CustodyVerdict(msgspec.Struct):
    valid: bool
    entries: int
    breaks_at: int | None
    because: str


def _log(item: Received) -> dict[str, Any]:
    shown = [
        CustodyOut(
            one.sequence, one.kind, one.actor_code, one.occurred_at, one.note, bytes(one.hash).hex(),
            bytes(one.previous).hex(),
        )
        for one in custody.entries_of(item)
    ]  # fmt: skip
    return {"results": shown, "next": None}


def _verdict(item: Received) -> CustodyVerdict:
    found = custody.verify(item)
    return CustodyVerdict(found.valid, found.entries, found.breaks_at, found.because)


class PhotoCustody(Door):
    @says("Who had this photograph, oldest first", answer=CustodyOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        return _log(queries.photo(signed_in(request), id))


class VerifyPhotoCustody(Door):
    @says("Recompute the chain of custody of a photograph", answer=CustodyVerdict)
    def get(self, request: Request, id: UUID) -> CustodyVerdict:
        return _verdict(queries.photo(signed_in(request), id))


class DocumentCustody(Door):
    @says("Who had this document, oldest first", answer=CustodyOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        return _log(queries.document(signed_in(request), id))


class VerifyDocumentCustody(Door):
    @says("Recompute the chain of custody of a document", answer=CustodyVerdict)
    def get(self, request: Request, id: UUID) -> CustodyVerdict:
        return _verdict(queries.document(signed_in(request), id))
