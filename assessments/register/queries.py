"""Queries of the register, restricted and masked for the reader. Locations for display are read only from here.

Masking happens here, in SQL: filters, order, bounds, exports and maps see only what the reader may. A guarded place
is snapped to the middle of a fixed grid cell (about 10 km for the public, 1 km for the registered); a sensitive one
has no place at all outside its team, and neither it nor a guarded one shows its names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.utils.translation import gettext as _

from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.geometry import Bounds, PointOf, Snapped, centre, distance_m
from assessments.kit.names import folded
from assessments.kit.resources import get_visible
from assessments.people.models import Organisation, User
from assessments.register import policy
from assessments.register.models import (
    Authority,
    Block,
    ConditionInterval,
    Incident,
    Location,
    Membership,
    Monument,
    Part,
    Site,
    Statement,
    StoredFile,
    Visit,
)
from assessments.register.roles import ROLES_BY_PERMISSION, May, Role
from assessments.register.vocabulary import MONUMENT_CATEGORY

PUBLIC_CELL, REGISTERED_CELL = 0.1, 0.01  # degrees of latitude: about 11 km and 1.1 km


def sites(actor: Actor, *, q: str = "", bbox: Bounds | None = None) -> QuerySet[Site]:
    rows = policy.visible_sites(actor)
    if q:
        rows = rows.filter(search_text__contains=folded(q))
    if bbox:
        rows = rows.filter(box__overlaps=bbox)
    return rows


def site(actor: Actor, id: UUID | str) -> Site:
    return get_visible(policy.visible_sites(actor), id)


def _exact_for(actor: Actor) -> Q:
    return Q(sensitivity="open") | policy.member_rows(actor, "site_id")


AWAY = Q(whereabouts__in=["evacuated", "missing", "stolen", "seized"])
"""Objects that are not where they belong: where they are is never told outside the team (field practice 29)."""


def _placed_for(actor: Actor) -> Q:
    return (Q(sensitivity="open") & ~AWAY) | policy.member_rows(actor, "site_id")


def masked_monuments(actor: Actor) -> QuerySet[Monument]:
    """Monuments with `display_location`, `display_lon`, `display_lat`, `display_names` and `is_masked`: the only
    locations and names that views may return."""
    exact, placed = _exact_for(actor), _placed_for(actor)
    cell = REGISTERED_CELL if actor.user_id else PUBLIC_CELL
    lon = (F("west") + F("east")) / 2.0
    lat = (F("south") + F("north")) / 2.0
    masked = Q(sensitivity="guarded", west__isnull=False) & ~AWAY

    def coordinate(true: Any, snapped: Any) -> Case:
        return Case(When(placed, then=true), When(masked, then=snapped), default=None, output_field=FloatField())

    return policy.visible_monuments(actor).annotate(
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
    rows = masked_monuments(actor).filter(merged_into__isnull=True)
    if site:
        rows = rows.filter(site_id=site)
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
    return exact | Q(is_masked=True, display_lon__range=(west, east), display_lat__range=(south, north))


def with_grade(grade: str) -> Q:
    """Monuments whose damage state today is this grade; `not_assessed` are those without one."""
    today = ConditionInterval.objects.filter(during_day(clock.latest_day()))
    if grade == "not_assessed":
        return ~Q(pk__in=today.values("monument"))
    return Q(pk__in=today.filter(grade=grade).values("monument"))


def monument(actor: Actor, id: UUID | str) -> Monument:
    """One monument, masked for the actor; a merged one is still found, with `merged_into`."""
    return get_visible(masked_monuments(actor).select_related("site"), id)


def display_label(monument: Monument) -> str:
    """The name that may be displayed of a monument from `masked_monuments`."""
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


def components_of(actor: Actor, site: Site) -> list[Site]:
    return list(policy.visible_sites(actor).filter(parent=site).order_by("sort_key", "id")[:200])


def part(actor: Actor, id: UUID) -> Part:
    rows = Part.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Part = get_visible(rows, id)
    return found


def location(actor: Actor, id: UUID) -> Location:
    rows = Location.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Location = get_visible(rows, id)
    return found


WITHHELD = frozenset({"place", "location", "holder", "owner", "manager", "document", "reason", "source"})
"""What of a restricted location only the site's team reads."""


def is_withheld(actor: Actor, location: Location, site_id: UUID) -> bool:
    return location.is_restricted and not policy.may(actor, May.SEE_TEAM_ONLY, site_id)


def locations_of(actor: Actor, monument: Monument) -> list[tuple[Location, bool]]:
    """Where a movable object was, in order, each with whether its place is withheld from the actor; a place of unknown
    day comes first."""
    rows = monument.locations.select_related("document")
    found = rows.order_by(F("first_day").asc(nulls_first=True), "id")
    return [(one, is_withheld(actor, one, monument.site_id)) for one in found]


def block(actor: Actor, id: UUID) -> Block:
    rows = Block.objects.filter(policy.member_rows(actor, "monument__site_id")).select_related("monument__site")
    found: Block = get_visible(rows, id)
    return found


def blocks_of(actor: Actor, monument_id: UUID) -> list[Block]:
    """The fallen blocks of a monument by number, for its team."""
    rows = Block.objects.filter(policy.member_rows(actor, "monument__site_id"), monument_id=monument_id)
    return list(rows.select_related("part").order_by("number", "id")[:2000])


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """How many fallen blocks are recorded, how many of them are in a store, and how many matched to a part."""

    recorded: int
    stored: int
    matched: int


def block_counts(monument_id: UUID) -> BlockCounts:
    found = Block.objects.filter(monument_id=monument_id).aggregate(
        recorded=Count("id"), stored=Count("id", filter=~Q(store="")), matched=Count("part")
    )
    return BlockCounts(**found)


def statement(actor: Actor, id: UUID) -> Statement:
    rows = Statement.objects.filter(policy.member_rows(actor, "site_id")).select_related("site")
    found: Statement = get_visible(rows, id)
    return found


def authorities(actor: Actor) -> list[Authority]:
    """Who decides, advises or controls, with the sites of each that the actor may see."""
    own = Prefetch("sites", policy.visible_sites(actor).only("names", "code").order_by("sort_key"))
    return list(Authority.objects.prefetch_related(own).order_by("sort_key", "id")[:500])


def authorities_of(site: Site) -> list[Authority]:
    return list(Authority.objects.filter(sites=site).order_by("mandate", "sort_key", "id"))


def authority(actor: Actor, id: UUID) -> Authority:
    policy.require_account(actor)
    found: Authority = get_visible(Authority.objects.all(), id)
    return found


def organisations() -> list[Organisation]:
    return sorted(Organisation.objects.all()[:500], key=lambda one: (one.label.casefold(), one.pk))


def organisation(id: UUID) -> Organisation:
    found: Organisation = get_visible(Organisation.objects.all(), id)
    return found


def sites_with_monuments(actor: Actor) -> list[Site]:
    """One's own sites that have monuments on the list: to choose from."""
    listed = Exists(Monument.objects.filter(site=OuterRef("pk")))
    rows = Site.objects.filter(policy.member_rows(actor, "id")).filter(listed)
    return list(rows.only("names", "sort_key").order_by("sort_key", "id")[:200])


def visits_on(actor: Actor, site_id: UUID, day: date) -> list[Visit]:
    """Who is on the ground on a day: the visits of that day with their teams, for safety officers."""
    rows = Visit.objects.filter(policy.rows_where(actor, May.KEEP_SAFETY, "site_id"), site_id=site_id)
    rows = rows.filter(first_day__lte=day, last_day__gte=day).order_by("first_day", "id")
    return list(rows.prefetch_related("members__user")[:50])


# Condition over time


def condition_on(monument_ids: list[UUID], day: date) -> dict[UUID, ConditionInterval]:
    """The damage state of monuments on a day, as known now: one indexed read."""
    rows = ConditionInterval.objects.filter(during_day(day), monument_id__in=monument_ids)
    return {row.monument_id: row for row in rows}


def during_day(day: date) -> Q:
    """Intervals in force on a day. From today on, those without an end: nothing is observed in the future."""
    lasting = Q(during__upper_inf=True, during__startswith__lte=day)
    return lasting if day >= clock.today() else Q(during__contains=day)


def statements_about(site: Site) -> list[Statement]:
    return list(Statement.objects.filter(site=site).order_by("said_on", "id"))


def visits_around(actor: Actor, site_id: UUID, day: date | None) -> list[Visit]:
    """Visits to a site that a report of this day may belong to: those of that day first, then the newest."""
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id).order_by("-first_day", "-id")
    found = list(rows[:30])
    return sorted(found, key=lambda one: not (day and one.first_day <= day <= one.last_day))


NEAR_DEGREES = 0.05
"""About 5 km: a recorder is never further from the monument assessed."""


def nearest(actor: Actor, longitude: float, latitude: float, *, limit: int = 3) -> list[tuple[Monument, float]]:
    """The monuments nearest to where somebody stands, among those they may record, each with its metres."""
    rows = Monument.objects.filter(
        policy.rows_where(actor, May.RECORD, "site_id"), merged_into__isnull=True, west__isnull=False,
        west__lte=longitude + NEAR_DEGREES, east__gte=longitude - NEAR_DEGREES,
        south__lte=latitude + NEAR_DEGREES, north__gte=latitude - NEAR_DEGREES,
    )  # fmt: skip
    shrink = math.cos(math.radians(latitude))
    across = ((F("west") + F("east")) / 2.0 - longitude) * shrink
    along = (F("south") + F("north")) / 2.0 - latitude
    found = rows.select_related("site").order_by(across * across + along * along, "id")[:limit]
    return [(one, distance_m((longitude, latitude), centre(one.location))) for one in found if one.location]


MAX_SITE_DISTANCE_DEGREES = 0.5
"""About 55 km: a position further from every site than this belongs to none of them."""


def nearest_site(actor: Actor, longitude: float, latitude: float) -> UUID | None:
    """The site nearest to a position: of one's own, else of those one sees within 55 km; None when there is none."""
    own = Site.objects.filter(policy.member_rows(actor, "id"))
    far = MAX_SITE_DISTANCE_DEGREES
    near = policy.visible_sites(actor).filter(
        west__lte=longitude + far, east__gte=longitude - far, south__lte=latitude + far, north__gte=latitude - far
    )
    return _nearest(own, longitude, latitude) or _nearest(near, longitude, latitude)


def _nearest(sites: QuerySet[Site], longitude: float, latitude: float) -> UUID | None:
    rows = sites.filter(west__isnull=False)
    across = ((F("west") + F("east")) / 2.0 - longitude) * math.cos(math.radians(latitude))
    along = (F("south") + F("north")) / 2.0 - latitude
    return rows.order_by(across * across + along * along, "id").values_list("pk", flat=True).first()


def recordable_sites(actor: Actor) -> QuerySet[Site]:
    """Sites on which the actor may log assessments."""
    return Site.objects.filter(policy.rows_where(actor, May.RECORD, "id")).order_by("sort_key", "id")


def own_file(actor: Actor, site_id: UUID, id: UUID) -> StoredFile:
    """A document that the actor uploaded. Others, such as certificates that name ordnance, are not found here."""
    rows = StoredFile.objects.filter(
        policy.member_rows(actor, "site_id"), site_id=site_id, received_from_id=actor.user_id
    )
    found: StoredFile = get_visible(rows, id)
    return found


def monuments_beside(monument: Monument) -> list[Monument]:
    """The other monuments of a site by name, for members of its team: to choose from."""
    return [one for one in monuments_of(monument.site_id) if one.pk != monument.pk]


def visits_of(actor: Actor, site_id: UUID) -> list[Visit]:
    """The visits to a site, newest first."""
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id)
    return list(rows.order_by("-first_day", "-id").prefetch_related("members__user")[:200])


def visit(actor: Actor, id: UUID) -> Visit:
    rows = Visit.objects.filter(policy.member_rows(actor, "site_id")).select_related("site", "organisation")
    found: Visit = get_visible(rows, id)
    return found


def incidents_of(actor: Actor, site_id: UUID) -> list[Incident]:
    """The incidents at a site, oldest first, those of unknown day last."""
    rows = Incident.objects.filter(policy.member_rows(actor, "site_id"), site_id=site_id)
    return list(rows.order_by(F("first_day").asc(nulls_last=True), "id").prefetch_related("monuments")[:500])


def incidents_at(site_ids: set[UUID]) -> QuerySet[Incident]:
    """The incidents of sites, newest first, with the monuments that each touched. The caller judges membership."""
    rows = Incident.objects.filter(site__in=site_ids, proposed=False)
    return rows.order_by(F("first_day").desc(nulls_last=True), "id").prefetch_related("monuments")


def without_place(actor: Actor, site_ids: set[UUID]) -> int:
    """How many monuments on the list of these sites have no place that the actor may see."""
    return monuments(actor).filter(site__in=site_ids, display_lon__isnull=True).count()


def incident(actor: Actor, id: UUID) -> Incident:
    found: Incident = get_visible(
        Incident.objects.filter(policy.member_rows(actor, "site_id")).select_related("site"), id
    )
    return found


def monuments_of(site_id: UUID) -> list[Monument]:
    """The monuments of a site by name, for members of its team: to choose from."""
    rows = Monument.objects.filter(site_id=site_id, merged_into__isnull=True)
    return list(rows.order_by("sort_key", "id")[:2000])


def visit_on(actor: Actor, site_id: UUID, day: date) -> Visit | None:
    """The visit that somebody is on at this site on a day, if it is just one."""
    rows = Visit.objects.filter(site_id=site_id, first_day__lte=day, last_day__gte=day, members__user_id=actor.user_id)
    found = list(rows.distinct()[:2])
    return found[0] if len(found) == 1 else None


def recorders_of(site_ids: set[UUID], people: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of these people record on which of these sites, as (person, site)."""
    if not people:
        return set()
    recording = [role for role in Role if role in ROLES_BY_PERMISSION[May.RECORD]]
    rows = Membership.objects.filter(user__in=people, is_active=True, user__is_active=True, role__in=recording)
    rows = rows.filter(Q(site_id=None) | Q(site_id__in=site_ids))
    return {
        (person, site)
        for person, own in rows.values_list("user_id", "site_id")
        for site in (site_ids if own is None else {own})
    }


def working_people(ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people hold an active role on any site."""
    wanted = list(ids)
    if not wanted:
        return set()
    rows = Membership.objects.filter(user__in=wanted, is_active=True, user__is_active=True)
    return set(rows.values_list("user_id", flat=True))


def people_of(site_id: UUID, what: May = May.SEE) -> list[User]:
    """People with a permission at a site, sorted by display name."""
    roles = [role for role in Role if role in ROLES_BY_PERMISSION[what]]
    working = Membership.objects.filter(Q(site_id=site_id) | Q(site_id=None), is_active=True, role__in=roles)
    found = User.objects.filter(pk__in=working.values("user"), is_active=True)
    return sorted(found, key=lambda one: one.display_name)
