"""Doors of the API: parse, call one operation or query, answer. No rule of the field lives in a door.

A door's methods are declared with `@says`, from which both the decoding and the OpenAPI document follow:

    @says("One report", answer=ReportOut)
    def get(self, request, id): ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.db.models import Model, QuerySet
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.kit import keyed, messages, paging
from assessments.kit.checksums import sha256
from assessments.kit.errors import BadRequest, Stale, Unsupported, VersionNeeded
from assessments.kit.keyed import Told
from assessments.kit.renderers import GeoJSONBytes, JSONBytes, plain
from assessments.kit.things import Thing

NAME_OF_LIST = "results"


class Page(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The parameters of every list."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=paging.MOST)] = paging.DEFAULT_LIMIT
    cursor: str = ""


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """No parameters, or an empty body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its status and headers; `version` becomes the ETag."""

    body: Any
    status: int = 200
    version: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Says:
    """What one method of a door takes and gives, for decoding and for the document."""

    summary: str
    body: Any = None
    query: type[msgspec.Struct] = Nothing
    answer: Any = None
    many: bool = False
    status: int = 200
    if_match: bool = False
    raw: bool = False


def says(
    summary: str,
    *,
    body: Any = None,
    query: type[msgspec.Struct] | None = None,
    answer: Any = None,
    many: bool = False,
    status: int = 200,
    if_match: bool = False,
    raw: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declare a method: its body and query are decoded and handed over as `body=` and `query=`."""
    told = Says(summary, body, query or Nothing, answer, many, status, if_match, raw)

    def declare(method: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(method)
        def door(self: Door, request: Request, **address: Any) -> HttpResponseBase:
            given: dict[str, Any] = dict(address)
            parameters = messages.query(_parameters(request), told.query)
            if query is not None:
                given["query"] = parameters
            if told.body is not None:
                given["body"] = lambda: _body(request, told.body)
            if told.if_match:
                given["expected"] = functools.partial(expected_version, request)
            key = request.headers.get("Idempotency-Key", "")
            person = getattr(request.user, "pk", None)
            if key and request.method == "POST" and person is not None:
                return _once(request, person, key, lambda: method(self, request, **given), told.status)
            return _response(method(self, request, **given), told.status)

        door.says = told  # type: ignore[attr-defined]
        return door

    return declare


def _parameters(request: Request) -> dict[str, str]:
    return {name: request.query_params[name] for name in request.query_params}


def _body(request: Request, shape: Any) -> Any:
    """Decoded when the door asks for it: after it has made sure that the caller may see the thing at all."""
    kind = request.META.get("CONTENT_TYPE", "").split(";")[0].strip().lower()
    if kind not in ("application/json", ""):
        raise Unsupported(_("Send JSON with 'Content-Type: application/json'."))
    raw = request._request.body
    if not raw and shape is not None:
        raw = b"{}"
    return messages.decoded(raw, shape)


def _once(request: Request, person: UUID, key: str, run: Callable[[], Any], status: int) -> HttpResponseBase:
    """Run a request that carries an Idempotency-Key, or answer as it was answered before."""

    def told() -> Told:
        answer = _answer(run(), status)
        etag = f'"{answer.version}"' if answer.version is not None else ""
        return Told(answer.status, etag, JSONBytes().render(answer.body))

    asked = sha256(
        b"\n".join([request.path.encode(), request.headers.get("If-Match", "").encode(), request._request.body])
    )
    found, was_kept = keyed.once(person, key, asked, told)
    response = HttpResponse(found.body, status=found.status, content_type=JSONBytes.media_type)
    if found.etag:
        response["ETag"] = found.etag
    if was_kept:
        response["Idempotent-Replayed"] = "true"
    return response


def _answer(answer: Any, status: int) -> Answer:
    return answer if isinstance(answer, Answer) else Answer(answer, status)


def _response(answer: Any, status: int) -> HttpResponseBase:
    if isinstance(answer, HttpResponseBase):
        return answer
    answer = _answer(answer, status)
    response = Response(answer.body, status=answer.status)
    if answer.version is not None:
        response["ETag"] = f'"{answer.version}"'
    for name, value in answer.headers.items():
        response[name] = value
    return response


def expected_version(request: Request, row: Thing) -> int:
    """The version in `If-Match`, which must be the row's: asked before the body is read.

    Raises `VersionNeeded` (428) when the header is missing, `Stale` (412) when it names another version.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise VersionNeeded
    try:
        version = int(header.removeprefix("W/").strip('"'))
    except ValueError:
        raise BadRequest(_("'If-Match' carries the ETag as it was read, such as \"3\".")) from None
    if version != row.version:
        raise Stale(yours=version, now=row.version)
    return version


class Door(APIView):
    """The base of all doors: JSON in, JSON out."""

    renderer_classes: ClassVar[list[type[BaseRenderer]]] = [JSONBytes]  # type: ignore[assignment,misc,unused-ignore]

    def paged(
        self, request: Request, rows: QuerySet[Any], page: Page, show: Callable[[list[Any]], list[Any]]
    ) -> dict[str, Any]:
        """One page of a list with the address of the next."""
        found: list[Model]
        found, cursor = paging.page_of(rows, cursor=page.cursor, limit=page.limit)
        following = None
        if cursor:
            words = {**_parameters(request), "cursor": cursor}
            following = request.build_absolute_uri(f"{request.path}?{urlencode(words)}")
        return {NAME_OF_LIST: show(found), "next": following}


def feature_collection(page: dict[str, Any]) -> dict[str, Any]:
    """A page of things with `location` as GeoJSON (RFC 7946)."""
    features = []
    for one in page[NAME_OF_LIST]:
        values = msgspec.to_builtins(one, enc_hook=plain)
        geometry = values.pop("location", None)
        features.append({"type": "Feature", "id": values["id"], "geometry": geometry, "properties": values})
    return {"type": "FeatureCollection", "features": features, "next": page["next"]}


def wants_geojson(request: Request) -> bool:
    return bool(request.accepted_renderer.media_type == GeoJSONBytes.media_type)
