"""Work packages of a plan and their estimate lines over REST."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.actor import Actor
from assessments.kit.api import IfMatch, JSONView, endpoint, respond, respond_created
from assessments.people.authentication import signed_in
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import messages, operations, queries
from assessments.restoration.models import EstimateLine, Plan, WorkPackage


class LineOut(msgspec.Struct, kw_only=True):
    id: UUID
    category: str
    element: str
    quantity: Decimal
    unit: str
    rate: dict[str, str]
    rate_source: str
    rate_date: date | None
    external_ids: list[dict[str, str]]
    version: int


class PackageOut(msgspec.Struct, kw_only=True):
    id: UUID
    plan: UUID
    title: str
    description: str
    duration_days: dict[str, Decimal] | None
    crew: str
    phase: str
    progress_percent: int
    began_on: date | None
    ended_on: date | None
    actual_cost: Decimal | None
    works_note: str
    depends_on: list[UUID]
    lines: list[LineOut]
    external_ids: list[dict[str, str]]
    version: int


def line_out(line: EstimateLine) -> LineOut:
    return LineOut(
        id=line.id, category=line.category, element=line.element, quantity=line.quantity, unit=line.unit,
        rate={
            "low": str(line.low_rate), "likely": str(line.likely_rate), "high": str(line.high_rate),
            "currency": line.currency,
        },
        rate_source=line.rate_source, rate_date=line.rate_date, external_ids=line.external_ids, version=line.version,
    )  # fmt: skip


def package_out(package: WorkPackage) -> PackageOut:
    days = None
    if package.low_days is not None and package.likely_days is not None and package.high_days is not None:
        days = {"low": package.low_days, "likely": package.likely_days, "high": package.high_days}
    return PackageOut(
        id=package.id, plan=package.plan_id, title=package.title, description=package.description, duration_days=days,
        crew=package.crew, phase=package.phase, progress_percent=package.progress_percent, began_on=package.began_on,
        ended_on=package.ended_on, actual_cost=package.actual_cost, works_note=package.works_note,
        depends_on=sorted(one.id for one in package.depends_on.all()), version=package.version,
        lines=[line_out(one) for one in package.lines.all()], external_ids=package.external_ids,
    )  # fmt: skip


def planner_of(plan_id: UUID, by: Actor) -> Plan:
    plan = queries.plan(by, plan_id)
    register.require(by, May.PLAN, plan.site_id)
    return plan


class Packages(JSONView):
    @endpoint("The work packages of a plan with their lines", response=PackageOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        plan = queries.plan(signed_in(request), id)
        packages = [package_out(one) for one in queries.packages_of(plan)]
        return {"results": packages, "next": None}

    @endpoint("Add a work package", request=messages.PackageIn, response=PackageOut, status=201)
    def post(self, request: Request, id: UUID, body: Any) -> Response:
        by = signed_in(request)
        planner_of(id, by)
        package = operations.add_package(id, body(), by=by)
        return respond_created(package, package_out(package))


class Lines(JSONView):
    @endpoint("Add an estimate line to a package", request=messages.LineIn, response=PackageOut, status=201)
    def post(self, request: Request, id: UUID, body: Any) -> Response:
        by = signed_in(request)
        planner_of(queries.package(by, id).plan_id, by)
        line = operations.add_line(id, body(), by=by)
        made = queries.package(by, id)
        return respond(package_out(made), status=201 if line.is_new else 200)


class PackageDetail(JSONView):
    @endpoint("One work package with its lines", response=PackageOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.package(signed_in(request), id)
        return respond(package_out(found), version=found.version)

    @endpoint("Change a work package", request=messages.PackagePatch, response=PackageOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.package(by, id)
        plan = planner_of(found.plan_id, by)
        version = if_match(found)
        operations.require_writable(plan)
        operations.change_package(id, body(), by=by, expected_version=version)
        made = queries.package(by, id)
        return respond(package_out(made), version=made.version)

    @endpoint("Take a work package and its lines out of the plan", binary=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> HttpResponse:
        by = signed_in(request)
        found = queries.package(by, id)
        planner_of(found.plan_id, by)
        operations.remove_package(id, by=by, expected_version=if_match(found))
        return HttpResponse(status=204)


class LineDetail(JSONView):
    @endpoint("One estimate line", response=LineOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.line(signed_in(request), id)
        return respond(line_out(found), version=found.version)

    @endpoint("Change an estimate line", request=messages.LinePatch, response=LineOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.line(by, id)
        plan = planner_of(found.package.plan_id, by)
        version = if_match(found)
        operations.require_writable(plan)
        made = operations.change_line(id, body(), by=by, expected_version=version)
        return respond(line_out(made), version=made.version)

    @endpoint("Take an estimate line out of the plan", binary=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> HttpResponse:
        by = signed_in(request)
        found = queries.line(by, id)
        planner_of(found.package.plan_id, by)
        operations.remove_line(id, by=by, expected_version=if_match(found))
        return HttpResponse(status=204)
