"""Sites, monuments and parts. Locations for display are read only from here.

Masking happens here, in SQL: filters, order, bounds, exports and maps see only what the reader may. A guarded place
is snapped to the middle of a fixed grid cell (about 10 km for the public, 1 km for the registered); a sensitive one
has no place at all outside its team, and neither it nor a guarded one shows its names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    FloatField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.utils.translation import gettext as _

from assessments.audit.queries import subjects_with_verb_since, values_then
from assessments.kit import clock, statements
from assessments.kit.actor import Actor
from assessments.kit.geometry import Bounds, PointOf, Snapped
from assessments.kit.names import folded
from assessments.kit.resources import get_visible
from assessments.register import policy
from assessments.register.models import (
    ConditionInterval,
    Membership,
    Monument,
    Part,
    Site,
)
from assessments.register.roles import May
from assessments.register.vocabulary import MONUMENT_CATEGORY

PUBLIC_CELL, REGISTERED_CELL = 0.1, 0.01  # degrees of latitude: about 11 km and 1.1 km


def sites(actor: Actor, *, q: str = "", bbox: Bounds | None = None) -> QuerySet[Site]:
    rows = policy.visible_sites(actor)
    if q:
        rows = rows.filter(search_text__contains=folded(q))
    if bbox:
        rows = rows.filter(box__overlaps=bbox)
    return rows


OPEN_VISIBILITY = ("public", "registered")


def open_site_ids() -> list[UUID]:
    """The sites that everybody with an account may see."""
    return list(Site.objects.filter(visibility__in=OPEN_VISIBILITY).order_by("id").values_list("pk", flat=True))


_FINGERPRINT = (
    "SELECT coalesce(bit_xor(hashtextextended(id::text, 0)), 0) FROM assessments_site WHERE visibility = ANY(%(open)s)"
)


def fingerprint_of_open_sites() -> int:
    """A number that changes when a site is opened to everybody with an account, or is open no longer."""
    ((found,),) = statements.rows(_FINGERPRINT, {"open": list(OPEN_VISIBILITY)})
    return int(found)


def all_site_ids() -> list[UUID]:
    """Every site there is. Tells nobody anything by itself."""
    return list(Site.objects.order_by("id").values_list("pk", flat=True))


def on_file(rows: QuerySet[Monument]) -> QuerySet[Monument]:
    """Without those that were merged into others."""
    return rows.filter(merged_into__isnull=True)


def site(actor: Actor, id: UUID | str) -> Site:
    return get_visible(policy.visible_sites(actor), id)


def _own_rows(actor: Actor, site: UUID | None) -> Q:
    """The rows of one's own sites: on one of these, all. PostgreSQL then takes names and order as they stand."""
    return policy.EVERY_ROW if site and policy.is_member(actor, site) else policy.member_rows(actor, "site_id")


def exact_for(actor: Actor, site: UUID | None = None) -> Q:
    """The monuments whose names the actor may see."""
    return Q(sensitivity="open") | _own_rows(actor, site)


AWAY = Q(whereabouts__in=["evacuated", "missing", "stolen", "seized"])
"""Objects that are not where they belong: where they are is never told outside the team (field practice 29)."""


def _placed_for(actor: Actor, site: UUID | None = None) -> Q:
    return (Q(sensitivity="open") & ~AWAY) | _own_rows(actor, site)


def masked_monuments(actor: Actor, site: UUID | None = None) -> QuerySet[Monument]:
    """Monuments, or those of one site, with `display_location`, `display_lon`, `display_lat`, `display_names` and
    `is_masked`: the only locations and names that views may return."""
    exact, placed = exact_for(actor, site), _placed_for(actor, site)
    cell = REGISTERED_CELL if actor.user_id else PUBLIC_CELL
    lon = (F("west") + F("east")) / 2.0
    lat = (F("south") + F("north")) / 2.0
    masked = Q(sensitivity="guarded", west__isnull=False) & ~AWAY

    def coordinate(true: Any, snapped: Any) -> Case:
        return Case(When(placed, then=true), When(masked, then=snapped), default=None, output_field=FloatField())

    rows = policy.visible_monuments(actor)
    return (rows.filter(site_id=site) if site else rows).annotate(
        display_lon=coordinate(lon, Snapped(lon, cell)),
        display_lat=coordinate(lat, Snapped(lat, cell)),
        display_location=Case(
            When(placed, then=F("location")),
            When(masked, then=PointOf(Snapped(lon, cell), Snapped(lat, cell))),
            default=Value(None, JSONField()),
            output_field=JSONField(),
        ),
        display_names=Case(When(exact, then=F("names")), default=Value([], JSONField()), output_field=JSONField()),
        display_sort_key=Case(When(exact, then=F("sort_key")), default=Value(""), output_field=TextField()),
        display_search_text=Case(When(exact, then=F("search_text")), default=Value(""), output_field=TextField()),
        is_masked=Case(When(exact, then=Value(False)), default=Value(True)),
    )


def monuments(
    actor: Actor,
    *,
    site: UUID | None = None,
    q: str = "",
    bbox: Bounds | None = None,
    category: str = "",
    damage: str = "",
) -> QuerySet[Monument]:
    """Monuments on the list: not those merged into others."""
    rows = on_file(masked_monuments(actor, site))
    if category:
        MONUMENT_CATEGORY.require(category, "/category")
        rows = rows.filter(category=category)
    if q:
        rows = rows.filter(display_search_text__contains=folded(q))
    if bbox:
        rows = rows.filter(_within(actor, bbox))
    if damage:
        rows = rows.filter(with_grade(damage))
    return rows


def _within(actor: Actor, bbox: Bounds) -> Q:
    west, south, east, north = bbox
    exact = _placed_for(actor) & Q(box__overlaps=bbox)
    masked = Q(is_masked=True, display_lon__range=(west, east), display_lat__range=(south, north))
    # A masked place is shown less than a cell from the true one: so an index finds those that may be shown within.
    cell = REGISTERED_CELL if actor.user_id else PUBLIC_CELL
    return Q(box__overlaps=(west - cell, south - cell, east + cell, north + cell)) & (exact | masked)


def with_grade(grade: str) -> Q:
    """Monuments whose damage state today is this grade; `not_assessed` are those without one."""
    today = ConditionInterval.objects.filter(during_day(clock.latest_day()))
    if grade == "not_assessed":
        return ~Q(pk__in=today.values("monument"))
    return Q(pk__in=today.filter(grade=grade).values("monument"))


def monument(actor: Actor, id: UUID | str) -> Monument:
    """One monument, masked for the actor; a merged one is still found, with `merged_into`."""
    return get_visible(masked_monuments(actor).select_related("site"), id)


def display_label(monument: Any) -> str:
    """The name that may be displayed of a monument, or of columns of one, from `masked_monuments`."""
    from assessments.kit.names import label

    names = getattr(monument, "display_names", None)
    if names:
        return label(names)
    return _("%(category)s (name withheld)") % {"category": MONUMENT_CATEGORY.label(monument.category)}


def labels_of(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    return {one.id: display_label(one) for one in masked_monuments(actor).filter(pk__in=ids)}


def sites_to_choose(actor: Actor, chosen: UUID | None = None) -> QuerySet[Site]:
    """Sites that a component may belong to: those that are worked on, and the one chosen."""
    worked_on = Exists(Membership.objects.filter(site=OuterRef("pk"))) | Exists(
        Monument.objects.filter(site=OuterRef("pk"))
    )
    rows = policy.visible_sites(actor).filter(
        Q(worked_on) | Q(parent__isnull=False) | Q(pk=chosen) | Q(world_heritage_id="")
    )
    return rows.only("names", "code", "sort_key").order_by("sort_key", "id")


def sites_by_code(codes: Iterable[str]) -> dict[str, UUID]:
    """The ids of the sites with these codes, for administrators of all sites."""
    return dict(Site.objects.filter(code__in=list(codes)).values_list("code", "id"))


def components_of(actor: Actor, site: Site) -> list[Site]:
    return list(policy.visible_sites(actor).filter(parent=site).order_by("sort_key", "id")[:200])


def part(actor: Actor, id: UUID) -> Part:
    rows = Part.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Part = get_visible(rows, id)
    return found


def sites_with_monuments(actor: Actor) -> list[Site]:
    """One's own sites that have monuments on the list: to choose from."""
    own = Site.objects.filter(policy.member_rows(actor, "id"))
    return first_with_monuments(own.only("names", "sort_key"), most=200)


def first_with_monuments(sites: QuerySet[Site], *, most: int) -> list[Site]:
    """The first of these sites, by name, that have monuments on the list."""
    listed = Exists(Monument.objects.filter(site=OuterRef("pk")))
    return list(sites.filter(listed).order_by("sort_key", "id")[:most])


def condition_on(monument_ids: list[UUID], day: date) -> dict[UUID, ConditionInterval]:
    """The damage state of monuments on a day, as known now: one indexed read."""
    rows = ConditionInterval.objects.filter(during_day(day), monument_id__in=monument_ids)
    return {row.monument_id: row for row in rows}


def during_day(day: date) -> Q:
    """Intervals in force on a day. From today on, those without an end: nothing is observed in the future."""
    lasting = Q(during__upper_inf=True, during__startswith__lte=day)
    return lasting if day >= clock.today() else Q(during__contains=day)


def recordable_sites(actor: Actor) -> QuerySet[Site]:
    """Sites on which the actor may log assessments."""
    return Site.objects.filter(policy.rows_where(actor, May.RECORD, "id")).order_by("sort_key", "id")


def monuments_beside(monument: Monument) -> list[Monument]:
    """The other monuments of a site by name, for members of its team: to choose from."""
    return [one for one in monuments_of(monument.site_id) if one.pk != monument.pk]


def without_place(actor: Actor, site_ids: set[UUID]) -> int:
    """How many monuments on the list of these sites have no place that the actor may see."""
    return monuments(actor).filter(site__in=site_ids, display_lon__isnull=True).count()


def on_the_list(site_id: UUID, at: datetime) -> QuerySet[Monument]:
    """The monuments that were on a site's list at a moment: on file by then, not merged away yet, and no proposals."""
    merged_since = subjects_with_verb_since("register.monument.merged", site_id, at)
    was_proposed = values_then("monument", "provisional", at, site_ids=[site_id])
    proposed = {one for one, value in was_proposed.items() if value}
    rows = Monument.objects.filter(
        Q(merged_into__isnull=True) | Q(pk__in=merged_since), site_id=site_id, created_at__lte=at
    )
    return rows.filter(Q(provisional=False) | Q(pk__in=was_proposed.keys() - proposed)).exclude(pk__in=proposed)


def counted_monuments(site_id: UUID) -> QuerySet[Monument]:
    """The monuments that a site's figures count today: no proposals, and of a group its members."""
    listed = Q(merged_into__isnull=True, provisional=False)
    members = Monument.objects.filter(listed, parent=OuterRef("pk"))
    return Monument.objects.filter(listed, site_id=site_id).exclude(Exists(members))


def monuments_of(site_id: UUID) -> list[Monument]:
    """The monuments of a site by name, for members of its team: to choose from."""
    rows = Monument.objects.filter(site_id=site_id, merged_into__isnull=True)
    return list(rows.order_by("sort_key", "id")[:2000])
