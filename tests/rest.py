"""A small REST client over Django's test client: JSON in, JSON out, a device token, If-Match when asked."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.test import Client

from assessments.kit.actor import Actor, Via
from assessments.people import operations as people
from assessments.people.models import User


class Reply:
    def __init__(self, response: Any) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.raw = b"".join(response.streaming_content) if response.streaming else response.content
        self.type = response.headers.get("Content-Type", "")

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    def __repr__(self) -> str:
        return f"<{self.status} {self.raw[:300]!r}>"


class Rest:
    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    @classmethod
    def signed_in(cls, user: User) -> Rest:
        by = Actor(user_id=user.id, via=Via.API, code=user.code)
        return cls(people.add_device(user, "test tablet", by=by)[1])

    def call(self, method: str, path: str, body: Any = None, *, version: int | None = None, **headers: str) -> Reply:
        sent = {**self.headers, **headers}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        data = msgspec.json.encode(body) if body is not None else b""
        response = self.client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=sent)
        return Reply(response)

    def get(self, path: str, **headers: str) -> Reply:
        return Reply(self.client.get(f"/api/v1{path}", headers={**self.headers, **headers}))

    def post(self, path: str, body: Any = None, *, version: int | None = None, **headers: str) -> Reply:
        return self.call("POST", path, body if body is not None else {}, version=version, **headers)

    def patch(self, path: str, body: Any, *, version: int | None = None) -> Reply:
        return self.call("PATCH", path, body, version=version)

    def put(self, path: str, data: bytes) -> Reply:
        response = self.client.put(f"/api/v1{path}", data, "application/octet-stream", headers=self.headers)
        return Reply(response)

    def delete(self, path: str, *, version: int | None = None) -> Reply:
        return self.call("DELETE", path, version=version)
