"""Reports over REST, and what follows from them: damage states and site summaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.damage import crosswalks, messages, operations, policy, queries
from assessments.damage.errors import NotTheAuthor, NotYoursToMove
from assessments.damage.models import DamageReport
from assessments.damage.queries.documents import ReportOut, with_lists
from assessments.damage.workflow import REPORT
from assessments.kit.actor import Actor
from assessments.kit.api import IfMatch, JSONView, Page, endpoint, respond, respond_created
from assessments.kit.messages import EmptyBody
from assessments.kit.resources import get_visible
from assessments.kit.sealed_response import sealed_response
from assessments.people.authentication import actor_of, signed_in
from assessments.register import messages as register_messages
from assessments.register import policy as register_policy
from assessments.register import queries as register
from assessments.register.api import ChangeSpec, resource_views
from assessments.register.documents import MonumentOut, monument_out
from assessments.register.messages import SplitOff
from assessments.register.models import Incident
from assessments.register.roles import May


class ReportQuery(Page, kw_only=True):
    site: UUID | None = None
    monument: UUID | None = None
    visit: UUID | None = None
    author: UUID | None = None
    status: str = ""
    damage: str = ""
    method: str = ""
    priority: str = ""
    stage: str = ""
    scope: str = ""
    certainty: str = ""
    cause: str = ""
    effect: str = ""
    factor: str = ""
    incident: UUID | None = None
    disputed: bool = False
    photographs: Literal["", "with", "without"] = ""
    seen_from: date | None = None
    seen_to: date | None = None


class RevisionOut(msgspec.Struct):
    """`document` as it was submitted; fields in `erased` were erased since, those in `withheld` are not for you."""

    number: int
    submitted_at: datetime
    sha256: str
    document: dict[str, Any]
    erased: list[str]
    withheld: list[str]


class AsOfQuery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    on: date | None = None
    known_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class DamageOut(msgspec.Struct, kw_only=True):
    grade: str | None
    in_other_scales: dict[str, str | None]
    report: UUID | None
    method: str | None
    seen_on: date | None
    certainty: str | None
    before_incident: bool
    disputed: bool
    parts: list[dict[str, Any]]


class SummaryOut(msgspec.Struct, kw_only=True):
    site: UUID
    on: date
    on_list: int
    list_is_complete: bool
    assessed: int
    not_assessed: int
    by_field: int
    by_remote: int
    by_grade: dict[str, int]
    before_incident: int
    disputed: int
    groups_on_list: int
    groups_assessed: int
    groups_none_or_slight: int
    by_area: dict[str, Any] | None
    attributes: list[dict[str, Any]]
    statements: list[dict[str, Any]]


def _one(by: Actor, report_id: UUID) -> DamageReport:
    """The report with its lists prefetched, but without the related people and sites that only HTML pages need."""
    return get_visible(with_lists(queries.reports(by)), report_id)


def _told(by: Actor, found: Sequence[DamageReport]) -> list[msgspec.Raw]:
    told = queries.reports_told(by, [one.pk for one in found])
    return [told[one.pk][2] for one in found if one.pk in told]


def _report_response(request: Request, report_id: UUID, status: int = 200) -> Response:
    _id, version, document = queries.report_told(actor_of(request), report_id)
    return respond(document, status=status, version=version)


class ReportList(JSONView):
    @endpoint("Reports that you may see", query=ReportQuery, response=ReportOut, many=True)
    def get(self, request: Request, query: ReportQuery) -> dict[str, Any]:
        by = signed_in(request)
        rows = queries.reports(
            by, site=query.site, monument=query.monument, visit=query.visit, author=query.author,
            incident=query.incident, terms={name: getattr(query, name) for name in queries.TERM_FILTERS},
            disputed=query.disputed, with_photographs=queries.PHOTOGRAPHS[query.photographs],
            seen_from=query.seen_from, seen_to=query.seen_to,
        )  # fmt: skip
        return self.paged(request, rows.only("pk"), query, lambda found: _told(by, found))

    @endpoint("Keep a draft", request=messages.ReportIn, response=ReportOut, status=201)
    def post(self, request: Request, body: Callable[[], messages.ReportIn]) -> Response:
        report = operations.create_report(body(), by=signed_in(request))
        return _report_response(request, report.id, 201 if report.is_new else 200)


class ReportDetail(JSONView):
    @endpoint("One report", response=ReportOut)
    def get(self, request: Request, id: UUID) -> Response:
        signed_in(request)
        return _report_response(request, id)

    @endpoint("Change a draft or a returned report", request=messages.ReportPatch, response=ReportOut, if_match=True)
    def patch(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = get_visible(policy.visible_reports(by), id)
        _require_author(found, by)
        version = if_match(found)
        operations.require_writable(found)
        operations.change_report(id, body(), by=by, expected_version=version, row=found)
        return _report_response(request, id)

    @endpoint("Delete your own draft", status=204, if_match=True)
    def delete(self, request: Request, id: UUID, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = _one(by, id)
        _require_author(found, by)
        operations.delete_draft(id, by=by, expected_version=if_match(found))
        return respond(None, status=204)


def _require_author(report: DamageReport, by: Any) -> None:
    if not policy.is_author(report, by):
        raise NotTheAuthor


def _transition_view(
    name: str, summary: str, shape: Any, require: Callable[[DamageReport, Actor], None], run: Any, move: str = ""
) -> type[JSONView]:  # fmt: skip
    """The view of one workflow transition: `require` checks who may do it before all else, `move` is its name."""

    class TransitionView(JSONView):
        @endpoint(summary, request=shape, response=ReportOut, if_match=True)
        def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
            by = signed_in(request)
            found = _one(by, id)
            require(found, by)
            version = if_match(found)
            if move:
                REPORT.require(found.status, move)
            message = body()
            run(id, by=by, expected_version=version, **msgspec.structs.asdict(message))
            return _report_response(request, id)

    TransitionView.__name__ = name
    return TransitionView


_require_reviewer = operations.require_reviewer
SubmitReport = _transition_view(
    "SubmitReport", "Submit for review", messages.Submit, _require_author, operations.submit, "submit"
)
ReturnReport = _transition_view(
    "ReturnReport", "Return with a note", messages.Return, _require_reviewer, operations.return_, "return"
)
VerifyReport = _transition_view(
    "VerifyReport", "Verify", messages.Verify, _require_reviewer, operations.verify, "verify"
)
WithdrawReport = _transition_view(
    "WithdrawReport",
    "Take back what you submitted",
    messages.RequiredNote,
    _require_author,
    operations.withdraw,
    "withdraw",
)
RetractReport = _transition_view(
    "RetractReport",
    "Take back a wrong verification",
    messages.RequiredNote,
    _require_reviewer,
    operations.retract,
    "retract",
)
AdjudicateReport = _transition_view(
    "AdjudicateReport", "Say in writing that this report stands against others", messages.Adjudicate, _require_reviewer,
    operations.adjudicate, "adjudicate",
)  # fmt: skip


class CorrectReport(JSONView):
    @endpoint(
        "Begin a correction of a verified report, filled with it", request=EmptyBody, response=ReportOut, status=201
    )
    def post(self, request: Request, id: UUID, body: Any) -> Response:
        by = signed_in(request)
        found = _one(by, id)
        register_policy.require(by, May.RECORD, found.site_id)
        body()
        made = operations.begin_correction(id, by=by)
        return _report_response(request, made.id, 201 if made.is_new else 200)


def _require_mover(report: DamageReport, by: Actor) -> None:
    if not operations.may_move(report, by):
        raise NotYoursToMove


def _run_move(report_id: UUID, *, monument: UUID, **rest: Any) -> DamageReport:
    return operations.move_report(report_id, monument, **rest)


MoveReport = _transition_view(
    "MoveReport", "Put a report on the monument that it is about", messages.MoveTo, _require_mover, _run_move
)


class MergeMonument(JSONView):
    @endpoint("Merge a monument into another", request=messages.MergeInto, response=MonumentOut, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = register.monument(by, id)
        register_policy.require(by, May.KEEP_REGISTER, found.site_id)
        version, message = if_match(found), body()
        operations.merge_monuments(id, message.into, by=by, note=message.note, expected_version=version)
        found = register.monument(by, id)
        return respond(monument_out(found), version=found.version)


class SplitMonument(JSONView):
    @endpoint("Split a monument off another", request=SplitOff, response=MonumentOut, status=201, if_match=True)
    def post(self, request: Request, id: UUID, body: Any, if_match: IfMatch) -> Response:
        by = signed_in(request)
        found = register.monument(by, id)
        register_policy.require(by, May.KEEP_REGISTER, found.site_id)
        version, message = if_match(found), body()
        made = operations.split_monument(message, id, by=by, expected_version=version)
        return respond_created(made, monument_out(register.monument(by, made.id)))


class Revisions(JSONView):
    @endpoint("What was submitted, each time", response=RevisionOut, many=True)
    def get(self, request: Request, id: UUID) -> dict[str, Any]:
        by = signed_in(request)
        found = []
        for one in queries.revisions_of(_one(by, id)):
            said = queries.submission(one, by)
            found.append(
                RevisionOut(one.number, one.submitted_at, one.sha256, said.document, said.erased, said.withheld)
            )
        return {"results": found, "next": None}


class Revision(JSONView):
    @endpoint("What was submitted, whole and with its salts: recompute its hash with verify_sealed.py", binary=True)
    def get(self, request: Request, id: UUID, number: int) -> Any:
        by = signed_in(request)
        found = queries.revision_of(_one(by, id), number)
        return sealed_response(queries.submission_file(found, by), f"{found.report.reference}-{number}")


# Incidents belong to the register, but their views are here because changing one recomputes damage states.
IncidentList, IncidentDetail = resource_views(
    "Incidents", Incident, register_messages.IncidentIn, operations.propose_incident, prefetch=("monuments",),
    changes=ChangeSpec(register_messages.IncidentPatch, operations.change_incident, May.KEEP_REGISTER),
)  # fmt: skip


class MonumentDamage(JSONView):
    @endpoint("The damage state of a monument, on a day and as known at a moment", query=AsOfQuery, response=DamageOut)
    def get(self, request: Request, id: UUID, query: AsOfQuery) -> DamageOut:
        by = actor_of(request)
        monument = register.monument(by, id)
        state = queries.damage_state(by, monument, query.on, query.known_at)
        parts = queries.part_states(by, monument, query.on, query.known_at)
        return DamageOut(
            grade=state.grade, in_other_scales=crosswalks.in_other_scales(state.grade), report=state.report,
            method=state.method or None, seen_on=state.seen_on,
            certainty=state.certainty or None, before_incident=state.before_incident, disputed=state.disputed,
            parts=[
                {"part": one.part, "label": one.label, "grade": one.grade, "report": one.report}
                | {"method": one.method or None, "seen_on": one.seen_on, "proposed": one.is_proposed}
                for one in parts
            ],
        )  # fmt: skip


class SiteSummary(JSONView):
    @endpoint(
        "A site's figures with their denominator, and the statements beside them", query=AsOfQuery, response=SummaryOut
    )
    def get(self, request: Request, id: UUID, query: AsOfQuery) -> SummaryOut:
        by = actor_of(request)
        site = register.site(by, id)
        found = queries.summary(by, site, query.on, query.known_at)
        statements = [
            {
                "who": one.who,
                "office": one.office,
                "said_on": one.said_on,
                "about": one.about,
                "words": one.words,
                "language": one.language,
                "figure": one.figure,
                "source": one.source,
                "difference": one.difference,
            }
            for one in register.statements_about(site)
        ]
        return SummaryOut(
            site=site.id, on=found.on, on_list=found.on_list, list_is_complete=found.list_is_complete,
            assessed=found.assessed, not_assessed=found.not_assessed, by_field=found.by_field,
            by_remote=found.by_remote, by_grade=found.by_grade, before_incident=found.before_incident,
            disputed=found.disputed, groups_on_list=found.groups_on_list, groups_assessed=found.groups_assessed,
            groups_none_or_slight=found.groups_none_or_slight,
            by_area=asdict(found.by_area) if found.by_area else None,
            attributes=[asdict(one) for one in found.attributes], statements=statements,
        )  # fmt: skip
