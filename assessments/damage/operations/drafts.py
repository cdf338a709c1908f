"""Creating and changing drafts. Only schema, vocabulary and references are validated here; `submit` validates the rest.

Creation works in batches, since field devices send reports in bulk: everything the batch refers to is loaded at once,
each message is validated on its own, and the valid ones are inserted in bulk. A single report is a batch of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit.operations import Entry, Subject
from assessments.damage import policy, vocabulary
from assessments.damage.errors import NotTheAuthor, NotWritable
from assessments.damage.messages import (
    Cause,
    Effect,
    FactorIn,
    FindingIn,
    Measurements,
    PhotoLink,
    Recommendation,
    ReportIn,
    ReportPatch,
)
from assessments.damage.models import DamageReport, Factor, Finding, ReportPhoto
from assessments.damage.operations.validation import (
    LISTS,
    columns_of,
    known_photos,
    load,
    require_belonging,
    require_factors,
    require_findings,
    require_known_terms,
    require_links,
    validated_row,
)
from assessments.damage.workflow import WRITABLE
from assessments.kit import bulk, clock, ids, resources, uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.errors import Conflict, NotFound, Problem, SomebodyWasFaster, refused_by_database
from assessments.kit.messages import given
from assessments.kit.resources import Changes
from assessments.register import policy as register
from assessments.register import queries as register_queries

OPEN_FIELDS = frozenset(
    {
        "monument_id", "site_id", "visit_id", "stage", "method", "observed", "scope", "damage", "change_reason",
        "conservation_state", "extent", "certainty", "posting", "cordon_m", "priority", "intervention_required",
        "safety_hazards", "original_fabric_share", "language", "incident_id", "supersedes_id", "status", "reference",
        "revision", "basis", "sha256",
    }
)  # fmt: skip


def create_reports(messages: Sequence[ReportIn], *, by: Actor) -> list[DamageReport | Problem]:
    """Save many drafts at once; returns one outcome per message, in order.

    An invalid message yields a `Problem` in its place and does not affect the others.
    """
    known = load(messages, by)
    outcomes: list[DamageReport | Problem | None] = []
    fresh: dict[UUID, tuple[DamageReport, ReportIn]] = {}
    for message in messages:
        try:
            row = validated_row(message, known, by)
        except Problem as refusal:
            outcomes.append(refusal)
            continue
        if row is not None and message.id not in fresh:
            fresh[message.id] = (row, message)
        outcomes.append(row)
    _write(list(fresh.values()), by)
    repeated = [one.id for one, outcome in zip(messages, outcomes, strict=True) if outcome is None]
    present = DamageReport.objects.in_bulk(repeated) if repeated else {}
    return [outcome or present[one.id] for one, outcome in zip(messages, outcomes, strict=True)]


def _write(rows: Sequence[tuple[DamageReport, ReportIn]], by: Actor) -> None:
    if not rows:
        return
    made: list[Sequence[Model]] = [[row for row, _message in rows], *_lists_of(rows)]
    try:
        with transaction.atomic():
            audit.record_many([_drafted_entry(row, message) for row, message in rows], by=by, made=made)
    except IntegrityError as failure:
        raise refused_by_database(failure) from None
    for row, _message in rows:
        row.is_new = True


def _lists_of(rows: Sequence[tuple[DamageReport, Any]]) -> tuple[list[Finding], list[Factor], list[ReportPhoto]]:
    findings: list[Finding] = []
    factors: list[Factor] = []
    links: list[ReportPhoto] = []
    for row, message in rows:
        findings += _findings(row, message.findings)
        factors += _factors(row, message.factors)
        links += _links(row, message.photos)
    return findings, factors, links


def _findings(row: DamageReport, findings: Sequence[FindingIn]) -> list[Finding]:
    made = []
    for index, one in enumerate(findings):
        plain = msgspec.to_builtins(one, builtin_types=(UUID,))
        plain["part_id"] = plain.pop("part")
        plain["causes"] = msgspec.to_builtins(one.causes)
        plain["occurred"] = uncertain_dates.parsed(one.occurred, "/occurred").as_json() if one.occurred else {}
        made.append(bulk.new(Finding, {"report_id": row.id, "place_in_list": index, **plain}))
    return made


def _factors(row: DamageReport, factors: Sequence[FactorIn]) -> list[Factor]:
    made = []
    for one in factors:
        values = msgspec.structs.asdict(one)
        made.append(bulk.new(Factor, {"report_id": row.id, "assessor_id": values.pop("assessor"), **values}))
    return made


def _links(row: DamageReport, links: Sequence[PhotoLink]) -> list[ReportPhoto]:
    return [
        bulk.new(
            ReportPhoto,
            {
                "report_id": row.id,
                "photo_id": one.photo,
                "finding_id": one.finding,
                "role": one.role,
                "place_in_list": index,
            },
        )
        for index, one in enumerate(links)
    ]


def _drafted_entry(row: DamageReport, message: ReportIn) -> Entry:
    values = msgspec.to_builtins(message)
    changes = {
        ("monument_id" if name == "monument" else name): (None, value) for name, value in values.items() if value
    }
    subject = Subject("report", row.id, row.site_id)
    return Entry("damage.report.drafted", subject, changes, OPEN_FIELDS, version=row.version)


def create_report(message: ReportIn, *, by: Actor) -> DamageReport:
    """Save one draft. Raises `NotFound`, `NotAMember`, `Invalid`, `IdTaken`."""
    (outcome,) = create_reports([message], by=by)
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def begin_report(monument_id: UUID, *, by: Actor, language: str, author: UUID | None = None) -> DamageReport:
    """An empty draft of today, observed by whoever begins it, in the visit they are on. With `author` it is the paper
    form of somebody else, of a day still to be given, typed in by whoever begins it."""
    if author and author != by.user_id:
        return create_report(
            ReportIn(
                id=ids.uuid7(), monument=monument_id, method="field_visual", observed={"precision": "unknown"},
                author=author, observers=[author], language=language,
            ),
            by=by,
        )  # fmt: skip
    place = register.visible_monuments(by).filter(pk=monument_id).values_list("site_id", "site__time_zone").first()
    today = clock.today(place[1] if place else "UTC")
    visit = register_queries.visit_on(by, place[0], today) if place else None
    message = ReportIn(
        id=ids.uuid7(), monument=monument_id, method=(visit and visit.method) or "field_visual",
        visit=visit.id if visit else None,
        observed={"precision": "on", "from": today.isoformat()},
        observers=[by.user_id] if by.user_id else [], language=language,
    )  # fmt: skip
    return create_report(message, by=by)


def writable(report_id: UUID, by: Actor) -> DamageReport:
    """The report if this actor may write it now. Raises `NotFound`, `NotTheAuthor`, `NotWritable`."""
    report = resources.get_visible(policy.visible_reports(by), report_id)
    require_author(report, by)
    return report


def require_author(report: DamageReport, by: Actor) -> None:
    """Raises `NotTheAuthor`, and `NotWritable` unless the report is a draft or was returned."""
    if not policy.is_author(report, by):
        raise NotTheAuthor
    require_writable(report)


def require_writable(report: DamageReport) -> None:
    """Raises `NotWritable` unless the report is a draft or was returned."""
    if report.status not in WRITABLE:
        raise NotWritable(status=vocabulary.REPORT_STATUS.label(report.status))


def change_report(
    report_id: UUID, message: ReportPatch, *, by: Actor, expected_version: int | None, row: DamageReport | None = None
) -> DamageReport:
    """Change a draft or a returned report; lists given replace the lists there were. `row`: the report, if the caller
    has read it as one that this actor may write."""
    report = row or writable(report_id, by)
    values = given(message)
    require_known_terms(values)
    if values.keys() & REFERRING:
        _require_references(report, values, by)
    return _rewrite(report, values, by, expected_version)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one report."""

    report: UUID
    message: ReportPatch
    expected_version: int | None


def change_reports(asked: Sequence[Change], *, by: Actor) -> list[DamageReport | Problem]:
    """Change many drafts, each once, as `change_report` does; returns one outcome per change, in order. Those that
    touch only fields of the report itself are written together."""
    rows = policy.visible_reports(by).in_bulk([one.report for one in asked])
    outcomes: list[DamageReport | Problem] = []
    differing: dict[int, tuple[DamageReport, dict[str, Any]]] = {}
    for index, one in enumerate(asked):
        try:
            report = rows.get(one.report)
            if report is None:
                raise NotFound
            require_author(report, by)
            values = given(one.message)
            if values.keys() & REFERRING:
                with transaction.atomic():
                    change_report(one.report, one.message, by=by, expected_version=one.expected_version, row=report)
            elif columns := _differing(report, values, one.expected_version):
                differing[index] = report, columns
            outcomes.append(report)
        except Problem as refusal:
            outcomes.append(refusal)
    with transaction.atomic():
        entries = []
        for index, changes in zip(differing, resources.write(list(differing.values())), strict=True):
            if changes is None:
                outcomes[index] = SomebodyWasFaster()
            else:
                entries.append(_changed_entry(differing[index][0], _told(changes)))
        audit.record_many(entries, by=by)
    return outcomes


def _differing(report: DamageReport, values: dict[str, Any], expected_version: int | None) -> dict[str, Any]:
    """The columns that a change of the report itself writes."""
    resources.require_version(report, expected_version)
    require_known_terms(values)
    return {name: value for name, value in columns_of(values).items() if getattr(report, name) != value}


REFERRING = frozenset({"visit", "incident", "supersedes", "findings", "factors", "photos", "seen", "reference_state"})
"""Fields that name other things."""


def _require_references(report: DamageReport, values: dict[str, Any], by: Actor) -> None:
    whole = _as_creation(report, values)
    known = load([whole], by)
    require_belonging(whole, report.site_id, known, by)
    findings = values.get("findings")
    if findings is not None:
        require_findings(findings, report.monument_id, known)
    if "factors" in values:
        require_factors(values["factors"], known)
    ids = [one.id for one in findings] if findings is not None else list(report.findings.values_list("pk", flat=True))
    if "photos" in values:
        require_links(values["photos"], ids, report.site_id, known.photos)


def _as_creation(report: DamageReport, values: dict[str, Any]) -> ReportIn:
    """The change as a creation message of the same monument, so that `load` serves both."""
    return ReportIn(
        id=report.id, monument=report.monument_id, method=report.method, observed=report.observed,
        visit=values.get("visit"), incident=values.get("incident"), supersedes=values.get("supersedes"),
        findings=values.get("findings", []), factors=values.get("factors", []), photos=values.get("photos", []),
        seen=values.get("seen", []), reference_state=values.get("reference_state", {}),
    )  # fmt: skip


def _rewrite(report: DamageReport, values: dict[str, Any], by: Actor, expected_version: int | None) -> DamageReport:
    lists = {name: values[name] for name in LISTS if name in values}
    stored = present_lists(report) if lists else None
    present = {name: msgspec.to_builtins(getattr(stored, name)) for name in lists}
    lists = {name: given for name, given in lists.items() if msgspec.to_builtins(given) != present[name]}
    with transaction.atomic():
        differing = resources.change(
            report, columns_of(values), expected_version=expected_version, with_lists=bool(lists)
        )
        changes = _told(differing)
        changes |= {name: (present[name], msgspec.to_builtins(given)) for name, given in lists.items()}
        if lists:
            try:
                with transaction.atomic():
                    _replace_lists(report, lists)
            except IntegrityError as failure:
                raise refused_by_database(failure) from None
        if changes:
            audit.record(_changed_entry(report, changes), by=by)
    return report


def _told(changes: Changes) -> Changes:
    """What history tells of a change: `observed` says the first and the last day too."""
    return {name: pair for name, pair in changes.items() if name not in ("first_seen", "last_seen")}


def _changed_entry(report: DamageReport, changes: Changes) -> Entry:
    subject = Subject("report", report.id, report.site_id)
    return Entry("damage.report.changed", subject, changes, OPEN_FIELDS, version=report.version)


@dataclass(frozen=True, slots=True)
class Lists:
    """The stored lists of a report as request messages."""

    findings: list[FindingIn]
    factors: list[FactorIn]
    photos: list[PhotoLink]


def present_lists(report: DamageReport) -> Lists:
    findings = [
        FindingIn(
            id=one.id, part=one.part_id, part_label=one.part_label,
            causes=msgspec.convert(one.causes, list[Cause]), effects=msgspec.convert(one.effects, list[Effect]),
            stone_pattern=one.stone_pattern, extent=one.extent,
            measurements=msgspec.convert(one.measurements, Measurements), element=one.element, material=one.material,
            plan_reference=one.plan_reference,
            recommendations=msgspec.convert(one.recommendations, list[Recommendation]),
            urgent_measure=one.urgent_measure, occurred=one.occurred, note=one.note,
        )
        for one in report.findings.all()
    ]  # fmt: skip
    factors = [
        FactorIn(one.category, one.type, one.probability, one.horizon, one.assessor_id) for one in report.factors.all()
    ]
    return Lists(findings, factors, _present_links(report))


def _replace_lists(report: DamageReport, lists: dict[str, Any]) -> None:
    links = _present_links(report)
    if "findings" in lists:
        kept = {one.id for one in lists["findings"]}
        # Photographs stay with the report when the finding they were linked to is deleted.
        links = [one if one.finding in kept else PhotoLink(one.photo, one.role) for one in links]
    links = lists.get("photos", links)
    if "findings" in lists or "photos" in lists:
        ReportPhoto.objects.filter(report=report).delete()
    if "findings" in lists:
        _replace_findings(report, lists["findings"])
    if "findings" in lists or "photos" in lists:
        ReportPhoto.objects.bulk_create(_links(report, links))
    if "factors" in lists:
        report.factors.all().delete()
        Factor.objects.bulk_create(_factors(report, lists["factors"]))


def _replace_findings(report: DamageReport, findings: Sequence[FindingIn]) -> None:
    """Update findings that stay in place, so that their linked annotations are kept."""
    rows = _findings(report, findings)
    present = set(report.findings.values_list("pk", flat=True))
    report.findings.exclude(pk__in=[one.pk for one in rows]).delete()
    columns = [one.name for one in Finding._meta.concrete_fields if one.name not in ("id", "report")]
    Finding.objects.bulk_update([one for one in rows if one.pk in present], columns)
    Finding.objects.bulk_create([one for one in rows if one.pk not in present])


def _present_links(report: DamageReport) -> list[PhotoLink]:
    return [PhotoLink(one.photo_id, one.role, one.finding_id) for one in report.photo_links.all()]


def attach_photographs(report_id: UUID, photo_ids: Sequence[UUID], *, by: Actor) -> DamageReport:
    """Add photographs to a draft or returned report; already linked ones are left unchanged.

    Adding to a set conflicts with no other change, so no expected version is required. The version is incremented,
    so that a client with an older list of photographs cannot silently replace this one.
    """
    report = writable(report_id, by)
    require_links([PhotoLink(one) for one in photo_ids], [], report.site_id, known_photos(photo_ids, by))
    with transaction.atomic():
        # The row is locked, so that two additions at once get two places in the list.
        report = DamageReport.objects.select_for_update().get(pk=report.pk)
        if report.status not in WRITABLE:
            raise NotWritable(status=vocabulary.REPORT_STATUS.label(report.status))
        present = _present_links(report)
        tied = {one.photo for one in present}
        added = [one for one in dict.fromkeys(photo_ids) if one not in tied]
        if not added:
            return report
        ReportPhoto.objects.bulk_create(
            ReportPhoto(report=report, photo_id=one, place_in_list=len(tied) + index) for index, one in enumerate(added)
        )
        resources.change(report, {}, with_lists=True)
        after = [*present, *(PhotoLink(one) for one in added)]
        changes = {"photos": (msgspec.to_builtins(present), msgspec.to_builtins(after))}
        audit.record(_changed_entry(report, changes), by=by)
    return report


def delete_draft(report_id: UUID, *, by: Actor, expected_version: int | None) -> None:
    """Delete one's own draft that was never submitted; its history entries remain."""
    report = writable(report_id, by)
    if report.status != "draft" or report.revision:
        raise Conflict(_("Only a draft that was never submitted is deleted. Withdraw this one instead."))
    resources.require_version(report, expected_version)
    with transaction.atomic():
        audit.record(Entry("damage.report.deleted", Subject("report", report.id, report.site_id)), by=by)
        report.delete()
