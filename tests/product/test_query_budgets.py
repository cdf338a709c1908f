"""How many queries each page and each list costs: no more for twelve rows than for two, and as committed.

Rewrite the table with `WRITE_BUDGETS=1 make test ARGS=tests/product/test_query_budgets.py`, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.audit import operations as audit
from tests import factories
from tests.product.samples import of_each_kind
from tests.product.url_map import endpoints, filled

TABLE = Path(__file__).with_name("query_budgets.txt")
NOT_COUNTED = ("admin/", "metrics", "readyz", "theme", "language", "favicon.ico")


def cost(client: Client, address: str) -> int | None:
    """Queries of one GET that answers 200; None for endpoints that answer otherwise."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return len(queries) if response.status_code == 200 else None


def grow(world: SimpleNamespace, times: int) -> None:
    """More of everything that lists show."""
    for number in range(times):
        monument = factories.monument(world.site, f"Tower {world.next + number}")
        for by in ("recorder", "recorder2"):
            photo = factories.photo(world, factories.jpeg(640 + world.next + number, 480), by=by)
            for upto in ("submitted", "verified"):
                factories.report(
                    world, upto=upto, by=by, monument_id=monument.id, photos=[factories.link(photo.id)],
                )  # fmt: skip
    world.next += times
    audit.sequence()


def test_a_page_costs_no_more_queries_for_twelve_rows_than_for_two(world: SimpleNamespace) -> None:
    world.next = 0
    known = of_each_kind(world)
    grow(world, 2)
    client = Client()
    client.force_login(world.users["verifier"], "allauth.account.auth_backends.AuthenticationBackend")
    addresses = sorted(
        (pattern, filled(pattern, known)) for pattern, _view in endpoints() if not pattern.startswith(NOT_COUNTED)
    )
    for _pattern, address in addresses:
        cost(client, address)  # what is kept per process or session is asked for once
    small = {pattern: cost(client, address) for pattern, address in addresses}
    grow(world, 10)
    large = {pattern: cost(client, address) for pattern, address in addresses}
    grown = {
        pattern: (count, large[pattern])
        for pattern, count in small.items()
        if (count is None) != (large[pattern] is None) or (large[pattern] or 0) > (count or 0)
    }
    assert grown == {}
    written = "".join(f"{count:3} /{pattern}\n" for pattern, count in small.items() if count is not None)
    if os.environ.get("WRITE_BUDGETS"):
        TABLE.write_text(written)
    assert written == TABLE.read_text()
