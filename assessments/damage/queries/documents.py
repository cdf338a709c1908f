"""A report as one nested document: for the API, for sync, for its frozen snapshots."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Prefetch, QuerySet

from assessments.damage import policy
from assessments.damage.errors import SealedInClear
from assessments.damage.models import DamageReport, ReportPhoto, ReportSnapshot
from assessments.kit.actor import Actor
from assessments.kit.seal import Opened, opened, sealed_file


class FindingOut(msgspec.Struct):
    id: UUID
    part: UUID | None
    part_label: str
    causes: list[dict[str, Any]]
    effects: list[dict[str, Any]]
    stone_pattern: str
    extent: str
    measurements: dict[str, Any]
    element: str
    material: str
    plan_reference: str
    recommendations: list[dict[str, Any]]
    urgent_measure: str
    occurred: dict[str, Any]
    note: str


class PhotoLinkOut(msgspec.Struct):
    photo: UUID
    role: str
    finding: UUID | None


class Arrived(msgspec.Struct):
    """How many of the photographs that the report names have arrived."""

    named: int
    arrived: int
    ready: int


class ReportOut(msgspec.Struct, kw_only=True):
    id: UUID
    reference: str | None
    status: str
    revision: int
    version: int
    site: UUID
    monument: UUID
    visit: UUID | None
    method: str
    stage: str
    observed: dict[str, Any]
    observers: list[str]
    author: UUID
    entered_by: UUID
    field_number: str
    scope: str
    seen: list[str]
    seen_parts: list[str]
    not_reached: list[str]
    imagery_source: str
    weather: str
    interventions: list[str]
    damage: str | None
    reference_state: dict[str, Any]
    change_reason: str | None
    conservation_state: str | None
    extent: str | None
    certainty: str | None
    posting: str | None
    cordon_m: Decimal | None
    cordon_reason: str
    pilot_location: dict[str, Any] | None
    priority: str | None
    priority_reason: str
    priority_computed: str | None
    intervention_required: str
    safety_hazards: str
    original_fabric_share: Decimal | None
    narrative: str
    language: str
    incident: UUID | None
    supersedes: UUID | None
    findings: list[FindingOut]
    factors: list[dict[str, Any]]
    photos: list[PhotoLinkOut]
    photos_arrived: Arrived
    gate: dict[str, Any] | None
    outside_released_area: bool | None
    warnings: list[dict[str, str]]
    submitted_at: datetime | None
    verified_at: datetime | None
    verified_by: UUID | None
    verified_on_basis: str | None
    external_ids: list[dict[str, str]]
    created_at: datetime
    updated_at: datetime


def with_lists(rows: QuerySet[DamageReport]) -> QuerySet[DamageReport]:
    """Prefetch all that `ReportOut` needs: four queries, whatever the number of reports."""
    links = Prefetch("photo_links", ReportPhoto.objects.select_related("photo").only(
        "report_id", "photo_id", "role", "finding_id", "photo__state", "photo__exif_longitude",
        "photo__exif_latitude"))  # fmt: skip
    return rows.prefetch_related("findings", "factors", links)


def report_out(report: DamageReport, *, sees_gate: bool) -> ReportOut:
    """The response document of a report. `sees_gate`: whether the reader may see the gate's answer, whether it was made
    outside released ground, and where the pilot of a drone stood."""
    links = list(report.photo_links.all())
    return ReportOut(
        id=report.id, reference=report.reference, status=report.status, revision=report.revision,
        version=report.version, site=report.site_id, monument=report.monument_id, visit=report.visit_id,
        method=report.method, stage=report.stage, observed=report.observed, observers=report.observers,
        author=report.author_id, entered_by=report.entered_by_id, field_number=report.field_number,
        scope=report.scope, seen=report.seen, seen_parts=report.seen_parts, not_reached=report.not_reached,
        imagery_source=report.imagery_source, weather=report.weather, interventions=report.interventions,
        damage=report.damage or None,
        reference_state=report.reference_state, change_reason=report.change_reason or None,
        conservation_state=report.conservation_state or None, extent=report.extent or None,
        certainty=report.certainty or None, posting=report.posting or None, cordon_m=report.cordon_m,
        cordon_reason=report.cordon_reason, pilot_location=report.pilot_location if sees_gate else None,
        priority=report.priority or None, priority_reason=report.priority_reason,
        priority_computed=report.priority_computed or None, intervention_required=report.intervention_required,
        safety_hazards=report.safety_hazards, original_fabric_share=report.original_fabric_share,
        narrative=report.narrative, language=report.language, incident=report.incident_id,
        supersedes=report.supersedes_id,
        findings=[
            FindingOut(
                one.id, one.part_id, one.part_label, one.causes, one.effects, one.stone_pattern, one.extent,
                one.measurements, one.element, one.material, one.plan_reference, one.recommendations,
                one.urgent_measure, one.occurred, one.note,
            )
            for one in report.findings.all()
        ],
        factors=[
            {
                "category": one.category, "type": one.type, "probability": one.probability, "horizon": one.horizon,
                "assessor": one.assessor_id,
            }
            for one in report.factors.all()
        ],
        photos=[PhotoLinkOut(one.photo_id, one.role, one.finding_id) for one in links],
        photos_arrived=_arrived({one.photo_id: one.photo.state for one in links}),
        gate=report.gate if sees_gate else None,
        outside_released_area=report.outside_released_area if sees_gate else None,
        warnings=report.warnings, submitted_at=report.submitted_at, verified_at=report.verified_at,
        verified_by=report.verified_by_id, verified_on_basis=report.verified_on_basis or None,
        external_ids=report.external_ids, created_at=report.created_at, updated_at=report.updated_at,
    )  # fmt: skip


def _arrived(states: Mapping[UUID, str]) -> Arrived:
    found = states.values()
    return Arrived(len(found), sum(one != "registered" for one in found), sum(one == "ready" for one in found))


def arrival_of(report: DamageReport) -> Arrived:
    """How many of its photographs a report names, and how many have arrived, whether or not one may see them."""
    return _arrived(dict(ReportPhoto.objects.filter(report=report).values_list("photo_id", "photo__state")))


def reports_out(actor: Actor, reports: Sequence[DamageReport]) -> list[ReportOut]:
    return [report_out(one, sees_gate=policy.may_see_gate(one, actor)) for one in reports]


def document_of(report: DamageReport) -> dict[str, Any]:
    """The content of a snapshot: everything people entered and the gate result, without workflow fields."""
    document = msgspec.to_builtins(report_out(report, sees_gate=True))
    workflow_fields = (
        "status", "version", "verified_at", "verified_by", "verified_on_basis", "photos_arrived", "updated_at",
        "created_at", "reference", "submitted_at",
    )  # fmt: skip
    return {name: value for name, value in document.items() if name not in workflow_fields}


def submission(snapshot: ReportSnapshot, actor: Actor) -> Opened:
    """What was submitted, with its private values put back, as far as the actor may see them."""
    withhold = () if policy.may_see_gate(snapshot.report, actor) else policy.GATE_FIELDS
    return opened(bytes(snapshot.canonical), snapshot.private, withhold=withhold)


def submission_file(snapshot: ReportSnapshot, actor: Actor) -> dict[str, Any]:
    """What was submitted as a file to hand out, with the salts. Raises `SealedInClear` where the sealed bytes of an
    old submission say what the actor may not read."""
    report = snapshot.report
    withhold = () if policy.may_see_gate(report, actor) else policy.GATE_FIELDS
    facts = {
        "of": {"kind": "report", "id": str(report.id), "reference": report.reference, "submission": snapshot.number},
        "sealed_at": snapshot.submitted_at.isoformat(),
    }
    try:
        return sealed_file(bytes(snapshot.canonical), snapshot.private, facts, withhold=withhold)
    except ValueError:
        raise SealedInClear from None


def document_of_snapshot(snapshot: ReportSnapshot) -> dict[str, Any]:
    """The submitted document with its private values restored; values erased since are None."""
    return opened(bytes(snapshot.canonical), snapshot.private).document


def reports_naming(photo_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The reports that name these photographs, with their sites: they tell how many of theirs have arrived."""
    rows = DamageReport.objects.filter(photo_links__photo__in=photo_ids).distinct()
    return dict(rows.values_list("pk", "site_id"))
