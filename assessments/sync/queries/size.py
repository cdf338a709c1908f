"""How much the feed will be, before it is asked for over a line that may cost money."""

from __future__ import annotations

import msgspec
from django.db.models import Sum

from assessments.kit.actor import Actor
from assessments.kit.renderers import encoded
from assessments.sync.messages import KindSize, Size
from assessments.sync.queries.filters import Filters, chosen_feeds, visible_rows

SAMPLE = 40
"""So many documents of a kind are written to know how long one is."""


def size(actor: Actor, filters: Filters) -> Size:
    """For each kind how many there are, and about how many bytes they will be before compression."""
    kinds: dict[str, KindSize] = {}
    for feed in chosen_feeds(filters):
        rows = visible_rows(feed, actor, filters)
        count = rows.order_by().count()
        written = feed.tell(actor, list(rows.order_by("-id")[:SAMPLE])) if count else []
        each = sum(len(encoded(one)) for one in written) / len(written) if written else 0
        kinds[feed.kind] = KindSize(count, round(each * count))
        if feed.kind == "photo":
            originals = rows.filter(received_at__isnull=False).order_by().aggregate(total=Sum("size"))["total"] or 0
    bytes_ = sum(one.bytes for one in kinds.values())
    return Size(kinds=kinds, bytes=bytes_, originals=originals if "photo" in kinds else msgspec.UNSET)
