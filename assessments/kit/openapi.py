"""The OpenAPI document, by drf-spectacular from what `@endpoint` declares; schemas come from the message structs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

REF = "#/components/schemas/{name}"
JSON, GEOJSON, PROBLEM_JSON = "application/json", "application/geo+json", "application/problem+json"


@dataclass(frozen=True, slots=True)
class EndpointSpec:
    """What one method of a view takes and gives: the arguments of `@endpoint`."""

    summary: str
    request: Any = None
    query: type[msgspec.Struct] | None = None
    response: Any = None
    many: bool = False
    status: int = 200
    if_match: bool = False
    binary: bool = False
    geojson: bool = False

    @property
    def is_repeatable(self) -> bool:
        """Whether a response can be stored for an Idempotency-Key: JSON can, tus has a way of its own to repeat."""
        return self.response is not None


class FieldProblem(msgspec.Struct):
    """What is wrong with one field; `pointer` is a JSON Pointer (RFC 6901) into the body."""

    pointer: str
    code: str
    detail: str


class Problem(msgspec.Struct):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | msgspec.UnsetType = msgspec.UNSET


class FeatureCollection(msgspec.Struct):
    """A page as GeoJSON (RFC 7946): each resource is a feature, its other fields are the feature's properties."""

    type: str
    features: list[dict[str, Any]]
    next: str | None


class ListOf:
    """One page of a list of these structs."""

    def __init__(self, item: type[msgspec.Struct]) -> None:
        self.item = item


def _schema(shape: Any, auto_schema: AutoSchema) -> dict[str, Any]:
    """The JSON Schema of a struct; the structs it refers to are registered as components."""
    (schema,), components = msgspec.json.schema_components([shape], ref_template=REF)
    for name, component in components.items():
        auto_schema.registry.register_on_missing(
            ResolvedComponent(  # type: ignore[no-untyped-call]
                name=name, type=ResolvedComponent.SCHEMA, object=name, schema=component
            )
        )
    return schema


class StructExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Lets message structs stand where drf-spectacular expects serializers."""

    target_class = "msgspec.Struct"
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        return str(self.target.__name__)

    def get_identity(self, auto_schema: AutoSchema, direction: str) -> str:
        """The name, by which msgspec refers to structs inside others too."""
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        _schema(self.target, auto_schema)
        (_reference,), components = msgspec.json.schema_components([self.target], ref_template=REF)
        return dict(components[self.target.__name__])


class ListExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    target_class = ListOf

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        return f"{self.target.item.__name__}Page"

    def get_identity(self, auto_schema: AutoSchema, direction: str) -> str:
        return self.get_name(auto_schema, direction)

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": {"type": "array", "items": _schema(self.target.item, auto_schema)},
                "next": {"type": ["string", "null"], "format": "uri"},
            },
        }


class DeviceTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "assessments.register.authentication.DeviceTokenWithRoles"
    name = "deviceToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "assessments.people.authentication.BrowserSessionAuthentication"
    name = "browserSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class EndpointSchema(AutoSchema):
    """Names operations and tags by their path; the rest is drf-spectacular's."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_operation_id(self) -> str:
        words = [word for word in re.split(r"[/{}\-]+", self.path.removeprefix("/api/v1/")) if word]
        return "_".join([self.method.lower(), *words])

    def get_description(self) -> str:  # type: ignore[override]
        """Empty: the summary is enough, and docstrings are for readers of the code."""
        return ""


def extend_schema_arguments(spec: EndpointSpec, method: str) -> dict[str, Any]:
    """The arguments of drf-spectacular's `extend_schema` for one endpoint."""
    parameters: list[Any] = [spec.query] if spec.query is not None and msgspec.structs.fields(spec.query) else []
    if spec.if_match:
        parameters.append(OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True))
    if method == "post" and spec.is_repeatable:
        key = {"type": "string", "maxLength": 200}
        parameters.append(OpenApiParameter("Idempotency-Key", key, OpenApiParameter.HEADER))
    body: Any = None if spec.request is None else {"application/json": spec.request}
    if spec.binary and method in ("post", "put", "patch"):
        body = {"application/octet-stream": OpenApiTypes.BINARY}
    response = ListOf(spec.response) if spec.many else spec.response
    done = {JSON: OpenApiResponse(response, description=spec.summary)}
    if spec.geojson:
        done[GEOJSON] = OpenApiResponse(FeatureCollection, description=spec.summary)
    if spec.binary and method == "get":
        done = {"*/*": OpenApiResponse(OpenApiTypes.BINARY, description=spec.summary)}  # a file has its own type
    problem = OpenApiResponse(Problem, description="A refusal (RFC 9457)")
    # A repeated creation is answered with 200 and the resource in its present state.
    statuses = [200, 201] if spec.status == 201 else [spec.status]
    return {
        "summary": spec.summary,
        "parameters": parameters,
        "request": body,
        "responses": {
            **{(status, media_type): one for status in statuses for media_type, one in done.items()},
            ("default", PROBLEM_JSON): problem,
        },
    }
