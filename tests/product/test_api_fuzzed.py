"""The API fuzzed by its OpenAPI document: no 500, and no response that the document does not describe.

Every operation gets requests that fit the document, and requests that break it on purpose, with a verifier's device
token and ids that exist. `make prove` sends many times more.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
import yaml
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from assessments.kit import ids
from assessments.restoration import operations as restoration
from assessments.restoration.messages import PlanIn
from tests import factories

DOCUMENT = yaml.safe_load((Path(__file__).parent.parent.parent / "docs" / "openapi.yaml").read_text())
OPERATIONS = [one.ok() for one in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]
TIMES = 100 if os.environ.get("PROVE") else 3


@pytest.fixture
def known(world: SimpleNamespace) -> dict[str, Any]:
    """A resource of each kind that URLs and bodies name, so that requests get further than 404."""
    report = factories.report(world, upto="submitted")
    photo = factories.photo(world)
    message = PlanIn(id=ids.uuid7(), site=world.site.id, title="Plan", monuments=[world.arch.id])
    plan = restoration.create_plan(message, by=world.by("planner"))
    found = {"sites": world.site, "monuments": world.arch, "reports": report, "photos": photo, "uploads": photo}
    return {**found, "plans": plan}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["sound", "broken"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_an_operation_answers_as_documented(
    operation: Any, mode: GenerationMode, world: SimpleNamespace, api: Any, known: dict[str, Any]
) -> None:
    token = api("verifier").headers
    kind = operation.path.removeprefix("/api/v1/").split("/")[0]

    @settings(max_examples=TIMES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Any) -> None:
        path, headers = case.formatted_path, dict(case.headers or {})
        if kind in known:
            path = case.path.replace("{id}", str(known[kind].id))
        if mode is GenerationMode.POSITIVE:
            headers = {"If-Match": f'"{known[kind].version}"'} if kind in known else {}
            _fill_in_known_ids(case.body, known)
        with transaction.atomic():
            response = _sent(case, path, {**headers, **token})
            _check(operation, response, f"{case.method} {path} {case.query} {case.body!r:.300}")
            transaction.set_rollback(True)

    try:
        fuzz()
    except Unsatisfiable:
        pytest.skip("this operation takes no input, so nothing about it can be broken on purpose")


def _fill_in_known_ids(body: Any, known: dict[str, Any]) -> None:
    """Put the ids of existing resources into a valid body."""
    if isinstance(body, dict):
        for name in ("site", "monument"):
            if body.get(name):
                body[name] = str(known[f"{name}s"].id)


def _sent(case: Any, path: str, headers: dict[str, str]) -> Any:
    body = b""
    if isinstance(case.body, bytes):
        body = case.body
    elif not isinstance(case.body, schemathesis.core.NotSet):
        body = json.dumps(case.body).encode()
    sendable = {name: str(value) for name, value in headers.items() if str(value).isascii()}
    client = Client(raise_request_exception=False, headers=sendable)
    kind = case.media_type or "application/json"
    return client.generic(case.method, path, body, content_type=kind, query_params=case.query or None)


def _check(operation: Any, response: Any, asked: str) -> None:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code != 500, f"{asked}: {content!r:.500}"
    answers = DOCUMENT["paths"][operation.path][operation.method]["responses"]
    described = answers.get(str(response.status_code), answers["default"])
    if not content:
        return
    kind = response["Content-Type"].split(";")[0]
    schemas = described.get("content", {})
    if not schemas:
        return
    if "*/*" in schemas and response.status_code == 200:
        return  # a file, in the type that it was sent with
    assert kind in schemas, f"{asked}: answered {response.status_code} in {kind}, described are {list(schemas)}"
    schema = {**schemas[kind]["schema"], "components": DOCUMENT["components"]}
    if kind.endswith("json"):
        jsonschema_rs.validate(schema, json.loads(content))
