"""Reports by POST, by push and by pull, through the views, in process."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from heritage.bench.timing import row, seconds

REPORTS, BATCH = 2_000, 500


def measure(monument: Any, token: str) -> list[dict[str, Any]]:
    """One row a kind of work."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def post(path: str, body: Any) -> Any:
        response = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
        assert response.status_code < 300, response.content
        return response

    return [_post_row(post, monument, client), _push_row(post, monument), _pull_row(client)]


def _report(monument: Any) -> dict[str, Any]:
    return {
        "monument": str(monument.id),
        "method": "field_visual",
        "observed": {"precision": "on", "from": "2016-04-25"},
        "damage": "heavy",
        "extent": "p31_60",
        "narrative": "North bay down, stones within fifteen metres.",
        "findings": [
            {
                "id": str(uuid.uuid4()),
                "part_label": "north bay",
                "causes": [{"cause": "explosive_demolition"}],
                "effects": [{"effect": "collapse"}],
            }
        ],
    }


def _post_row(post: Callable[[str, Any], Any], monument: Any, client: Any) -> dict[str, Any]:
    times = 200
    took = seconds(lambda: [post("/reports", {"id": str(uuid.uuid4()), **_report(monument)}) for _each in range(times)])
    plain = seconds(lambda: [client.get("/api/v1/me") for _each in range(times)])
    return row("reports by POST, in process", times / took, "GET /me, in process", times / plain)


def _push_row(post: Callable[[str, Any], Any], monument: Any) -> dict[str, Any]:
    def batch() -> dict[str, Any]:
        operations = [
            {"op_id": str(uuid.uuid4()), "kind": "report", "id": str(uuid.uuid4()), "action": "create",
             "data": _report(monument)}
            for _each in range(BATCH)
        ]  # fmt: skip
        return {"batch_id": str(uuid.uuid4()), "operations": operations}

    batches = [batch() for _each in range(REPORTS // BATCH)]
    took = seconds(lambda: [post("/sync/push", one) for one in batches])
    return row("reports by push", REPORTS / took, f"COPY of {REPORTS} of the same rows", REPORTS / seconds(_copy))


def _copy() -> None:
    """The same rows into tables of the same columns, by a bare COPY."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (LIKE assessments_damagereport INCLUDING DEFAULTS)")
        cursor.execute("SELECT * FROM assessments_damagereport LIMIT %s", [REPORTS])
        from psycopg.types.json import Jsonb

        rows = [[Jsonb(one) if isinstance(one, (dict, list)) else one for one in row] for row in cursor.fetchall()]
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("DROP TABLE copied")


def _pull_row(client: Any) -> dict[str, Any]:
    count = 0

    def pull() -> None:
        nonlocal count
        cursor, more = "", True
        while more:
            page = client.get(f"/api/v1/sync/changes?limit=1000&cursor={cursor}").json()
            cursor, more = page["cursor"], page["more"]
            count += len(page["changes"])

    took = seconds(pull)
    return row("reports by pull", count / took, "json_agg of reports and findings", count / seconds(_json_agg))


def _json_agg() -> None:
    from django.db import connection

    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT to_jsonb(r) || jsonb_build_object('findings', (SELECT jsonb_agg(f) "
            "FROM assessments_finding f WHERE f.report_id = r.id)) FROM assessments_damagereport r) TO STDOUT"
        ) as copy,
    ):
        for _piece in copy:
            pass
