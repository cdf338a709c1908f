"""Counting the monuments of sites for the map: a worker counts anew the sites that triggers have named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from assessments.kit import jobs
from assessments.kit.statements import statement
from assessments.register.models import MapCell, UncountedSite
from assessments.register.queries.map_cells import ZOOMS
from assessments.register.queries.places import PUBLIC_CELL, REGISTERED_CELL

COUNT_TASK = "assessments.count_map_cells"
SITES_AT_ONCE = 200


@jobs.due_tasks
def _due() -> Iterable[tuple[str, str]]:
    if UncountedSite.objects.exists():
        yield COUNT_TASK, "all"


def count_map_cells() -> int:
    """Count anew the sites that changed; returns how many. What changes meanwhile is counted the next time."""
    counted = 0
    while named := list(UncountedSite.objects.order_by("pk")[:SITES_AT_ONCE]):
        with transaction.atomic(), connection.cursor() as cursor:
            # One at a time: of two that count the same site each would add its cells beside the other's.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [COUNT_TASK])
            sites = sorted({one.site_id for one in named})
            done = UncountedSite.objects.filter(pk__in=[one.pk for one in named]).delete()
            MapCell.objects.filter(site__in=sites).delete()
            values: dict[str, Any] = {"registered": REGISTERED_CELL, "public": PUBLIC_CELL, "zooms": list(ZOOMS)}
            cursor.execute(statement(__file__, "map_cells"), values | {"sites": sites})
        counted += len(sites) if done[0] else 0
    return counted
