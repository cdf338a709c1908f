"""Lists and pages at a thousand, a hundred thousand and a million reports, each compared with itself at a thousand.

Rows are inserted by SQL, so that a million take a minute; requests go through all of Django by the test client, signed
in as a verifier, in one process set up as the web process is, twenty times each, and the 95th percentile is reported.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from heritage.processes import spare_the_collector

SIZES = (1_000, 100_000, 1_000_000)
PER_MONUMENT = 50
TIMES = 20
LONG_ENOUGH_MS = 4_000.0
"""Once the repetitions of one address have taken this long together, no more are made."""

MONUMENTS = {
    "names": "jsonb_build_array(jsonb_build_object('text', 'Tomb ' || n, 'language', 'en', 'kind', 'official'))",
    "sort_key": "'tomb ' || lpad(n::text, 7, '0')",
    "search_text": "'tomb ' || n",
    "location": "jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(x, y))",
    "west": "x",
    "south": "y",
    "east": "x",
    "north": "y",
    "category": "'tower_tomb'",
    "site_id": "%(site)s",
}
MONUMENTS_FROM = """
    SELECT n, 38 + (n %% 1000) / 1000.0 AS x, 34 + (n / 1000) / 1000.0 AS y
    FROM generate_series(%(first)s, %(last)s) n
"""

REPORTS = {
    "version": "3",
    "id": "uuidv7()",
    "observers": "jsonb_build_array(%(author)s)",
    "reference": "'BEN-2016-' || r",
    "method": "(ARRAY['field_visual', 'satellite', 'field_distance'])[1 + r %% 3]",
    "observed": "jsonb_build_object('precision', 'on', 'from', to_char(seen, 'YYYY-MM-DD'))",
    "first_seen": "seen",
    "last_seen": "seen",
    "damage": "(ARRAY['slight', 'moderate', 'heavy', 'very_heavy', 'destroyed'])[1 + (r / 7) %% 5]",
    "extent": "'unknown'",
    "certainty": "'high'",
    "priority_computed": "CASE WHEN r %% 100 = 0 THEN 'urgent' ELSE 'medium' END",
    "intervention_required": "'no'",
    "safety_hazards": "CASE WHEN r %% 500 = 0 THEN 'yes' ELSE 'no' END",
    "narrative": "'North bay down.'",
    "status": "state",
    "revision": "1",
    "submitted_at": "now()",
    "verified_at": "CASE WHEN state = 'verified' THEN now() END",
    "verified_by_id": "CASE WHEN state = 'verified' THEN %(verifier)s::uuid END",
    "verified_on_basis": "CASE WHEN state = 'verified' THEN 'photographs' ELSE '' END",
    "author_id": "%(author)s::uuid",
    "entered_by_id": "%(author)s::uuid",
    "monument_id": "one.id",
    "site_id": "%(site)s",
}
REPORTS_FROM = """
    SELECT one.id, made.*
    FROM (
        SELECT id, row_number() OVER (ORDER BY sort_key) - 1 AS place
        FROM assessments_monument WHERE site_id = %(site)s
    ) one
    JOIN LATERAL (
        SELECT r, DATE '2011-03-01' + (r %% 4000)::int AS seen,
            CASE WHEN r %% 1000 = 0 THEN 'returned' WHEN r %% 50 = 0 THEN 'submitted' ELSE 'verified' END AS state
        FROM generate_series(one.place * %(each)s + 1, (one.place + 1) * %(each)s) r
    ) made ON true
    WHERE one.place >= %(first)s
"""

STATES = """
INSERT INTO assessments_conditioninterval (
    monument_id, during, grade, report_id, method, is_remote, seen_on, certainty, is_disputed)
SELECT monument_id, daterange(last_seen, lead(last_seen) OVER (PARTITION BY monument_id ORDER BY last_seen)), damage,
    id, method, method = 'satellite', last_seen, certainty, false
FROM (SELECT DISTINCT ON (monument_id, last_seen) * FROM assessments_damagereport WHERE status = 'verified'
      ORDER BY monument_id, last_seen, id) latest
"""


def measure() -> dict[str, Any]:
    """One row an address: milliseconds at each size, and the ratio of the largest to the smallest."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    site, verifier = _cast()
    client = Client()
    client.force_login(verifier)
    spare_the_collector()
    rows: dict[str, Any] = {}
    for size in SIZES:
        _grow(connection, site, verifier, size)
        for name, path in _addresses(site).items():
            rows.setdefault(name, {})[str(size)] = p95(client, path)
            print(f"{size:>9,} {name:34} {rows[name][str(size)]:>10} ms", file=sys.stderr, flush=True)
    for name, found in rows.items():
        first, last = found[str(SIZES[0])], found[str(SIZES[-1])]
        limit = min(max(2 * first, 30.0), 150.0)
        rows[name] = {"ms": found, "ratio": round(last / first, 2), "meets_bar": last <= limit}
    return rows


def _cast() -> tuple[Any, Any]:
    from assessments.people.models import User
    from assessments.register.models import Membership, Site

    site = Site.objects.create(code="BEN2", names=[{"text": "Lists", "language": "en"}], sort_key="lists")
    verifier = User.objects.create_user("lists@example.org", "Verifier", "correct horse battery")
    Membership.objects.create(user=verifier, site=site, role="verifier")
    return site, verifier


def insert(cursor: Any, model: Any, columns: dict[str, str], source: str, parameters: dict[str, Any]) -> None:
    """Rows by SQL expressions; what is not named stands at the model's own default."""
    expressions, values = [], dict(parameters)
    fields = [one for one in model._meta.local_concrete_fields if not one.generated]
    for one in fields:
        if one.column in columns:
            expressions.append(columns[one.column])
        elif one.primary_key:
            expressions.append("gen_random_uuid()")
        else:
            default = one.get_default()
            values[f"default_{one.column}"] = one.get_db_prep_save(default, cursor.db)
            expressions.append(f"%(default_{one.column})s::{one.db_type(cursor.db)}")
    names = ", ".join(one.column for one in fields)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(expressions)} FROM ({source}) one",  # noqa: S608 - own words
        values,
    )


def _grow(connection: Any, site: Any, verifier: Any, size: int) -> None:
    from assessments.damage.models import DamageReport
    from assessments.people.models import User
    from assessments.register.models import Monument

    author = User.objects.filter(email="author@example.org").first() or User.objects.create_user(
        "author@example.org", "Author", "correct horse battery"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_monument WHERE site_id = %s", [site.id])
        there = cursor.fetchone()[0]
        parameters = {"site": site.id, "author": str(author.id), "verifier": str(verifier.id), "each": PER_MONUMENT}
        between = {"site": site.id, "first": there, "last": size // PER_MONUMENT - 1}
        insert(cursor, Monument, MONUMENTS, MONUMENTS_FROM, between)
        insert(cursor, DamageReport, REPORTS, REPORTS_FROM, parameters | {"first": there})
        cursor.execute("DELETE FROM assessments_conditioninterval")
        cursor.execute(STATES)
    vacuum()


def vacuum() -> None:
    """As autovacuum does in production."""
    # As the owner: for the web role PostgreSQL only prints a warning and skips it.
    owner = json.loads((Path(os.environ["DATA_DIR"]) / "run" / "stack.json").read_text())["owner_url"]
    with psycopg.connect(owner, autocommit=True) as mine:
        mine.execute("VACUUM ANALYZE")


def _addresses(site: Any) -> dict[str, str]:
    from assessments.damage.models import DamageReport
    from assessments.register.models import Monument

    monument = Monument.objects.filter(site=site).order_by("sort_key")[5]
    report = DamageReport.objects.filter(monument=monument, status="verified").order_by("id")[3]
    late = "?seen_from=2021-01-01&order=seen"
    return {
        "home": "/",
        "queue": "/queue",
        "reports": "/reports",
        "reports, returned": "/reports?status=returned",
        "reports, urgent": "/reports?priority=urgent",
        "reports, with hazards": "/reports?hazards=1",
        "reports, destroyed by satellite": "/reports?damage=destroyed&method=satellite",
        "reports, last seen first": f"/reports{late}",
        "reports, by name": "/reports?q=tomb+17",
        "site": f"/sites/{site.id}",
        "site, destroyed": f"/sites/{site.id}?damage=destroyed",
        "monument": f"/monuments/{monument.id}",
        "report": f"/reports/{report.id}",
        "visits": f"/sites/{site.id}/visits",
        "incidents": f"/sites/{site.id}/incidents",
        "safety": f"/sites/{site.id}/safety",
        "map, one viewport": "/map/data?bbox=38.0,34.0,38.05,34.02",
        "api reports": "/api/v1/reports",
        "api reports, returned": "/api/v1/reports?status=returned",
        "api reports, of a monument": f"/api/v1/reports?monument={monument.id}",
        "api reports, last page": f"/api/v1/reports?cursor={_cursor(report)}",
        "api monuments": f"/api/v1/monuments?site={site.id}",
        "api summary": f"/api/v1/sites/{site.id}/summary",
        "api damage": f"/api/v1/monuments/{monument.id}/damage",
    }


def _cursor(report: Any) -> str:
    from assessments.kit.pagination import _key_of

    return _key_of(report, ("id",))


def p95(client: Any, path: str, query: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> float:
    """The 95th percentile of asking for a page, in milliseconds."""
    times: list[float] = []
    while len(times) < TIMES and sum(times) < LONG_ENOUGH_MS:
        begun = time.perf_counter()
        response = client.get(path, query, headers=headers)
        assert response.status_code == 200, (path, response.status_code)
        times.append((time.perf_counter() - begun) * 1000)
    return round(sorted(times)[max(int(len(times) * 0.95) - 1, 0)], 1)


def lines(rows: dict[str, Any]) -> list[str]:
    """The table as people read it."""
    head = f"{'page or list, ms':34}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>9}"
    return [head] + [
        f"{name:34}" + "".join(f"{found['ms'][str(size)]:>12}" for size in SIZES)
        + f"{found['ratio']:>9}" + ("" if found["meets_bar"] else "   over the bar")
        for name, found in rows.items()
    ]  # fmt: skip
