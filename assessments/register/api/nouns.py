"""The doors of the smaller nouns, which hang on a site or a monument, and of authorities. Each shows its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from rest_framework.request import Request

from assessments.kit.api import Answer, Door, Page, says
from assessments.kit.things import Thing, one_of
from assessments.people.doors import actor_of, signed_in
from assessments.register import ground, messages, operations, policy
from assessments.register.models import Authority, HazardZone, Incident, Location, Part, Statement, Visit
from assessments.register.roles import May


class ThingOut(msgspec.Struct, kw_only=True):
    """Common answer of the smaller nouns: their own columns under `data`."""

    id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    external_ids: list[dict[str, str]]
    data: dict[str, Any]


class OfSite(Page, kw_only=True):
    site: UUID | None = None


class OfMonument(Page, kw_only=True):
    monument: UUID | None = None


def created(row: Thing, shown: Any) -> Answer:
    """201 when this request made it, 200 when the same creation came before."""
    return Answer(shown, 201 if row.is_new else 200, row.version)


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

    def rows(self, request: Request) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(policy.member_rows(signed_in(request), self.path))
        return rows.prefetch_related(*self.lists)

    def show(self, request: Request, row: Any) -> ThingOut:
        hide = set()
        if isinstance(row, HazardZone) and not ground.may_see_ordnance(actor_of(request), row.site_id):
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


@dataclass(frozen=True, slots=True)
class Changes:
    """How one of a noun is changed. `who`: what one must be allowed before anything is judged; None: administrators."""

    message: Any
    operation: Any
    who: May | None


def doors_of(
    noun: str, table: Any, message: Any, operation: Any, *, changes: Changes | None = None, hangs_on: str = "site",
    shown_with: tuple[str, ...] = (),
) -> tuple[type[Things], type[OneThing]]:  # fmt: skip
    """The list and the single door of a noun that hangs on a site, or on a monument of it."""
    query_shape: type[Page] = OfMonument if hangs_on == "monument" else OfSite

    class Shared(Things):
        model = table
        path = "monument__site_id" if hangs_on == "monument" else "site_id"
        lists = shown_with
        create = staticmethod(operation)

        def rows(self, request: Request) -> QuerySet[Any]:
            return super().rows(request).select_related(hangs_on)

    class Many(Shared):
        @says(f"{noun} of the sites you belong to", query=query_shape, answer=ThingOut, many=True)
        def get(self, request: Request, query: Any) -> dict[str, Any]:
            return self.listed(request, query, **{f"{hangs_on}_id": getattr(query, hangs_on)})

        @says(f"Add to the {noun.lower()}", body=message, answer=ThingOut, status=201)
        def post(self, request: Request, body: Any) -> Answer:
            signed_in(request)
            return self.made(request, body)

    class One(Shared, OneThing):
        pass

    Many.__name__, One.__name__ = f"Many{table.__name__}", f"One{table.__name__}"
    return Many, changeable(noun, changes)(One) if changes else One


def changeable(noun: str, changes: Changes) -> Callable[[type[OneThing]], type[OneThing]]:
    """Let a door take changes too."""

    @says(f"Change one of the {noun.lower()}", body=changes.message, answer=ThingOut, if_match=True)
    def patch(self: OneThing, request: Request, id: UUID, body: Any, expected: Any) -> Answer:
        by = signed_in(request)
        row = one_of(self.rows(request), id)
        if changes.who is None:
            policy.require_administrator(by)
        else:
            policy.require(by, changes.who, row.monument.site_id if hasattr(row, "monument_id") else row.site_id)
        version = expected(row)
        changes.operation(id, body(), by=by, expected_version=version)
        row = one_of(self.rows(request), id)
        return Answer(self.show(request, row), version=row.version)

    def add(door: type[OneThing]) -> type[OneThing]:
        door.patch = patch  # type: ignore[attr-defined]
        return door

    return add


Visits, OneVisit = doors_of(
    "Visits", Visit, messages.VisitIn, operations.create_visit, shown_with=("members",),
    changes=Changes(messages.VisitPatch, operations.change_visit, May.RECORD),
)  # fmt: skip
Statements, OneStatement = doors_of(
    "Statements", Statement, messages.StatementIn, operations.record_statement,
    changes=Changes(messages.StatementPatch, operations.change_statement, May.STATE),
)  # fmt: skip
Parts, OnePart = doors_of(
    "Parts", Part, messages.PartIn, operations.create_part, hangs_on="monument",
    changes=Changes(messages.PartPatch, operations.change_part, May.KEEP_REGISTER),
)  # fmt: skip
Locations, OneLocation = doors_of(
    "Locations", Location, messages.LocationIn, operations.record_location, hangs_on="monument",
    changes=Changes(messages.LocationPatch, operations.change_location, May.KEEP_REGISTER),
)  # fmt: skip


class AuthoritiesShown(Things):
    """Authorities belong to no team: whoever is signed in may read who decides."""

    model = Authority

    def rows(self, request: Request) -> QuerySet[Any]:
        signed_in(request)
        return Authority.objects.prefetch_related("sites")


class Authorities(AuthoritiesShown):
    create = staticmethod(operations.record_authority)

    @says("Authorities on file", query=Page, answer=ThingOut, many=True)
    def get(self, request: Request, query: Page) -> dict[str, Any]:
        return self.listed(request, query)

    @says("Put an authority on file", body=messages.AuthorityIn, answer=ThingOut, status=201)
    def post(self, request: Request, body: Any) -> Answer:
        policy.require_administrator(signed_in(request))
        return self.made(request, body)


@changeable("Authorities", Changes(messages.AuthorityPatch, operations.change_authority, None))
class OneAuthority(AuthoritiesShown, OneThing):
    pass


class Revealed(msgspec.Struct):
    full_name: str


class RevealPerson(Door):
    @says("The name of a protected member, for a reason that is kept", body=messages.Reveal, answer=Revealed)
    def post(self, request: Request, id: UUID, body: Any) -> Revealed:
        by, message = signed_in(request), body()
        return Revealed(operations.reveal(id, message.site, because=message.because, by=by))
