"""The register over REST. What one may not see is 404; what one sees masked is shown masked everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from rest_framework.request import Request

from assessments.kit import clock
from assessments.kit.api import Answer, Door, Nothing, Page, feature_collection, says, wants_geojson
from assessments.kit.checksums import digest_of
from assessments.kit.geometry import parsed_bounds
from assessments.kit.renderers import GeoJSONBytes, JSONBytes
from assessments.kit.things import Thing, one_of
from assessments.people.doors import actor_of, signed_in
from assessments.register import messages, operations, policy, queries
from assessments.register.models import (
    AccessChange,
    Authority,
    Clearance,
    HazardZone,
    Incident,
    Location,
    Monument,
    Part,
    Site,
    Statement,
    Visit,
)
from assessments.register.roles import May
from assessments.register.vocabulary import MONUMENT_CATEGORY


class SiteOut(msgspec.Struct, kw_only=True):
    id: UUID
    code: str
    label: str
    names: list[dict[str, Any]]
    parent: UUID | None
    visibility: str
    time_zone: str
    countries: list[str]
    states_text: dict[str, str]
    world_heritage_id: str
    criteria: str
    inscribed_year: int | None
    in_danger_since: int | None
    area_ha: Decimal | None
    location: dict[str, Any] | None
    boundary: dict[str, Any] | None
    buffer_zone: dict[str, Any] | None
    hazard_regime: str
    hazard_regime_by: str
    hazard_regime_on: date | None
    list_is_complete: bool
    external_ids: list[dict[str, str]]
    version: int
    created_at: datetime
    updated_at: datetime


class MonumentOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    parent: UUID | None
    label: str
    names: list[dict[str, Any]]
    category: str
    category_label: str
    sensitivity: str
    masked: bool
    location: dict[str, Any] | None
    dating: str
    height_m: Decimal | None
    materials: list[str]
    movable: bool
    provisional: bool
    merged_into: UUID | None
    external_ids: list[dict[str, str]]
    version: int
    created_at: datetime
    updated_at: datetime


class ThingOut(msgspec.Struct, kw_only=True):
    """Common answer of the smaller nouns: their own columns under `data`."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    external_ids: list[dict[str, str]]
    data: dict[str, Any]


class SiteQuery(Page, kw_only=True):
    q: str = ""
    bbox: str = ""


class MonumentQuery(Page, kw_only=True):
    site: UUID | None = None
    bbox: str = ""
    q: str = ""
    damage: str = ""
    category: str = ""


class OfSite(Page, kw_only=True):
    site: UUID | None = None


class OfMonument(Page, kw_only=True):
    monument: UUID | None = None


def site_out(one: Site) -> SiteOut:
    return SiteOut(
        id=one.id, code=one.code, label=one.label, names=one.names, parent=one.parent_id, visibility=one.visibility,
        time_zone=one.time_zone, countries=one.countries, states_text=one.states_text,
        world_heritage_id=one.world_heritage_id, criteria=one.criteria, inscribed_year=one.inscribed_year,
        in_danger_since=one.in_danger_since, area_ha=one.area_ha, location=one.location, boundary=one.boundary,
        buffer_zone=one.buffer_zone, hazard_regime=one.hazard_regime, hazard_regime_by=one.hazard_regime_by,
        hazard_regime_on=one.hazard_regime_on, list_is_complete=one.list_is_complete, external_ids=one.external_ids,
        version=one.version, created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


def monument_out(one: Any) -> MonumentOut:
    """A monument from `queries.shown_monuments`: only what this reader may see of it."""
    masked = bool(one.is_masked)
    return MonumentOut(
        id=one.id, site=one.site_id, parent=one.parent_id, label=queries.shown_label(one), names=one.shown_names,
        category=one.category, category_label=one.category_label or MONUMENT_CATEGORY.label(one.category),
        sensitivity=one.sensitivity, masked=masked, location=one.shown_location, dating="" if masked else one.dating,
        height_m=None if masked else one.height_m, materials=[] if masked else one.materials, movable=one.movable,
        provisional=one.provisional, merged_into=one.merged_into_id,
        external_ids=[] if masked else one.external_ids, version=one.version, created_at=one.created_at,
        updated_at=one.updated_at,
    )  # fmt: skip


class Mapped(Door):
    """A list that can also be asked for as GeoJSON."""

    renderer_classes: ClassVar[list[Any]] = [JSONBytes, GeoJSONBytes]

    def as_asked(self, request: Request, page: dict[str, Any]) -> dict[str, Any]:
        return feature_collection(page) if wants_geojson(request) else page


class Sites(Mapped):
    @says("Sites that you may see", query=SiteQuery, answer=SiteOut, many=True)
    def get(self, request: Request, query: SiteQuery) -> dict[str, Any]:
        bbox = parsed_bounds(query.bbox) if query.bbox else None
        rows = queries.sites(actor_of(request), q=query.q, bbox=bbox)
        return self.as_asked(request, self.paged(request, rows, query, lambda found: [site_out(one) for one in found]))

    @says("Put a site on the register", body=messages.SiteIn, answer=SiteOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.SiteIn]) -> Answer:
        by = signed_in(request)
        policy.require_administrator(by)
        site = operations.create_site(body(), by=by)
        return created(site, site_out(site))


def created(row: Thing, shown: Any) -> Answer:
    """201 when this request made it, 200 when the same creation came before."""
    return Answer(shown, 201 if row.is_new else 200, row.version)


class OneSite(Door):
    @says("One site", answer=SiteOut)
    def get(self, request: Request, id: UUID) -> Answer:
        site = queries.site(actor_of(request), id)
        return Answer(site_out(site), version=site.version)

    @says("Change a site", body=messages.SitePatch, answer=SiteOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        queries.site(by, id)
        policy.require(by, May.KEEP_REGISTER, id)
        version = expected()
        site = operations.change_site(id, body(), by=by, expected_version=version)
        return Answer(site_out(site), version=site.version)


class Monuments(Mapped):
    @says("Monuments that you may see", query=MonumentQuery, answer=MonumentOut, many=True)
    def get(self, request: Request, query: MonumentQuery) -> dict[str, Any]:
        rows = queries.monuments(
            actor_of(request), site=query.site, q=query.q, category=query.category, damage=query.damage,
            bbox=parsed_bounds(query.bbox) if query.bbox else None,
        )  # fmt: skip
        page = self.paged(request, rows, query, lambda found: [monument_out(one) for one in found])
        return self.as_asked(request, page)

    @says("Put a monument on the list, or propose one", body=messages.MonumentIn, answer=MonumentOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.MonumentIn]) -> Answer:
        by = signed_in(request)
        row = operations.create_monument(body(), by=by)
        return created(row, monument_out(queries.monument(by, row.id)))


class OneMonument(Door):
    @says("One monument; a merged one answers with `merged_into`", answer=MonumentOut)
    def get(self, request: Request, id: UUID) -> Answer:
        found = queries.monument(actor_of(request), id)
        return Answer(monument_out(found), version=found.version)

    @says("Change a monument", body=messages.MonumentPatch, answer=MonumentOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        found = queries.monument(by, id)
        if not (getattr(found, "is_masked", False) or policy.may(by, May.KEEP_REGISTER, found.site_id)):
            policy.require(by, May.KEEP_REGISTER, found.site_id)
        version = expected()
        operations.change_monument(id, body(), by=by, expected_version=version)
        found = queries.monument(by, id)
        return Answer(monument_out(found), version=found.version)


class AcceptMonument(Door):
    @says("Put a proposed monument on the list", body=Nothing, answer=MonumentOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        policy.require(by, May.KEEP_REGISTER, queries.monument(by, id).site_id)
        version, _empty = expected(), body()
        operations.accept_monument(id, by=by, expected_version=version)
        found = queries.monument(by, id)
        return Answer(monument_out(found), version=found.version)


# The smaller nouns: one table says what each shows, who sees it and how it comes in.

HIDDEN = {"id", "version", "created_at", "updated_at", "external_ids", "created_with", "west", "south", "east", "north",
          "box", "sort_key", "search_text"}  # fmt: skip
ORDNANCE = {"ordnance", "evidence", "imsma_ref"}


def thing_out(row: Thing, *, without: set[str] = frozenset()) -> ThingOut:  # type: ignore[assignment]
    data = {}
    for column in row._meta.concrete_fields:
        if column.name not in HIDDEN and column.name not in without:
            data[column.name] = getattr(row, column.attname)
    if isinstance(row, (Part, Authority)):
        data["label"] = row.label
    if isinstance(row, Visit):
        data["team"] = [{"person": one.user_id, "role": one.role} for one in row.members.all()]
    if isinstance(row, (Incident, Authority)):
        name = "monuments" if isinstance(row, Incident) else "sites"
        data[name] = [one.pk for one in getattr(row, name).all()]
    return ThingOut(
        id=row.id, version=row.version, created_at=row.created_at, updated_at=row.updated_at,
        external_ids=row.external_ids, data=data,
    )  # fmt: skip


class Things(Door):
    """A list and its creation, for a noun whose rows belong to a site's team."""

    model: ClassVar[Any]
    path: ClassVar[str] = "site_id"
    lists: ClassVar[tuple[str, ...]] = ()
    """What of other tables is shown with each row."""
    create: ClassVar[Any] = None
    change: ClassVar[Any] = None

    def rows(self, request: Request) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(policy.member_rows(signed_in(request), self.path))
        return rows.prefetch_related(*self.lists)

    def show(self, request: Request, row: Any) -> ThingOut:
        hide = set()
        if isinstance(row, HazardZone) and not queries.may_see_ordnance(actor_of(request), row.site_id):
            hide = ORDNANCE
        return thing_out(row, without=hide)

    def listed(self, request: Request, page: Page, **filters: Any) -> dict[str, Any]:
        rows = self.rows(request).filter(**{name: value for name, value in filters.items() if value})
        return self.paged(request, rows, page, lambda found: [self.show(request, one) for one in found])

    def made(self, request: Request, body: Callable[[], Any]) -> Answer:
        row = type(self).create(body(), by=signed_in(request))
        return created(row, self.show(request, row))


class OneThing(Things):
    @says("One of them", answer=ThingOut)
    def get(self, request: Request, id: UUID) -> Answer:
        row = one_of(self.rows(request), id)
        return Answer(self.show(request, row), version=row.version)


def changeable(noun: str, message: Any, operation: Any, who: May | None) -> Callable[[type[OneThing]], type[OneThing]]:
    """Let a door take changes too. `who`: what one must be allowed before anything is judged; None: administrators."""

    @says(f"Change one of the {noun.lower()}", body=message, answer=ThingOut, if_match=True)
    def patch(self: OneThing, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        row = one_of(self.rows(request), id)
        if who is None:
            policy.require_administrator(by)
        else:
            policy.require(by, who, row.monument.site_id if hasattr(row, "monument_id") else row.site_id)
        version = expected()
        operation(id, body(), by=by, expected_version=version)
        row = one_of(self.rows(request), id)
        return Answer(self.show(request, row), version=row.version)

    def add(door: type[OneThing]) -> type[OneThing]:
        door.patch = patch  # type: ignore[attr-defined]
        return door

    return add


def of_site(
    noun: str, table: Any, message: Any, operation: Any, *, shown_with: tuple[str, ...] = ()
) -> tuple[type[Things], type[OneThing]]:
    """The doors of a noun that hangs on a site."""

    class Many(Things):
        model = table
        lists = shown_with
        create = staticmethod(operation)

        @says(f"{noun} of the sites you belong to", query=OfSite, answer=ThingOut, many=True)
        def get(self, request: Request, query: OfSite) -> dict[str, Any]:
            return self.listed(request, query, site_id=query.site)

        @says(f"Add to the {noun.lower()}", body=message, answer=ThingOut, status=201)
        def post(self, request: Request, body: Any) -> Answer:
            signed_in(request)
            return self.made(request, body)

    class One(OneThing):
        model = table
        lists = shown_with

    Many.__name__, One.__name__ = f"Many{table.__name__}", f"One{table.__name__}"
    return Many, One


HazardZones, OneHazardZone = of_site("Hazard zones", HazardZone, messages.HazardZoneIn, operations.record_hazard_zone)
changeable("Hazard zones", messages.HazardZonePatch, operations.change_hazard_zone, May.KEEP_SAFETY)(OneHazardZone)
Clearances, OneClearance = of_site("Clearances", Clearance, messages.ClearanceIn, operations.enter_clearance)
AccessChanges, OneAccessChange = of_site(
    "Access changes", AccessChange, messages.AccessChangeIn, operations.record_access_change
)
Visits, OneVisit = of_site("Visits", Visit, messages.VisitIn, operations.create_visit, shown_with=("members",))
changeable("Visits", messages.VisitPatch, operations.change_visit, May.RECORD)(OneVisit)
Statements, OneStatement = of_site("Statements", Statement, messages.StatementIn, operations.record_statement)
changeable("Statements", messages.StatementPatch, operations.change_statement, May.STATE)(OneStatement)


class Parts(Things):
    model = Part
    path = "monument__site_id"
    create = staticmethod(operations.create_part)

    @says("Parts of monuments", query=OfMonument, answer=ThingOut, many=True)
    def get(self, request: Request, query: OfMonument) -> dict[str, Any]:
        return self.listed(request, query, monument_id=query.monument)

    @says("Add a part, or propose one", body=messages.PartIn, answer=ThingOut, status=201)
    def post(self, request: Request, body: Any) -> Answer:
        signed_in(request)
        return self.made(request, body)


@changeable("Parts", messages.PartPatch, operations.change_part, May.KEEP_REGISTER)
class OnePart(OneThing):
    model = Part
    path = "monument__site_id"

    def rows(self, request: Request) -> QuerySet[Any]:
        return super().rows(request).select_related("monument")


class Locations(Things):
    model = Location
    path = "monument__site_id"
    create = staticmethod(operations.record_location)

    @says("Where things that move were", query=OfMonument, answer=ThingOut, many=True)
    def get(self, request: Request, query: OfMonument) -> dict[str, Any]:
        return self.listed(request, query, monument_id=query.monument)

    @says("Say where a thing was", body=messages.LocationIn, answer=ThingOut, status=201)
    def post(self, request: Request, body: Any) -> Answer:
        signed_in(request)
        return self.made(request, body)


@changeable("Locations", messages.LocationPatch, operations.change_location, May.KEEP_REGISTER)
class OneLocation(OneThing):
    model = Location
    path = "monument__site_id"

    def rows(self, request: Request) -> QuerySet[Any]:
        return super().rows(request).select_related("monument")


class Authorities(Things):
    model = Authority
    create = staticmethod(operations.record_authority)

    def rows(self, request: Request) -> QuerySet[Any]:
        signed_in(request)
        return Authority.objects.prefetch_related("sites")

    @says("Authorities on file", query=Page, answer=ThingOut, many=True)
    def get(self, request: Request, query: Page) -> dict[str, Any]:
        return self.listed(request, query)

    @says("Put an authority on file", body=messages.AuthorityIn, answer=ThingOut, status=201)
    def post(self, request: Request, body: Any) -> Answer:
        policy.require_administrator(signed_in(request))
        return self.made(request, body)


@changeable("Authorities", messages.AuthorityPatch, operations.change_authority, None)
class OneAuthority(OneThing):
    model = Authority

    def rows(self, request: Request) -> QuerySet[Any]:
        signed_in(request)
        return Authority.objects.prefetch_related("sites")


class ConfirmClearance(Door):
    @says("Confirm a clearance as second officer", body=messages.Confirm, answer=ThingOut)
    def post(self, request: Request, id: UUID, body: Any) -> Answer:
        row = operations.confirm_clearance(id, by=signed_in(request))
        return Answer(thing_out(row), version=row.version)


class Revealed(msgspec.Struct):
    full_name: str


class RevealPerson(Door):
    @says("The name of a protected member, for a reason that is kept", body=messages.Reveal, answer=Revealed)
    def post(self, request: Request, id: UUID, body: Any) -> Revealed:
        by, message = signed_in(request), body()
        return Revealed(operations.reveal(id, message.site, because=message.because, by=by))


class SuspiciousObjects(Door):
    @says(
        "Close 100 m around a suspicious object, at once", body=messages.SuspiciousObject, answer=ThingOut, status=201
    )
    def post(self, request: Request, body: Any) -> Answer:
        row = operations.report_suspicious_object(body(), by=signed_in(request))
        return created(row, thing_out(row, without=ORDNANCE))


# Safety: the small feed that clients fetch first


class AccessLine(msgspec.Struct, kw_only=True, omit_defaults=True):
    monument: UUID
    status: str
    because: str
    depth_cm: int | None = None
    certificate_no: str = ""
    released_on: date | None = None
    lapsed_on: date | None = None


class SafetyOut(msgspec.Struct, kw_only=True):
    site: UUID
    regime: str
    on: date
    server_time: datetime
    unknown_after_hours: int
    contact: str
    zones: list[dict[str, Any]]
    clearances: list[dict[str, Any]]
    access_changes: list[dict[str, Any]]
    monuments: list[AccessLine]


UNKNOWN_AFTER_HOURS = 72


class Safety(Door):
    @says("What is released, what is not, as of today: fetch this first and show its age", answer=SafetyOut)
    def get(self, request: Request, id: UUID) -> Answer:
        by = signed_in(request)
        site = queries.site(by, id)
        if not policy.is_member(by, site.id):
            policy.require(by, May.SEE, site.id)
        body = _safety(by, site)
        etag = digest_of({"feed": msgspec.to_builtins(body) | {"server_time": None}}).hex()[:32]
        headers = {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return Answer(None, 304, headers=headers)
        return Answer(body, headers=headers)


def _safety(by: Any, site: Site) -> SafetyOut:
    today = clock.today()
    zones, clearances, changes = queries.safety_rows(by, site.id)
    rows = list(Monument.objects.filter(site=site, merged_into__isnull=True).select_related("site").order_by("id"))
    return SafetyOut(
        site=site.id, regime=site.hazard_regime, on=today, server_time=clock.recorded_now(),
        unknown_after_hours=UNKNOWN_AFTER_HOURS, contact=site.mine_action_contact,
        zones=[
            {"id": one.id, "status": one.status, "outline": one.location, "since": one.surveyed_on} for one in zones
        ],
        clearances=[
            {
                "id": one.id, "status": one.status, "outline": one.location, "depth_cm": one.depth_cm,
                "certificate_no": one.certificate_no, "issued_on": one.issued_on, "opens": one.confirmed_at is not None,
            }
            for one in clearances
        ],
        access_changes=[{"id": one.id, "kind": one.kind, "first_day": one.first_day} for one in changes],
        monuments=[
            AccessLine(
                monument=one.monument.id, status=one.answer.status, because=one.answer.because,
                depth_cm=one.answer.depth_cm, certificate_no=one.answer.certificate_no,
                released_on=one.answer.released_on, lapsed_on=one.answer.lapsed_on,
            )
            for one in queries.access_to(site, rows, today)
        ],
    )  # fmt: skip
