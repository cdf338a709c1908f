"""What the views of the REST API share: decoding of requests, DRF responses, versions, lists, idempotency.

A view's methods are declared with `@endpoint`, from which both the decoding and the OpenAPI document follow:

    @endpoint("One report", response=ReportOut)
    def get(self, request, id): ...

The method gets what it declared: `query` as a struct, `body` and `if_match` as callables, so that it can refuse with
401, 404 and 403 before it asks for the version (428, 412), and for the version before it reads the body (422).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.db.models import Model, QuerySet
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.kit import idempotency, messages, pagination
from assessments.kit.checksums import sha256
from assessments.kit.errors import BadRequest, Stale, Unsupported, VersionNeeded
from assessments.kit.idempotency import StoredResponse
from assessments.kit.openapi import EndpointSpec, extend_schema_arguments
from assessments.kit.renderers import GeoJSONRenderer, MsgspecJSONRenderer, plain
from assessments.kit.resources import Resource

RESULTS_KEY = "results"
IfMatch = Callable[[Resource], int]


class Page(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The parameters of every list."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=pagination.MAX_LIMIT)] = pagination.DEFAULT_LIMIT
    cursor: str = ""


class NoParameters(msgspec.Struct, forbid_unknown_fields=True):
    """The query of an endpoint that takes none: a parameter is refused."""


def endpoint(
    summary: str,
    *,
    request: Any = None,
    query: type[msgspec.Struct] | None = None,
    response: Any = None,
    many: bool = False,
    status: int = 200,
    if_match: bool = False,
    binary: bool = False,
    geojson: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declare a method of a `JSONView`: `request`, `query` and `response` are message structs (of a list with `many`).

    `if_match`: the method takes the version in `If-Match`. `binary`: the body, or the response, is a file.
    `geojson`: the list is also given as GeoJSON.
    """
    spec = EndpointSpec(summary, request, query, response, many, status, if_match, binary, geojson)

    def declare(method: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(method)
        def handler(self: JSONView, request: Request, **kwargs: Any) -> HttpResponseBase:
            parameters = messages.query(_parameters(request), spec.query or NoParameters)
            if spec.query is not None:
                kwargs["query"] = parameters
            if spec.request is not None:
                kwargs["body"] = functools.partial(_body, request, spec.request)
            if spec.if_match:
                kwargs["if_match"] = functools.partial(require_version, request)
            run = functools.partial(method, self, request, **kwargs)
            key = request.headers.get("Idempotency-Key", "")
            person = getattr(request.user, "pk", None)
            if key and request.method == "POST" and spec.is_repeatable and person is not None:
                return _run_once(request, person, key, run, spec.status)
            return _response(run(), spec.status)

        handler.spec = spec  # type: ignore[attr-defined]
        return extend_schema(**extend_schema_arguments(spec, method.__name__))(handler)

    return declare


def respond(
    data: Any, *, version: int | None = None, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """DRF's response, with the version as its `ETag`."""
    etag = {} if version is None else {"ETag": f'"{version}"'}
    return Response(data, status=status, headers={**(headers or {}), **etag})


def respond_created(row: Resource, data: Any) -> Response:
    """201 when this request made the row, 200 when the same creation came before."""
    return respond(data, version=row.version, status=201 if row.is_new else 200)


def _response(returned: Any, status: int) -> HttpResponseBase:
    return returned if isinstance(returned, HttpResponseBase) else Response(returned, status=status)


def _parameters(request: Request) -> dict[str, str]:
    return {name: request.query_params[name] for name in request.query_params}


def _body(request: Request, shape: Any) -> Any:
    """The decoded body. Called by the view once it has made sure that the caller may see the resource at all."""
    kind = request.META.get("CONTENT_TYPE", "").split(";")[0].strip().lower()
    if kind not in ("application/json", ""):
        raise Unsupported(_("Send JSON with 'Content-Type: application/json'."))
    return messages.decoded(request._request.body or b"{}", shape)


def require_version(request: Request, row: Resource) -> int:
    """The version in `If-Match`, which must be the row's.

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


def _run_once(request: Request, person: UUID, key: str, run: Callable[[], Any], status: int) -> HttpResponseBase:
    """Run a request that carries an Idempotency-Key, or answer it with the response stored for that key."""

    def run_and_store() -> StoredResponse:
        returned = run()
        response = returned if isinstance(returned, Response) else Response(returned, status=status)
        body = MsgspecJSONRenderer().render(response.data)
        return StoredResponse(response.status_code, response.headers.get("ETag", ""), body)

    address, version = request.get_full_path(), request.headers.get("If-Match", "")
    request_digest = sha256(b"\n".join([address.encode(), version.encode(), request._request.body]))
    stored, was_stored = idempotency.run_once(person, key, request_digest, run_and_store)
    response = HttpResponse(stored.body, status=stored.status, content_type=MsgspecJSONRenderer.media_type)
    if stored.etag:
        response["ETag"] = stored.etag
    if was_stored:
        response["Idempotent-Replayed"] = "true"
    return response


class JSONView(APIView):
    """The base of all API views: JSON in, JSON out."""

    renderer_classes: ClassVar[list[type[BaseRenderer]]] = [MsgspecJSONRenderer]  # type: ignore[assignment,misc,unused-ignore]

    def paged(
        self, request: Request, rows: QuerySet[Any], page: Page, serialize: Callable[[list[Any]], list[Any]]
    ) -> dict[str, Any]:
        """One page of a list with the URL of the next."""
        found: list[Model]
        found, cursor = pagination.page_of(rows, cursor=page.cursor, limit=page.limit)
        next_url = None
        if cursor:
            next_parameters = {**_parameters(request), "cursor": cursor}
            next_url = request.build_absolute_uri(f"{request.path}?{urlencode(next_parameters)}")
        return {RESULTS_KEY: serialize(found), "next": next_url}


def feature_collection(page: dict[str, Any]) -> dict[str, Any]:
    """A page of resources with `location` as GeoJSON (RFC 7946)."""
    features = []
    for one in page[RESULTS_KEY]:
        values = msgspec.to_builtins(one, enc_hook=plain)
        geometry = values.pop("location", None)
        features.append({"type": "Feature", "id": values["id"], "geometry": geometry, "properties": values})
    return {"type": "FeatureCollection", "features": features, "next": page["next"]}


def wants_geojson(request: Request) -> bool:
    return bool(request.accepted_renderer.media_type == GeoJSONRenderer.media_type)
