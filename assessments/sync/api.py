"""Pull and push over REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from rest_framework.request import Request

from assessments.kit.api import JSONView, endpoint
from assessments.people.authentication import signed_in
from assessments.sync import messages, operations, queries


class PullQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    cursor: str = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 500


class Pull(JSONView):
    @endpoint("What changed since a cursor; everything without one", query=PullQuery, response=messages.Pulled)
    def get(self, request: Request, query: PullQuery) -> messages.Pulled:
        return queries.pull(signed_in(request), cursor=query.cursor, limit=query.limit)


class PushView(JSONView):
    @endpoint("Many operations at once, each with its own outcome", request=messages.Push, response=messages.Pushed)
    def post(self, request: Request, body: Callable[[], messages.Push]) -> messages.Pushed:
        by = signed_in(request)
        batch = body()
        return messages.Pushed(batch.batch_id, operations.push(batch.operations, by=by))
