"""Pull and push over REST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond
from assessments.people.authentication import signed_in
from assessments.sync import messages, operations, queries


class SizeQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`kinds` separated by commas; `changed_since` leaves out what did not change since that day, but nothing of
    ground and register."""

    kinds: str = ""
    site: UUID | None = None
    changed_since: date | None = None

    def filters(self) -> queries.Filters:
        return queries.filters(self.kinds, self.site, self.changed_since)


class PullQuery(SizeQuery, kw_only=True):
    cursor: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 500


class Pull(JSONView):
    @endpoint("What changed since a cursor; everything without one", query=PullQuery, response=messages.Pulled)
    def get(self, request: Request, query: PullQuery) -> messages.Pulled:
        by = signed_in(request)
        operations.note_reading(by)
        return queries.pull(by, query.filters(), cursor=query.cursor, limit=query.limit)


class PullSize(JSONView):
    @endpoint("How much the feed will be from its start", query=SizeQuery, response=messages.Size)
    def get(self, request: Request, query: SizeQuery) -> messages.Size:
        return queries.size(signed_in(request), query.filters())


class ConflictQuery(Page, kw_only=True):
    """`state`: `open` (if not said), `resolved` or `all`."""

    state: Literal["open", "resolved", "all"] = "open"
    site: UUID | None = None
    thing: UUID | None = None


IS_OPEN = {"open": True, "resolved": False, "all": None}


class ConflictList(JSONView):
    @endpoint("Values that stand against each other", query=ConflictQuery, response=queries.ConflictOut, many=True)
    def get(self, request: Request, query: ConflictQuery) -> dict[str, Any]:
        by = signed_in(request)
        rows = queries.conflicts(by, is_open=IS_OPEN[query.state], site=query.site, thing=query.thing)
        return self.paged(request, rows, query, queries.conflicts_out)


class ConflictDetail(JSONView):
    @endpoint("One conflict", response=queries.ConflictOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.conflict(signed_in(request), id)
        return respond(queries.conflict_out(found), version=found.version)


class ResolveConflict(JSONView):
    @endpoint("Decide fields of a conflict", request=messages.Resolve, response=queries.ConflictOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Callable[[], messages.Resolve], if_match: IfMatch) -> Response:
        by = signed_in(request)
        version = if_match(queries.conflict(by, id))
        found = operations.resolve(id, body().fields, by=by, expected_version=version)
        return respond(queries.conflict_out(found), version=found.version)


class WaitingQuery(Page, kw_only=True):
    state: Literal["", "held", "quarantined", "refused"] = ""


class WaitingList(JSONView):
    @endpoint("What you sent that is not applied", query=WaitingQuery, response=queries.WaitingOut, many=True)
    def get(self, request: Request, query: WaitingQuery) -> dict[str, Any]:
        rows = queries.own_waiting(signed_in(request), state=query.state)
        return self.paged(request, rows, query, queries.waiting_out)


class PushView(JSONView):
    @endpoint("Many operations at once, each with its own outcome", request=messages.Push, response=messages.Pushed)
    def post(self, request: Request, body: Callable[[], messages.Push]) -> messages.Pushed:
        by = signed_in(request)
        batch = body()
        return messages.Pushed(batch.batch_id, operations.push(batch.operations, by=by, client=batch.client))
