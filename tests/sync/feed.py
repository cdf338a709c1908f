"""A client of the feed and of push, as small as it can be: it keeps what it was given."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

Copy = dict[tuple[str, str], Any]


def pull(client: Any, cursor: str = "", limit: int = 500, **filters: str) -> tuple[list[dict[str, Any]], str]:
    """Follow the feed to its end."""
    changes: list[dict[str, Any]] = []
    more = "".join(f"&{name}={value}" for name, value in filters.items())
    while True:
        reply = client.get(f"/sync/changes?limit={limit}{more}" + (f"&cursor={cursor}" if cursor else ""))
        assert reply.status == 200, reply
        assert len(reply.json["changes"]) <= limit or limit < 3
        changes += reply.json["changes"]
        cursor = reply.json["cursor"]
        if not reply.json["more"]:
            return changes, cursor


def kept(changes: list[dict[str, Any]], before: Copy | None = None) -> Copy:
    """What a client holds after these changes: a removed site goes with all beneath it."""
    copy = dict(before or {})
    for one in changes:
        key = (one["kind"], one["id"])
        if one["op"] == "upsert":
            copy[key] = one["data"]
            continue
        copy.pop(key, None)
        if one["kind"] == "site":
            copy = {other: data for other, data in copy.items() if site_of(data) != one["id"]}
    return copy


def site_of(data: dict[str, Any]) -> str | None:
    return data.get("site") or data.get("data", {}).get("site")  # type: ignore[no-any-return]


def ids(copy: Copy, kind: str) -> list[str]:
    return sorted(one for each, one in copy if each == kind)


def operation(world: SimpleNamespace, **data: Any) -> dict[str, Any]:
    """The creation of a report on the arch."""
    body = {"monument": str(world.arch.id), "method": "field_visual", "observed": {"precision": "on", "from": "2016-04-25"},
            "damage": "heavy", "extent": "p31_60", **data}  # fmt: skip
    return then("report", str(uuid.uuid4()), "create", body)


def then(
    kind: str, id: str, action: str, data: dict[str, Any] | None = None, base: int | None = None
) -> dict[str, Any]:
    """Any operation."""
    made = {"op_id": str(uuid.uuid4()), "kind": kind, "id": id, "action": action, "data": data or {}}
    return made if base is None else made | {"base_version": base}


def push(client: Any, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    reply = client.post("/sync/push", {"batch_id": str(uuid.uuid4()), "operations": list(operations)})
    assert reply.status == 200, reply
    return reply.json["outcomes"]  # type: ignore[no-any-return]
