"""Search among 340,000 monuments, the size of EAMENA, by names in three scripts, spelt right and wrong.

Requests go through all of Django by the test client, as those of `lists` do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from heritage.bench.lists import insert, p95, vacuum
from heritage.processes import spare_the_collector

MONUMENTS, AT_ONCE, BAR_MS = 340_000, 20_000, 50.0
KINDS = (
    ("Temple", "معبد"), ("Tower tomb", "مدفن برجي"), ("Church", "كنيسة"), ("Mosque", "جامع"), ("Castle", "قلعة"),
    ("Theatre", "مسرح"), ("Bridge", "جسر"), ("Khan", "خان"), ("Bath", "حمام"), ("Cistern", "صهريج"),
)  # fmt: skip
PLACES = (
    ("Bel", "بل"), ("Baalshamin", "بعل شمين"), ("Elahbel", "إيلابل"), ("Tadmur", "تدمر"), ("Palmyra", "تدمر"),
    ("Dura", "دورا"), ("Mari", "ماري"), ("Ebla", "إيبلا"), ("Hatra", "الحضر"), ("Nimrud", "نمرود"),
    ("Aleppo", "حلب"), ("Bosra", "بصرى"), ("Apamea", "أفاميا"), ("Maarrat", "معرة"), ("Qalb Lozeh", "قلب لوزة"),
    ("Resafa", "الرصافة"), ("Halabiya", "حلبية"), ("Ugarit", "أوغاريت"), ("Amrit", "عمريت"), ("Zenobia", "زنوبيا"),
)  # fmt: skip
ASKED = {
    "a common word": "temple", "two words and a number": "Temple of Bel 217", "misspelt": "Palmira",
    "misspelt twice": "Tempel of Baalshmin", "Arabic": "معبد بعل شمين", "transliterated": "qalat al hadar",
    "nothing like it": "xylophone", "a reference": "BEN-2016-17", "a letter": "b",
}  # fmt: skip
COLUMNS = {
    "names": "one.names", "sort_key": "one.sort_key", "search_text": "one.search_text", "category": "'tower_tomb'",
    "site_id": "%(site)s",
}  # fmt: skip
GIVEN = (
    "SELECT * FROM unnest(%(names)s::jsonb[], %(keys)s::text[], %(texts)s::text[]) given(names, sort_key, search_text)"
)


def measure() -> list[dict[str, Any]]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from assessments.people.models import User
    from assessments.register.models import Membership, Monument, Site

    settings.ALLOWED_HOSTS = ["testserver"]
    site = Site.objects.create(code="BEN3", names=[{"text": "Names", "language": "en"}], sort_key="names")
    verifier = User.objects.create_user("names@example.org", "Verifier", "correct horse battery")
    Membership.objects.create(user=verifier, site=site, role="verifier")
    with connection.cursor() as cursor:
        for given in _names():
            insert(cursor, Monument, COLUMNS, GIVEN, given | {"site": site.id})
    vacuum()
    client = Client()
    client.force_login(verifier)
    spare_the_collector()
    rows = []
    for what, words in ASKED.items():
        took = p95(client, "/search", {"q": words}, {"HX-Request": "true"})
        rows.append({"what": what, "words": words, "p95_ms": took, "meets_bar": took <= BAR_MS})
        print(f"search: {what:28} {took:>8} ms", file=sys.stderr, flush=True)
    return rows


def _names() -> Iterator[dict[str, Any]]:
    """A batch of names, sort keys and search texts at a time."""
    from assessments.kit.names import folded, search_text

    names, keys, texts = [], [], []
    for number in range(MONUMENTS):
        kind, sort = KINDS[number % len(KINDS)]
        place, at = PLACES[number // len(KINDS) % len(PLACES)]
        own = [
            {"text": f"{kind} of {place} {number}", "language": "en", "kind": "official"},
            {"text": f"{sort} {at} {number}", "language": "ar", "kind": "official"},
        ]
        names.append(json.dumps(own))
        keys.append(folded(str(own[0]["text"])))
        texts.append(search_text(own))
        if len(names) == AT_ONCE:
            yield {"names": names, "keys": keys, "texts": texts}
            names, keys, texts = [], [], []
    if names:
        yield {"names": names, "keys": keys, "texts": texts}


def lines(rows: list[dict[str, Any]]) -> list[str]:
    """The table as people read it."""
    return [
        f"search, {one['what']:26} {one['p95_ms']:>8} ms   bar ≤ {BAR_MS:.0f}"
        + ("" if one["meets_bar"] else "   over the bar")
        for one in rows
    ]
