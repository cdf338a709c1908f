"""The OpenAPI document, generated from what `@says` declares; schemas come from the message structs."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from drf_spectacular.openapi import AutoSchema

from assessments.kit.api import Says

REF = "#/components/schemas/{name}"
_named: dict[str, Any] = {}

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {one: {"type": "string"} for one in ("pointer", "code", "detail")},
            },
        },
    },
}


IF_MATCH = [{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}]
ONCE = [{"in": "header", "name": "Idempotency-Key", "required": False, "schema": {"type": "string", "maxLength": 200}}]


def _schema(shape: Any) -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components([shape], ref_template=REF)
    _named.update(components)
    return schema


def _answer_schema(told: Says) -> dict[str, Any]:
    one = _schema(told.answer)
    if not told.many:
        return one
    return {
        "type": "object",
        "required": ["results", "next"],
        "properties": {
            "results": {"type": "array", "items": one},
            "next": {"type": ["string", "null"], "format": "uri"},
        },
    }


class DoorSchema(AutoSchema):
    """drf-spectacular's walk over our doors, with our own messages in it."""

    @property
    def told(self) -> Says | None:
        return getattr(getattr(self.view, self.method.lower(), None), "says", None)

    def get_summary(self) -> str | None:
        return self.told.summary if self.told else None

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_operation_id(self) -> str:
        words = [word for word in re.split(r"[/{}\-]+", self.path.removeprefix("/api/v1/")) if word]
        return "_".join([self.method.lower(), *words])

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{"deviceToken": []}, {"browserSession": []}]

    def _get_parameters(self) -> list[dict[str, Any]]:
        path = [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string", "format": "uuid"}}
            for name in re.findall(r"{(\w+)}", self.path)
        ]
        told = self.told
        if told is None:
            return path
        query = [
            {"in": "query", "name": field.encode_name, "required": field.required, "schema": _schema(field.type)}
            for field in msgspec.structs.fields(told.query)
        ]
        return path + query + (IF_MATCH if told.if_match else []) + (ONCE if self.method == "POST" else [])

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        told = self.told
        if told is None or self.method not in ("POST", "PUT", "PATCH"):
            return None
        if told.raw:
            return {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        if told.body is None:
            return None
        return {"content": {"application/json": {"schema": _schema(told.body)}}, "required": True}

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        told = self.told
        problem = {
            "description": "A refusal (RFC 9457)",
            "content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}},
        }
        if told is None:
            return {"default": problem}
        done: dict[str, Any] = {"description": told.summary}
        if told.answer is not None:
            done["content"] = {"application/json": {"schema": _answer_schema(told)}}
        answers = {str(told.status): done, "default": problem}
        # The same creation coming again answers 200 with the thing as it stands.
        return {"200": done, **answers} if told.status == 201 else answers


def add_components(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: the schemas that the operations point to."""
    components = result.setdefault("components", {})
    components["schemas"] = dict(sorted({**_named, "Problem": PROBLEM}.items()))
    components["securitySchemes"] = {
        "deviceToken": {"type": "http", "scheme": "bearer"},
        "browserSession": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    return result
