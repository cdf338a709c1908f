"""Views of the smaller resources, which belong to a site or a monument, and of authorities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.resources import get_visible
from assessments.people.authentication import actor_of, signed_in
from assessments.people.models import Organisation
from assessments.register import messages, operations, policy
from assessments.register.documents import ResourceOut, resource_for
from assessments.register.models import (
    Authority,
    BaseMap,
    Block,
    Location,
    Part,
    SiteFeature,
    Statement,
    Visit,
)
from assessments.register.roles import May


class SiteFilter(Page, kw_only=True):
    site: UUID | None = None


class MonumentFilter(Page, kw_only=True):
    monument: UUID | None = None


class ResourceList(JSONView):
    """List and create view of a resource whose rows belong to a site's team."""

    model: ClassVar[Any]
    path: ClassVar[str] = "site_id"
    prefetch_paths: ClassVar[tuple[str, ...]] = ()
    """Related rows to prefetch for the response."""
    create: ClassVar[Any] = None

    def rows(self, request: Request) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(policy.member_rows(signed_in(request), self.path))
        return rows.prefetch_related(*self.prefetch_paths)

    def serialize(self, request: Request, row: Any) -> ResourceOut:
        return resource_for(actor_of(request), row)

    def listed(self, request: Request, page: Page, **filters: Any) -> dict[str, Any]:
        rows = self.rows(request).filter(**{name: value for name, value in filters.items() if value})
        return self.paged(request, rows, page, lambda found: [self.serialize(request, one) for one in found])

    def made(self, request: Request, body: Callable[[], Any]) -> Response:
        row = type(self).create(body(), by=signed_in(request))
        return respond_created(row, self.serialize(request, row))


class ResourceDetail(ResourceList):
    @endpoint("One of them", response=ResourceOut)
    def get(self, request: Request, id: UUID) -> Response:
        row = get_visible(self.rows(request), id)
        return respond(self.serialize(request, row), version=row.version)


@dataclass(frozen=True, slots=True)
class ChangeSpec:
    """How a resource is changed by PATCH. `who`: the permission required first; None: administrators only."""

    message: Any
    operation: Any
    who: May | None


def resource_views(
    plural: str, table: Any, message: Any, operation: Any, *, changes: ChangeSpec | None = None, parent: str = "site",
    prefetch: tuple[str, ...] = (),
) -> tuple[type[ResourceList], type[ResourceDetail]]:  # fmt: skip
    """The list view and the detail view of a resource that belongs to a site, or to a monument of it."""
    query_shape: type[Page] = MonumentFilter if parent == "monument" else SiteFilter

    class Shared(ResourceList):
        model = table
        path = "monument__site_id" if parent == "monument" else "site_id"
        prefetch_paths = prefetch
        create = staticmethod(operation)

        def rows(self, request: Request) -> QuerySet[Any]:
            return super().rows(request).select_related(parent)

    class Many(Shared):
        @endpoint(f"{plural} of the sites you belong to", query=query_shape, response=ResourceOut, many=True)
        def get(self, request: Request, query: Any) -> dict[str, Any]:
            return self.listed(request, query, **{f"{parent}_id": getattr(query, parent)})

        @endpoint(f"Add to the {plural.lower()}", request=message, response=ResourceOut, status=201)
        def post(self, request: Request, body: Any) -> Response:
            signed_in(request)
            return self.made(request, body)

    class One(Shared, ResourceDetail):
        pass

    Many.__name__, One.__name__ = f"{table.__name__}List", f"{table.__name__}Detail"
    return Many, with_patch(plural, changes)(One) if changes else One


def with_patch(plural: str, changes: ChangeSpec) -> Callable[[type[ResourceDetail]], type[ResourceDetail]]:
    """Class decorator: add PATCH to a detail view."""

    @endpoint(f"Change one of the {plural.lower()}", request=changes.message, response=ResourceOut, if_match=True)
    def patch(self: ResourceDetail, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        row = get_visible(self.rows(request), id)
        if changes.who is None:
            policy.require_administrator(by)
        else:
            policy.require(by, changes.who, row.monument.site_id if hasattr(row, "monument_id") else row.site_id)
        version = if_match(row)
        changes.operation(id, body(), by=by, expected_version=version)
        row = get_visible(self.rows(request), id)
        return respond(self.serialize(request, row), version=row.version)

    def add(view: type[ResourceDetail]) -> type[ResourceDetail]:
        view.patch = patch  # type: ignore[attr-defined]
        return view

    return add


VisitList, VisitDetail = resource_views(
    "Visits", Visit, messages.VisitIn, operations.create_visit, prefetch=("members",),
    changes=ChangeSpec(messages.VisitPatch, operations.change_visit, May.RECORD),
)  # fmt: skip
StatementList, StatementDetail = resource_views(
    "Statements", Statement, messages.StatementIn, operations.record_statement,
    changes=ChangeSpec(messages.StatementPatch, operations.change_statement, May.STATE),
)  # fmt: skip
SiteFeatureList, SiteFeatureDetail = resource_views(
    "Features of site plans", SiteFeature, messages.SiteFeatureIn, operations.record_site_feature,
    changes=ChangeSpec(messages.SiteFeaturePatch, operations.change_site_feature, May.KEEP_REGISTER),
)  # fmt: skip
PartList, PartDetail = resource_views(
    "Parts", Part, messages.PartIn, operations.create_part, parent="monument",
    changes=ChangeSpec(messages.PartPatch, operations.change_part, May.KEEP_REGISTER),
)  # fmt: skip
LocationList, LocationDetail = resource_views(
    "Locations", Location, messages.LocationIn, operations.record_location, parent="monument",
    changes=ChangeSpec(messages.LocationPatch, operations.change_location, May.KEEP_REGISTER),
)  # fmt: skip

BlockList, BlockDetail = resource_views(
    "Fallen blocks", Block, messages.BlockIn, operations.record_block, parent="monument",
    changes=ChangeSpec(messages.BlockPatch, operations.change_block, May.PROPOSE),
)  # fmt: skip


def installation_views(
    plural: str, made_as: str, table: Any, message: Any, operation: Any, changes: ChangeSpec,
    *, listed_as: str, prefetch: tuple[str, ...] = (),
) -> tuple[type[ResourceList], type[ResourceDetail]]:  # fmt: skip
    """The list view and the detail view of a resource that belongs to no team: whoever is signed in may read it, and
    administrators of all sites keep it."""

    class Shared(ResourceList):
        model = table
        prefetch_paths = prefetch

        def rows(self, request: Request) -> QuerySet[Any]:
            signed_in(request)
            rows: QuerySet[Any] = table.objects.all()
            return rows.prefetch_related(*prefetch)

    class Many(Shared):
        create = staticmethod(operation)

        @endpoint(listed_as, query=Page, response=ResourceOut, many=True)
        def get(self, request: Request, query: Page) -> dict[str, Any]:
            return self.listed(request, query)

        @endpoint(made_as, request=message, response=ResourceOut, status=201)
        def post(self, request: Request, body: Any) -> Response:
            policy.require_administrator(signed_in(request))
            return self.made(request, body)

    class One(Shared, ResourceDetail):
        pass

    Many.__name__, One.__name__ = f"{table.__name__}List", f"{table.__name__}Detail"
    return Many, with_patch(plural, changes)(One)


OrganisationList, OrganisationDetail = installation_views(
    "Organisations", "Put an organisation on file", Organisation, messages.OrganisationIn,
    operations.record_organisation, ChangeSpec(messages.OrganisationPatch, operations.change_organisation, None),
    listed_as="Organisations on file",
)  # fmt: skip
AuthorityList, AuthorityDetail = installation_views(
    "Authorities", "Put an authority on file", Authority, messages.AuthorityIn, operations.record_authority,
    ChangeSpec(messages.AuthorityPatch, operations.change_authority, None), listed_as="Authorities on file",
    prefetch=("sites",),
)  # fmt: skip
BaseMapList, BaseMapDetail = installation_views(
    "Base maps", "Offer a base map", BaseMap, messages.BaseMapIn, operations.record_base_map,
    ChangeSpec(messages.BaseMapPatch, operations.change_base_map, None), listed_as="Base maps of this installation",
)  # fmt: skip


class Revealed(msgspec.Struct):
    full_name: str


class RevealPerson(JSONView):
    @endpoint("The name of a protected member, for a reason that is kept", request=messages.Reveal, response=Revealed)
    def post(self, request: Request, id: UUID, body: Any) -> Revealed:
        by, message = signed_in(request), body()
        return Revealed(operations.reveal(id, message.site, because=message.because, by=by))
