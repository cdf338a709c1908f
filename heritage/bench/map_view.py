"""The map over 340,000 monuments, the size of EAMENA: any viewport within 50 ms and 200 kB (`quality.md`).

Two thousand sites between Morocco and Iran, each with 160 monuments around it; the reader belongs to twenty of them and
sees the others masked. One more site is as dense as a town: 20,000 within five kilometres. Requests go through all of
Django by the test client, as those of `lists` do.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from heritage.bench.lists import insert, p95, vacuum
from heritage.processes import spare_the_collector

SITES, OF_A_SITE, OF_A_TOWN = 2_000, 160, 20_000
BAR_MS, BAR_BYTES = 50.0, 200_000
VIEWS = {
    "the world": ("-180,-85,180,85", 1), "three continents": ("-20,0,80,60", 3), "a country": ("35,32,43,38", 6),
    "a region": ("37,33.5,39,35.5", 8), "a district": ("38,34.2,38.5,34.6", 10), "a town": ("38.2,34.5,38.3,34.58", 13),
    "a quarter": ("38.24,34.53,38.27,34.55", 15), "a street": ("38.251,34.541,38.2535,34.543", 18),
    "empty ground": ("20,25,20.1,25.1", 13),
}  # fmt: skip
NAMES = "jsonb_build_array(jsonb_build_object('text', 'Tomb ' || n, 'language', 'en', 'kind', 'official'))"
SITE_COLUMNS = {
    "code": "'M' || n",
    "names": NAMES,
    "sort_key": "'m' || n",
    "search_text": "'m'",
    "visibility": "'registered'",
}
MONUMENT_COLUMNS = {
    "names": NAMES,
    "sort_key": "'tomb ' || n",
    "search_text": "'tomb ' || n",
    "location": "jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(x, y))",
    "west": "x",
    "south": "y",
    "east": "x",
    "north": "y",
    "category": "'tower_tomb'",
    "sensitivity": "(ARRAY['open', 'guarded', 'guarded', 'sensitive'])[1 + n %% 4]",
    "site_id": "site_id",
}
# Golden ratios spread the sites evenly without a pattern that squares would meet.
FROM_SITES = """
    SELECT site.id AS site_id, place * %(each)s + k AS n,
        -10 + mod(place * 0.6180339887, 1) * 70 + 0.02 * sin(k) * sqrt(k) / 4 AS x,
        12 + mod(place * 0.7548776662, 1) * 28 + 0.02 * cos(k) * sqrt(k) / 4 AS y
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM assessments_site WHERE code ~ '^M[0-9]+$') site,
        generate_series(1, %(each)s) k
"""
FROM_TOWN = """
    SELECT %(town)s::uuid AS site_id, k AS n, 38.25 + 0.025 * sin(k) * sqrt(k::float / %(each)s) AS x,
        34.54 + 0.025 * cos(k) * sqrt(k::float / %(each)s) AS y
    FROM generate_series(1, %(each)s) k
"""
STATES = """
INSERT INTO assessments_conditioninterval (
    monument_id, during, grade, report_id, method, is_remote, seen_on, certainty, is_disputed)
SELECT id, daterange('2016-04-25', NULL), (ARRAY['none', 'slight', 'heavy', 'destroyed'])[1 + hashtext(id::text) & 3],
    id, 'satellite', true, '2016-04-25', 'high', false
FROM assessments_monument WHERE hashtext(id::text) & 1 = 0
"""


def measure() -> list[dict[str, Any]]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from assessments.people.models import User
    from assessments.register import operations as register
    from assessments.register.models import Membership, Monument, Site

    settings.ALLOWED_HOSTS = ["testserver"]
    verifier = User.objects.create_user("map@example.org", "Verifier", "correct horse battery")
    town = Site.objects.create(code="TOWN", names=[{"text": "Town", "language": "en"}], sort_key="town")
    with connection.cursor() as cursor:
        insert(cursor, Site, SITE_COLUMNS, "SELECT n FROM generate_series(1, %(sites)s) n", {"sites": SITES})
        insert(cursor, Monument, MONUMENT_COLUMNS, FROM_SITES, {"each": OF_A_SITE})
        insert(cursor, Monument, MONUMENT_COLUMNS, FROM_TOWN, {"each": OF_A_TOWN, "town": str(town.id)})
        cursor.execute(STATES)
    own = Site.objects.filter(code__regex="00$").values_list("pk", flat=True)
    Membership.objects.bulk_create(Membership(user=verifier, site_id=one, role="verifier") for one in [*own, town.pk])
    begun = time.perf_counter()
    register.count_map_cells()
    counted_s = time.perf_counter() - begun
    vacuum()
    print(f"map: counted {Monument.objects.count():,} monuments in {counted_s:.1f} s", file=sys.stderr, flush=True)
    client = Client()
    client.force_login(verifier)
    spare_the_collector()
    rows = []
    for what, (bbox, zoom) in VIEWS.items():
        asked = {"bbox": bbox, "zoom": str(zoom)}
        took, size = p95(client, "/map/data", asked), len(client.get("/map/data", asked).content)
        rows.append({"what": what, "p95_ms": took, "bytes": size, "meets_bar": took <= BAR_MS and size <= BAR_BYTES})
        print(f"map: {what:20} {took:>8} ms {size:>9,} bytes", file=sys.stderr, flush=True)
    return rows


def lines(rows: list[dict[str, Any]]) -> list[str]:
    """The table as people read it."""
    return [
        f"map, {one['what']:26} {one['p95_ms']:>8} ms {one['bytes']:>9,} bytes   bar ≤ {BAR_MS:.0f} ms, 200 kB"
        + ("" if one["meets_bar"] else "   over the bar")
        for one in rows
    ]
