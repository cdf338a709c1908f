"""What stands around plans over REST: dossier documents, standing requests, money, deputies, the works themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.messages import EmptyBody
from assessments.people.authentication import signed_in
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration import messages, operations, queries
from assessments.restoration.api.packages import PackageOut, package_out, planner_of
from assessments.restoration.documents import PlanOut, plan_out
from assessments.restoration.models import Deputation, FundingSource, PlanDocument, StandingRequest


class PlanDocumentOut(msgspec.Struct, kw_only=True):
    id: UUID
    document: UUID
    purpose: str
    sha256: str


def document_out(one: PlanDocument) -> PlanDocumentOut:
    return PlanDocumentOut(id=one.id, document=one.document_id, purpose=one.purpose, sha256=one.document.sha256)


class PlanDocuments(JSONView):
    @endpoint("The documents of a plan's dossier", response=PlanDocumentOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        plan = queries.plan(signed_in(request), id)
        rows = plan.dossier_documents.select_related("document")
        return {"results": [document_out(one) for one in rows], "next": None}

    @endpoint("Put a document of the site into the dossier", request=messages.PlanDocumentIn, response=PlanDocumentOut,
              status=201)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any) -> Response:
        by = signed_in(request)
        register.require(by, May.KEEP_DOSSIER, queries.plan(by, id).site_id)
        return respond(document_out(operations.add_document(id, body(), by=by)), status=201)


class PlanDocumentDetail(JSONView):
    @endpoint("Take a document out of the dossier", binary=True, status=204)
    def delete(self, request: Request, id: UUID) -> HttpResponse:
        by = signed_in(request)
        found = queries.plan_document(by, id)
        operations.remove_document(found.plan_id, id, by=by)
        return HttpResponse(status=204)


class RequestAnswers(JSONView):
    @endpoint("Answer a standing request in writing", request=messages.RequestAnswerIn, response=PlanOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        plan = planner_of(id, by)
        version = if_match(plan)
        operations.require_writable(plan)
        plan = operations.answer_request(id, body(), by=by, expected_version=version)
        return respond(plan_out(plan), version=plan.version)


class RequestOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    authority: UUID
    decision: str
    paragraph: str
    text: str
    language: str
    since: date
    until: date | None
    tracks: list[str]
    done: str
    source: str
    external_ids: list[dict[str, str]]
    version: int


def request_out(one: StandingRequest) -> RequestOut:
    return RequestOut(
        id=one.id, site=one.site_id, authority=one.authority_id, decision=one.decision, paragraph=one.paragraph,
        text=one.text, language=one.language, since=one.since, until=one.until, tracks=one.tracks, done=one.done,
        source=one.source, external_ids=one.external_ids, version=one.version,
    )  # fmt: skip


class RequestQuery(Page, kw_only=True):
    site: UUID | None = None


class StandingRequests(JSONView):
    @endpoint("What bodies ask of sites, paragraph by paragraph", query=RequestQuery, response=RequestOut, many=True)
    def get(self, request: Request, query: RequestQuery) -> dict[str, Any]:
        rows = queries.standing_requests_for(signed_in(request), site=query.site)
        return self.paged(request, rows, query, lambda found: [request_out(one) for one in found])

    @endpoint("Record a standing request", request=messages.StandingRequestIn, response=RequestOut, status=201)
    def post(self, request: Request, body: Any) -> Response:
        by = signed_in(request)
        found = operations.record_request(body(), by=by)
        return respond_created(found, request_out(found))


class StandingRequestDetail(JSONView):
    @endpoint("One standing request", response=RequestOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.standing_request(signed_in(request), id)
        return respond(request_out(found), version=found.version)

    @endpoint("Correct or end a standing request, or say what was done", request=messages.StandingRequestPatch,
              response=RequestOut, if_match=True)  # fmt: skip
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.standing_request(by, id)
        register.require(by, May.KEEP_REQUESTS, found.site_id)
        version = if_match(found)
        found = operations.change_request(id, body(), by=by, expected_version=version)
        return respond(request_out(found), version=found.version)


class FundingOut(msgspec.Struct, kw_only=True):
    id: UUID
    plan: UUID
    funder: str
    stage: str
    amount: Decimal
    currency: str
    stated_on: date
    restrictions: str
    source: str
    external_ids: list[dict[str, str]]
    version: int


def funding_out(one: FundingSource) -> FundingOut:
    return FundingOut(
        id=one.id, plan=one.plan_id, funder=one.funder, stage=one.stage, amount=one.amount, currency=one.plan.currency,
        stated_on=one.stated_on, restrictions=one.restrictions, source=one.source, external_ids=one.external_ids,
        version=one.version,
    )  # fmt: skip


class FundingList(JSONView):
    @endpoint("Money for a plan: pledged, committed, received", response=FundingOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        plan = queries.plan(signed_in(request), id)
        return {"results": [funding_out(one) for one in plan.funding.select_related("plan")], "next": None}

    @endpoint("Record money for a plan", request=messages.FundingIn, response=FundingOut, status=201)
    def post(self, request: Request, id: UUID, body: Any) -> Response:
        by = signed_in(request)
        register.require(by, May.KEEP_DOSSIER, queries.plan(by, id).site_id)
        found = operations.record_funding(id, body(), by=by)
        return respond_created(found, funding_out(found))


class FundingDetail(JSONView):
    @endpoint("One source of money", response=FundingOut)
    def get(self, request: Request, id: UUID) -> Response:
        found = queries.funding_source(signed_in(request), id)
        return respond(funding_out(found), version=found.version)

    @endpoint("Correct what is recorded of money", request=messages.FundingPatch, response=FundingOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.funding_source(by, id)
        register.require(by, May.KEEP_DOSSIER, found.plan.site_id)
        version = if_match(found)
        found = operations.change_funding(id, body(), by=by, expected_version=version)
        return respond(funding_out(found), version=found.version)

    @endpoint("Take out what was recorded by mistake", binary=True, status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> HttpResponse:
        by = signed_in(request)
        found = queries.funding_source(by, id)
        register.require(by, May.KEEP_DOSSIER, found.plan.site_id)
        operations.remove_funding(id, by=by, expected_version=if_match(found))
        return HttpResponse(status=204)


class PackageWorks(JSONView):
    @endpoint("Record how far a package is, when it began and ended, and what it cost", request=messages.WorksIn,
              response=PackageOut, if_match=True)  # fmt: skip
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = queries.package(by, id)
        register.require(by, May.RUN_WORKS, found.plan.site_id)
        version = if_match(found)
        operations.record_works(id, body(), by=by, expected_version=version)
        made = queries.package(by, id)
        return respond(package_out(made), version=made.version)


class FoundWorks(JSONView):
    @endpoint("Record works begun without authorisation, as found", request=messages.FoundWorksIn, response=PlanOut,
              status=201)  # fmt: skip
    def post(self, request: Request, body: Any) -> Response:
        by = signed_in(request)
        plan = operations.record_found_works(body(), by=by)
        return respond_created(plan, plan_out(plan))


class DeputationOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    principal: UUID
    deputy: UUID
    first_day: date
    last_day: date
    is_ended: bool


def deputation_out(one: Deputation) -> DeputationOut:
    return DeputationOut(
        id=one.id, site=one.site_id, principal=one.principal_id, deputy=one.deputy_id, first_day=one.first_day,
        last_day=one.last_day, is_ended=one.ended_at is not None,
    )  # fmt: skip


class Deputations(JSONView):
    @endpoint("Who acts for whom, on your sites", response=DeputationOut, many=True)
    def get(self, request: Request) -> dict[str, Any]:
        return {"results": [deputation_out(one) for one in queries.deputations(signed_in(request))], "next": None}

    @endpoint("Name who acts for you between two days", request=messages.DeputationIn, response=DeputationOut,
              status=201)  # fmt: skip
    def post(self, request: Request, body: Any) -> DeputationOut:
        by = signed_in(request)
        return deputation_out(operations.depute(body(), by=by))


class EndDeputation(JSONView):
    @endpoint("End a deputation of yours at once", request=EmptyBody, response=DeputationOut)
    def post(self, request: Request, id: UUID, body: Any) -> DeputationOut:
        by = signed_in(request)
        found = operations.end_deputation(id, by=by)
        body()
        return deputation_out(found)
