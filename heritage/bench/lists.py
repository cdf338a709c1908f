"""Lists and pages at a thousand, a hundred thousand and a million reports, each compared with itself at a thousand.

Rows are inserted by SQL, so that a million take a minute; requests go through all of Django by the test client, signed
in as a verifier, in one process, twenty times each, and the 95th percentile is reported.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

SIZES = (1_000, 100_000, 1_000_000)
PER_MONUMENT = 50
TIMES = 20
LONG_ENOUGH_MS = 4_000.0
"""Once the repetitions of one address have taken this long together, no more are made."""

MONUMENTS = """
INSERT INTO assessments_monument (
    id, version, created_at, updated_at, external_ids, names, sort_key, search_text, location, west, south, east, north,
    category, category_label, sensitivity, dating, materials, original_fabric, movable, provisional, conveys, source,
    site_id)
SELECT gen_random_uuid(), 1, now(), now(), '[]', jsonb_build_array(jsonb_build_object('text', 'Tomb ' || n, 'language',
    'en', 'kind', 'official')), 'tomb ' || lpad(n::text, 7, '0'), 'tomb ' || n,
    jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(x, y)), x, y, x, y, 'tower_tomb', '', 'open',
    '', '[]', '', false, false, '[]', '', %(site)s
FROM (
    SELECT n, 38 + (n %% 1000) / 1000.0 AS x, 34 + (n / 1000) / 1000.0 AS y
    FROM generate_series(%(first)s, %(last)s) n
) at
"""

REPORTS = """
INSERT INTO assessments_damagereport (
    id, version, created_at, updated_at, external_ids, observers, field_number, reference, stage, method, observed,
    first_seen, last_seen, scope, seen, not_reached, damage, reference_state, change_reason, conservation_state, extent,
    certainty, posting, priority, priority_reason, priority_computed, intervention_required, safety_hazards, narrative,
    language, status, revision, outside_released_area, warnings, submitted_at, verified_at, verified_by_id,
    verified_on_basis, author_id, entered_by_id, monument_id, site_id, cordon_reason, seen_parts, imagery_source,
    weather, interventions)
SELECT uuidv7(), 3, now(), now(), '[]', jsonb_build_array(%(author)s), '', 'BEN-2016-' || r, 'rapid',
    (ARRAY['field_visual', 'satellite', 'field_distance'])[1 + r %% 3],
    jsonb_build_object('precision', 'on', 'from', to_char(seen, 'YYYY-MM-DD')), seen, seen, 'whole', '[]', '[]',
    (ARRAY['slight', 'moderate', 'heavy', 'very_heavy', 'destroyed'])[1 + (r / 7) %% 5], '{}', '', '', 'unknown',
    'high', '', '', '', CASE WHEN r %% 100 = 0 THEN 'urgent' ELSE 'medium' END, 'no',
    CASE WHEN r %% 500 = 0 THEN 'yes' ELSE 'no' END, 'North bay down.', 'en', state, 1, false, '[]', now(),
    CASE WHEN state = 'verified' THEN now() END, CASE WHEN state = 'verified' THEN %(verifier)s::uuid END,
    CASE WHEN state = 'verified' THEN 'photographs' ELSE '' END, %(author)s::uuid, %(author)s::uuid, one.id, %(site)s,
    '', '[]', '', '', '[]'
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
    rows: dict[str, Any] = {}
    for size in SIZES:
        _grow(connection, site, verifier, size)
        for name, path in _addresses(site).items():
            rows.setdefault(name, {})[str(size)] = _p95(client, path)
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


def _grow(connection: Any, site: Any, verifier: Any, size: int) -> None:
    from assessments.people.models import User

    author = User.objects.filter(email="author@example.org").first() or User.objects.create_user(
        "author@example.org", "Author", "correct horse battery"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_monument WHERE site_id = %s", [site.id])
        there = cursor.fetchone()[0]
        parameters = {"site": site.id, "author": str(author.id), "verifier": str(verifier.id), "each": PER_MONUMENT}
        cursor.execute(MONUMENTS, {"site": site.id, "first": there, "last": size // PER_MONUMENT - 1})
        cursor.execute(REPORTS, parameters | {"first": there})
        cursor.execute("DELETE FROM assessments_conditioninterval")
        cursor.execute(STATES)
    # As the owner: for the web role PostgreSQL only prints a warning and skips it. In production autovacuum does it.
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


def _p95(client: Any, path: str) -> float:
    times: list[float] = []
    while len(times) < TIMES and sum(times) < LONG_ENOUGH_MS:
        begun = time.perf_counter()
        response = client.get(path)
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
