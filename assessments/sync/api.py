"""Pull and push over REST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from rest_framework.request import Request

from assessments.kit.api import JSONView, endpoint
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
        return queries.pull(signed_in(request), query.filters(), cursor=query.cursor, limit=query.limit)


class PullSize(JSONView):
    @endpoint("How much the feed will be from its start", query=SizeQuery, response=messages.Size)
    def get(self, request: Request, query: SizeQuery) -> messages.Size:
        return queries.size(signed_in(request), query.filters())


class PushView(JSONView):
    @endpoint("Many operations at once, each with its own outcome", request=messages.Push, response=messages.Pushed)
    def post(self, request: Request, body: Callable[[], messages.Push]) -> messages.Pushed:
        by = signed_in(request)
        batch = body()
        return messages.Pushed(batch.batch_id, operations.push(batch.operations, by=by))
