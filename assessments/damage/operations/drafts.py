"""Writing drafts. Lenient: only shape, vocabulary and belonging are judged here; `submit` judges the whole.

Creating is plural by nature, since the field sends reports in bulk: everything the batch needs is loaded at once,
each message is judged on its own, and what is sound is written set-based. The singular is a batch of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import writing
from assessments.audit.operations import Entry, Thing
from assessments.damage import policy, vocabulary
from assessments.damage.errors import NotTheAuthor, NotWritable
from assessments.damage.messages import (
    Cause,
    Effect,
    FactorIn,
    FindingIn,
    Measurements,
    PhotoLink,
    ReportIn,
    ReportPatch,
)
from assessments.damage.models import DamageReport, Factor, Finding, ReportPhoto
from assessments.damage.workflow import WRITABLE
from assessments.evidence import policy as evidence
from assessments.evidence import vocabulary as evidence_words
from assessments.kit import bulk, clock, ids, things, when
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import Conflict, IdTaken, Problem, Stale, invalid_field
from assessments.kit.messages import given
from assessments.register import policy as register
from assessments.register import queries as register_queries
from assessments.register.models import Incident, Part, Visit
from assessments.register.roles import May

OPEN = frozenset(
    {
        "monument_id", "site_id", "visit_id", "stage", "method", "observed", "scope", "damage", "change_reason",
        "conservation_state", "extent", "certainty", "posting", "cordon_m", "priority", "intervention_required",
        "safety_hazards", "original_fabric_share", "language", "incident_id", "supersedes_id", "status", "reference",
        "revision", "basis",
    }
)  # fmt: skip

WORDS = {
    "stage": vocabulary.STAGE,
    "method": vocabulary.METHOD,
    "scope": vocabulary.SCOPE,
    "damage": vocabulary.DAMAGE_GRADE,
    "change_reason": vocabulary.CHANGE_REASON,
    "conservation_state": vocabulary.CONSERVATION_STATE,
    "extent": vocabulary.EXTENT,
    "certainty": vocabulary.CERTAINTY,
    "posting": vocabulary.POSTING,
    "priority": vocabulary.PRIORITY,
    "intervention_required": vocabulary.YES_NO,
    "safety_hazards": vocabulary.YES_NO,
}
REFERENCES = ("visit", "incident", "supersedes")
LISTS = ("findings", "factors", "photos")


@dataclass(slots=True)
class Known:
    """Everything a batch refers to, loaded in one query a kind."""

    monuments: dict[UUID, UUID]
    visits: dict[UUID, UUID]
    parts: dict[UUID, UUID]
    incidents: dict[UUID, UUID]
    photos: dict[UUID, UUID]
    reports: dict[UUID, UUID]
    authors: set[tuple[UUID, UUID]]
    """(person, site) of those for whom a paper form is typed in."""
    existing: dict[UUID, Any]


def _load(messages: Sequence[ReportIn], by: Actor) -> Known:
    findings = [finding for one in messages for finding in one.findings]
    ids = [one.id for one in messages]
    monuments = register.visible_monuments(by).filter(pk__in=[one.monument for one in messages])
    site_ids = set(sites := dict(monuments.values_list("pk", "site_id"))) and set(sites.values())
    return Known(
        monuments=sites,
        visits=_known_of(Visit.objects.filter(site_id__in=site_ids), [one.visit for one in messages]),
        parts=_known_of(Part.objects.all(), [one.part for one in findings], "monument_id"),
        incidents=_known_of(Incident.objects.filter(site_id__in=site_ids), [one.incident for one in messages]),
        photos=_known_of(evidence.visible_photos(by), [link.photo for one in messages for link in one.photos]),
        reports=_known_of(policy.visible_reports(by), [one.supersedes for one in messages], "monument_id"),
        authors=register_queries.recorders_of(site_ids, {one.author for one in messages if one.author}),
        existing=dict(DamageReport.objects.filter(pk__in=ids).values_list("pk", "created_with")),
    )


def _known_of(rows: Any, ids: Sequence[UUID | None], owner: str = "site_id") -> dict[UUID, UUID]:
    """To which site (or monument) each of these belongs; nothing asked for, nothing asked of the database."""
    wanted = [one for one in ids if one]
    return dict(rows.filter(pk__in=wanted).values_list("pk", owner)) if wanted else {}


# Judging: pure, given what is known


def _require_words(values: dict[str, Any]) -> None:
    for name, terms in WORDS.items():
        if values.get(name):
            terms.require(values[name], f"/{name}")


def _observed(values: dict[str, Any]) -> dict[str, Any]:
    span = when.parsed(values["observed"], "/observed")
    return {"observed": span.as_json(), "first_seen": span.first or span.last, "last_seen": span.last or span.first}


def _require_findings(findings: Sequence[FindingIn], monument_id: UUID, known: Known) -> None:
    for index, finding in enumerate(findings):
        at = f"/findings/{index}"
        if finding.part and known.parts.get(finding.part) != monument_id:
            raise invalid_field(f"{at}/part", "other_monument", _("This part belongs to another monument, or to none."))
        for number, cause in enumerate(finding.causes):
            vocabulary.CAUSE.require(cause.cause, f"{at}/causes/{number}/cause")
            vocabulary.CERTAINTY.require(cause.certainty, f"{at}/causes/{number}/certainty")
        for number, effect in enumerate(finding.effects):
            vocabulary.EFFECT.require(effect.effect, f"{at}/effects/{number}/effect")
            vocabulary.CERTAINTY.require(effect.certainty, f"{at}/effects/{number}/certainty")
        if finding.extent:
            vocabulary.EXTENT.require(finding.extent, f"{at}/extent")
        if finding.stone_pattern:
            vocabulary.STONE_PATTERN.require(finding.stone_pattern, f"{at}/stone_pattern")
        when.parsed(finding.occurred, f"{at}/occurred")
    if len({finding.id for finding in findings}) != len(findings):
        raise invalid_field("/findings", "same_id", _("Two findings have the same id."))


def _require_links(links: Sequence[PhotoLink], findings: Sequence[UUID], site_id: UUID, known: Known) -> None:
    for index, link in enumerate(links):
        at = f"/photos/{index}"
        evidence_words.PHOTO_ROLE.require(link.role, f"{at}/role")
        if known.photos.get(link.photo) != site_id:
            raise invalid_field(f"{at}/photo", "unknown_photo", _("Register the photograph on this site first."))
        if link.finding and link.finding not in findings:
            raise invalid_field(f"{at}/finding", "unknown_finding", _("The report has no finding with this id."))


def _require_belonging(message: ReportIn, site_id: UUID, known: Known, by: Actor) -> None:
    for name, rows in (("visit", known.visits), ("incident", known.incidents)):
        value = getattr(message, name)
        if value and rows.get(value) != site_id:
            raise invalid_field(f"/{name}", "other_site", _("Nothing of this site has this id."))
    if message.author and message.author != by.user_id and (message.author, site_id) not in known.authors:
        raise invalid_field("/author", "unknown_person", _("Nobody with this id records on this site."))
    if message.supersedes and known.reports.get(message.supersedes) != message.monument:
        raise invalid_field("/supersedes", "other_monument", _("A report supersedes one on the same monument."))


def _judge(message: ReportIn, known: Known, by: Actor) -> DamageReport | None:
    """The row to write; None when this very creation was done before. Refuses with a `Problem`."""
    created_with = digest_of_struct(message)
    if message.id in known.existing:
        before = known.existing[message.id]
        if before is None or bytes(before) != created_with:
            raise IdTaken
        return None
    site_id = known.monuments.get(message.monument)
    if site_id is None:
        raise invalid_field("/monument", "unknown_monument", _("No monument that you may see has this id."))
    register.require(by, May.RECORD, site_id)
    values = given(message)
    _require_words(values)
    _require_belonging(message, site_id, known, by)
    _require_findings(message.findings, message.monument, known)
    _require_factors(message.factors)
    _require_links(message.photos, [one.id for one in message.findings], site_id, known)
    columns = _columns(values)
    author = columns.pop("author", None) or by.user_id
    return DamageReport(
        **columns, monument_id=message.monument, site_id=site_id, author_id=author, entered_by_id=by.user_id,
        created_with=created_with,
    )  # fmt: skip


def _require_factors(factors: Sequence[Any]) -> None:
    for index, factor in enumerate(factors):
        vocabulary.FACTOR_CATEGORY.require(factor.category, f"/factors/{index}/category")
        vocabulary.FACTOR_TYPE.require(factor.type, f"/factors/{index}/type")
        vocabulary.PROBABILITY.require(factor.probability, f"/factors/{index}/probability")


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """Message fields as columns: nothing said is the empty word, references are ids, lists go to their own tables."""
    columns = {name: value for name, value in values.items() if name not in LISTS and name != "monument"}
    if "observed" in columns:
        columns |= _observed(columns)
    for name in WORDS:
        if name in columns:
            columns[name] = columns[name] or ""
    for name in REFERENCES:
        if name in columns:
            columns[f"{name}_id"] = columns.pop(name)
    if "observers" in columns:
        columns["observers"] = [str(one) for one in columns["observers"]]
    if "external_ids" in columns:
        columns["external_ids"] = msgspec.to_builtins(columns["external_ids"])
    return columns


# Writing


def create_reports(messages: Sequence[ReportIn], *, by: Actor) -> list[DamageReport | Problem]:
    """Keep drafts, many at once; the answer has one outcome per message, in order.

    An unsound message is a `Problem` in its place and holds up none of the others.
    """
    known = _load(messages, by)
    outcomes: list[DamageReport | Problem | None] = []
    fresh: dict[UUID, tuple[DamageReport, ReportIn]] = {}
    for message in messages:
        try:
            row = _judge(message, known, by)
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
    with transaction.atomic():
        try:
            with transaction.atomic():
                bulk.insert([row for row, _message in rows])
                _write_lists(rows)
        except IntegrityError as failure:
            raise writing.refused_by_database(failure) from None
        audit.record_many([_drafted(row, message) for row, message in rows], by=by)
    for row, _message in rows:
        row.is_new = True


def _write_lists(rows: Sequence[tuple[DamageReport, Any]]) -> None:
    findings: list[Finding] = []
    factors: list[Factor] = []
    links: list[ReportPhoto] = []
    for row, message in rows:
        findings += _findings(row, message.findings)
        factors += [Factor(report=row, **msgspec.structs.asdict(one)) for one in message.factors]
        links += _links(row, message.photos)
    for made in (findings, factors, links):
        bulk.insert(made)


def _findings(row: DamageReport, findings: Sequence[FindingIn]) -> list[Finding]:
    made = []
    for index, one in enumerate(findings):
        plain = msgspec.to_builtins(one, builtin_types=(UUID,))
        plain["part_id"] = plain.pop("part")
        plain["occurred"] = when.parsed(one.occurred, "/occurred").as_json() if one.occurred else {}
        made.append(Finding(report=row, place_in_list=index, **plain))
    return made


def _links(row: DamageReport, links: Sequence[PhotoLink]) -> list[ReportPhoto]:
    return [
        ReportPhoto(report=row, photo_id=one.photo, finding_id=one.finding, role=one.role, place_in_list=index)
        for index, one in enumerate(links)
    ]


def _drafted(row: DamageReport, message: ReportIn) -> Entry:
    told = msgspec.to_builtins(message)
    changes = {("monument_id" if name == "monument" else name): (None, value) for name, value in told.items() if value}
    return Entry("damage.report.drafted", Thing("report", row.id, row.site_id), changes, OPEN)


def create_report(message: ReportIn, *, by: Actor) -> DamageReport:
    """Keep one draft. Refuses with `NotFound`, `NotAMember`, `Invalid`, `IdTaken`."""
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
    site_id = register.visible_monuments(by).filter(pk=monument_id).values_list("site_id", flat=True).first()
    visit = register_queries.visit_today(by, site_id) if site_id else None
    message = ReportIn(
        id=ids.uuid7(), monument=monument_id, method=(visit and visit.method) or "field_visual",
        visit=visit.id if visit else None,
        observed={"precision": "on", "from": clock.today().isoformat()},
        observers=[by.user_id] if by.user_id else [], language=language,
    )  # fmt: skip
    return create_report(message, by=by)


def writable(report_id: UUID, by: Actor) -> DamageReport:
    """The report if this actor may write it now. Refuses with `NotFound`, `NotTheAuthor`, `NotWritable`."""
    report = things.one_of(policy.visible_reports(by), report_id)
    if not policy.is_author(report, by):
        raise NotTheAuthor
    if report.status not in WRITABLE:
        raise NotWritable(status=vocabulary.REPORT_STATUS.label(report.status))
    return report


def change_report(report_id: UUID, message: ReportPatch, *, by: Actor, expected_version: int | None) -> DamageReport:
    """Change a draft or a returned report; lists given replace the lists there were."""
    report = writable(report_id, by)
    values = given(message)
    _require_words(values)
    whole = _as_creation(report, values)
    known = _load([whole], by)
    _require_belonging(whole, report.site_id, known, by)
    findings = values.get("findings")
    if findings is not None:
        _require_findings(findings, report.monument_id, known)
    if "factors" in values:
        _require_factors(values["factors"])
    ids = [one.id for one in findings] if findings is not None else list(report.findings.values_list("pk", flat=True))
    if "photos" in values:
        _require_links(values["photos"], ids, report.site_id, known)
    return _rewrite(report, values, by, expected_version)


def _as_creation(report: DamageReport, values: dict[str, Any]) -> ReportIn:
    """What is given, as a creation of the same monument, so that one loader serves both."""
    return ReportIn(
        id=report.id, monument=report.monument_id, method=report.method, observed=report.observed,
        visit=values.get("visit"), incident=values.get("incident"), findings=values.get("findings", []),
        photos=values.get("photos", []),
    )  # fmt: skip


def _rewrite(report: DamageReport, values: dict[str, Any], by: Actor, expected_version: int | None) -> DamageReport:
    lists = {name: values[name] for name in LISTS if name in values}
    present = _present_lists(report)
    lists = {name: given for name, given in lists.items() if msgspec.to_builtins(given) != present[name]}
    with transaction.atomic():
        differing = things.change(report, _columns(values), expected_version=expected_version, with_lists=bool(lists))
        changes: dict[str, tuple[Any, Any]] = {
            name: pair for name, pair in differing.items() if name not in ("first_seen", "last_seen")
        }
        changes |= {name: (present[name], msgspec.to_builtins(given)) for name, given in lists.items()}
        _replace_lists(report, lists)
        if changes:
            audit.record(
                Entry("damage.report.changed", Thing("report", report.id, report.site_id), changes, OPEN), by=by
            )
    return report


def _present_lists(report: DamageReport) -> dict[str, Any]:
    """The lists as they stand, in the form in which messages carry them."""
    findings = [
        FindingIn(
            id=one.id, part=one.part_id, part_label=one.part_label,
            causes=msgspec.convert(one.causes, list[Cause]), effects=msgspec.convert(one.effects, list[Effect]),
            stone_pattern=one.stone_pattern, extent=one.extent,
            measurements=msgspec.convert(one.measurements, Measurements), occurred=one.occurred, note=one.note,
        )
        for one in report.findings.all()
    ]  # fmt: skip
    factors = [FactorIn(one.category, one.type, one.probability) for one in report.factors.all()]
    lists = {"findings": findings, "factors": factors, "photos": _present_links(report)}
    return {name: msgspec.to_builtins(rows) for name, rows in lists.items()}


def _replace_lists(report: DamageReport, lists: dict[str, Any]) -> None:
    links = _present_links(report)
    if "findings" in lists:
        kept = {one.id for one in lists["findings"]}
        # Photographs stay with the report when the finding they were tied to goes.
        links = [one if one.finding in kept else PhotoLink(one.photo, one.role) for one in links]
        ReportPhoto.objects.filter(report=report).delete()
        report.findings.all().delete()
        Finding.objects.bulk_create(_findings(report, lists["findings"]))
    links = lists.get("photos", links)
    if "findings" in lists or "photos" in lists:
        ReportPhoto.objects.filter(report=report).delete()
        ReportPhoto.objects.bulk_create(_links(report, links))
    if "factors" in lists:
        report.factors.all().delete()
        Factor.objects.bulk_create(Factor(report=report, **msgspec.structs.asdict(one)) for one in lists["factors"])


def _present_links(report: DamageReport) -> list[PhotoLink]:
    return [PhotoLink(one.photo_id, one.role, one.finding_id) for one in report.photo_links.all()]


def tie_photographs(report_id: UUID, photo_ids: Sequence[UUID], *, by: Actor) -> DamageReport:
    """Add photographs to a draft or returned report; those tied already stay as they are.

    Photographs are a set: adding one meets no other change, so it asks for no version, but moves it, so that a list
    of photographs read before cannot silently replace this one.
    """
    report = writable(report_id, by)
    known = _load([_as_creation(report, {"photos": [PhotoLink(one) for one in photo_ids]})], by).photos
    _require_links(
        [PhotoLink(one) for one in photo_ids], [], report.site_id, Known({}, {}, {}, {}, known, {}, set(), {})
    )
    with transaction.atomic():
        # The row is locked, so that two additions at once get two places in the list.
        report = DamageReport.objects.select_for_update().get(pk=report.pk)
        if report.status not in WRITABLE:
            raise NotWritable(status=vocabulary.REPORT_STATUS.label(report.status))
        tied = set(report.photo_links.values_list("photo_id", flat=True))
        added = [one for one in dict.fromkeys(photo_ids) if one not in tied]
        if not added:
            return report
        ReportPhoto.objects.bulk_create(
            ReportPhoto(report=report, photo_id=one, place_in_list=len(tied) + index) for index, one in enumerate(added)
        )
        things.change(report, {}, with_lists=True)
        changes = {"photos": (None, [str(one) for one in added])}
        audit.record(Entry("damage.report.changed", Thing("report", report.id, report.site_id), changes, OPEN), by=by)
    return report


def delete_draft(report_id: UUID, *, by: Actor, expected_version: int | None) -> None:
    """Delete one's own draft that was never submitted; history keeps that it existed."""
    report = writable(report_id, by)
    if report.status != "draft" or report.revision:
        raise Conflict(_("Only a draft that was never submitted is deleted. Withdraw this one instead."))
    if expected_version is not None and expected_version != report.version:
        raise Stale(yours=expected_version, now=report.version)
    with transaction.atomic():
        audit.record(Entry("damage.report.deleted", Thing("report", report.id, report.site_id)), by=by)
        report.delete()
