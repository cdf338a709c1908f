"""REST API of the chain of custody of photographs and documents, and its verification."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from rest_framework.request import Request

from assessments.evidence import custody, queries
from assessments.evidence.models import ReceivedFile
from assessments.kit.api import JSONView, endpoint
from assessments.people.authentication import signed_in


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


def _log(item: ReceivedFile) -> dict[str, Any]:
    entries = [
        CustodyOut(
            one.sequence, one.kind, one.actor_code, one.occurred_at, one.note, bytes(one.hash).hex(),
            bytes(one.previous).hex(),
        )
        for one in custody.entries_of(item)
    ]  # fmt: skip
    return {"results": entries, "next": None}


def _verdict(item: ReceivedFile) -> CustodyVerdict:
    found = custody.verify(item)
    return CustodyVerdict(found.valid, found.entries, found.breaks_at, found.because)


class PhotoCustody(JSONView):
    @endpoint("Who had this photograph, oldest first", response=CustodyOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        return _log(queries.photo(signed_in(request), id))


class VerifyPhotoCustody(JSONView):
    @endpoint("Recompute the chain of custody of a photograph", response=CustodyVerdict)
    def get(self, request: Request, id: UUID) -> CustodyVerdict:
        return _verdict(queries.photo(signed_in(request), id))


class DocumentCustody(JSONView):
    @endpoint("Who had this document, oldest first", response=CustodyOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        return _log(queries.document(signed_in(request), id))


class VerifyDocumentCustody(JSONView):
    @endpoint("Recompute the chain of custody of a document", response=CustodyVerdict)
    def get(self, request: Request, id: UUID) -> CustodyVerdict:
        return _verdict(queries.document(signed_in(request), id))
