"""Validation of report messages, without writes: vocabulary and references. The rows that a batch refers to are loaded
first, with one query per model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.damage import policy, vocabulary
from assessments.damage.messages import FindingIn, PhotoLink, ReportIn
from assessments.damage.models import DamageReport
from assessments.evidence import policy as evidence
from assessments.evidence import vocabulary as evidence_vocabulary
from assessments.kit import bulk, geometry, statements, uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import IdTaken, invalid_field
from assessments.kit.messages import given
from assessments.register import policy as register
from assessments.register import queries as register_queries
from assessments.register.models import Incident, Part, Visit
from assessments.register.roles import May

FIELD_VOCABULARIES = {
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
FINDING_VOCABULARIES = {
    "extent": vocabulary.EXTENT,
    "stone_pattern": vocabulary.STONE_PATTERN,
    "element": vocabulary.ELEMENT,
    "material": vocabulary.MATERIAL,
}
REFERENCES = ("visit", "incident", "supersedes")
LISTS = ("findings", "factors", "photos")


def _other_part() -> str:
    return _("This part belongs to another monument, or to none.")


@dataclass(slots=True)
class References:
    """The rows that a batch refers to, by id, each with the id of its site or monument."""

    monuments: dict[UUID, UUID]
    visits: dict[UUID, UUID]
    parts: dict[UUID, UUID]
    incidents: dict[UUID, UUID]
    photos: dict[UUID, UUID]
    reports: dict[UUID, UUID]
    authors: set[tuple[UUID, UUID]]
    """(person, site) pairs for whom a paper form may be transcribed."""
    existing: dict[UUID, Any]
    people: set[UUID]
    """Those named as assessors who work here."""


def load(messages: Sequence[ReportIn], by: Actor) -> References:
    """What these messages refer to, as far as the actor may see it."""
    findings = [finding for one in messages for finding in one.findings]
    ids = [one.id for one in messages]
    assessors = {cause.assessor for one in findings for cause in one.causes if cause.assessor}
    assessors |= {factor.assessor for one in messages for factor in one.factors if factor.assessor}
    compared = [_compared_with(one.reference_state) for one in messages]
    existing, sites = _existing_and_sites(ids, [one.monument for one in messages], by)
    site_ids = set(sites.values())
    return References(
        monuments=sites,
        visits=_owners_of(lambda: Visit.objects.filter(site_id__in=site_ids), [one.visit for one in messages]),
        parts=_owners_of(
            Part.objects.all,
            [*(one.part for one in findings), *(part for one in messages for part in part_ids(one.seen))],
            "monument_id",
        ),
        incidents=_owners_of(lambda: Incident.objects.filter(site_id__in=site_ids), [one.incident for one in messages]),
        photos=known_photos(
            [
                *(link.photo for one in messages for link in one.photos),
                *(photo for _report, photo in compared if photo),
            ],
            by,
        ),
        reports=_owners_of(
            lambda: policy.visible_reports(by),
            [*(one.supersedes for one in messages), *(report for report, _photo in compared)],
            "monument_id",
        ),
        authors=register_queries.recorders_of(site_ids, {one.author for one in messages if one.author}),
        people=register_queries.working_people(assessors),
        existing=existing,
    )


def known_photos(ids: Sequence[UUID], by: Actor) -> dict[UUID, UUID]:
    """The site of each photograph that the actor may see."""
    return _owners_of(lambda: evidence.visible_photos(by), ids)


def _owners_of(
    rows: Callable[[], QuerySet[Any]], ids: Sequence[UUID | None], owner: str = "site_id"
) -> dict[UUID, UUID]:
    """The site (or monument) of each of these rows, by id; no query when there are no ids."""
    wanted = [one for one in ids if one]
    return dict(rows().filter(pk__in=wanted).values_list("pk", owner)) if wanted else {}


def _existing_and_sites(
    ids: Sequence[UUID], monuments: Sequence[UUID], by: Actor
) -> tuple[dict[UUID, Any], dict[UUID, UUID]]:
    """(what the reports that exist already were created with; the site of each monument that the actor may see)."""
    found = statements.rows(_KNOWN, {"reports": list(ids), "monuments": list(set(monuments))})
    existing = {one: created_with for is_report, one, created_with, _site in found if is_report}
    sites = {one: site for is_report, one, _created_with, site in found if not is_report}
    strangers = [one for one, site in sites.items() if not (by.is_system or register.is_member(by, site))]
    if strangers:
        seen = set(register.visible_monuments(by).filter(pk__in=strangers).values_list("pk", flat=True))
        sites = {one: site for one, site in sites.items() if one in seen or one not in strangers}
    return existing, sites


_KNOWN = statements.statement(__file__, "known")


def part_ids(seen: Sequence[str]) -> list[UUID]:
    """The entries that are ids of parts; the others are words."""
    found = []
    for one in seen:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def _compared_with(state: Mapping[str, Any]) -> tuple[UUID | None, UUID | None]:
    """(report, photograph) that a reference state names. Raises `Invalid` for what is no id."""
    found = []
    for name in ("report", "photo"):
        text = state.get(name)
        try:
            found.append(UUID(str(text)) if text else None)
        except ValueError:
            raise invalid_field(f"/reference_state/{name}", "id", _("This is no id.")) from None
    return found[0], found[1]


def require_known_terms(values: dict[str, Any]) -> None:
    for name, terms in FIELD_VOCABULARIES.items():
        if values.get(name):
            terms.require(values[name], f"/{name}")
    for index, one in enumerate(values.get("interventions") or ()):
        vocabulary.INTERVENTION.require(one, f"/interventions/{index}")
    if kind := (values.get("reference_state") or {}).get("kind"):
        vocabulary.REFERENCE_KIND.require(kind, "/reference_state/kind")


def _observed(values: dict[str, Any]) -> dict[str, Any]:
    span = uncertain_dates.parsed(values["observed"], "/observed")
    return {"observed": span.as_json(), "first_seen": span.first or span.last, "last_seen": span.last or span.first}


def require_findings(findings: Sequence[FindingIn], monument_id: UUID, known: References) -> None:
    for index, finding in enumerate(findings):
        at = f"/findings/{index}"
        if finding.part and known.parts.get(finding.part) != monument_id:
            raise invalid_field(f"{at}/part", "other_monument", _other_part())
        for number, cause in enumerate(finding.causes):
            vocabulary.CAUSE.require(cause.cause, f"{at}/causes/{number}/cause")
            vocabulary.CERTAINTY.require(cause.certainty, f"{at}/causes/{number}/certainty")
            _require_person(cause.assessor, f"{at}/causes/{number}/assessor", known)
        for number, effect in enumerate(finding.effects):
            vocabulary.EFFECT.require(effect.effect, f"{at}/effects/{number}/effect")
            vocabulary.CERTAINTY.require(effect.certainty, f"{at}/effects/{number}/certainty")
        for name, terms in FINDING_VOCABULARIES.items():
            if value := getattr(finding, name):
                terms.require(value, f"{at}/{name}")
        for number, advice in enumerate(finding.recommendations):
            vocabulary.RECOMMENDATION.require(advice.recommendation, f"{at}/recommendations/{number}/recommendation")
        uncertain_dates.parsed(finding.occurred, f"{at}/occurred")
    if len({finding.id for finding in findings}) != len(findings):
        raise invalid_field("/findings", "same_id", _("Two findings have the same id."))


def require_links(
    links: Sequence[PhotoLink], findings: Sequence[UUID], site_id: UUID, photos: Mapping[UUID, UUID]
) -> None:
    for index, link in enumerate(links):
        at = f"/photos/{index}"
        evidence_vocabulary.PHOTO_ROLE.require(link.role, f"{at}/role")
        if photos.get(link.photo) != site_id:
            raise invalid_field(f"{at}/photo", "unknown_photo", _("Register the photograph on this site first."))
        if link.finding and link.finding not in findings:
            raise invalid_field(f"{at}/finding", "unknown_finding", _("The report has no finding with this id."))


def require_belonging(message: ReportIn, site_id: UUID, known: References, by: Actor) -> None:
    for name, owners in (("visit", known.visits), ("incident", known.incidents)):
        value = getattr(message, name)
        if value and owners.get(value) != site_id:
            raise invalid_field(f"/{name}", "other_site", _("Nothing of this site has this id."))
    if message.author and message.author != by.user_id and (message.author, site_id) not in known.authors:
        raise invalid_field("/author", "unknown_person", _("Nobody with this id records on this site."))
    if message.supersedes and known.reports.get(message.supersedes) != message.monument:
        raise invalid_field("/supersedes", "other_monument", _("A report supersedes one on the same monument."))
    if message.supersedes == message.id:
        raise invalid_field("/supersedes", "itself", _("A report does not supersede itself."))
    for index, part in enumerate(message.seen):
        if part_ids([part]) and known.parts.get(UUID(part)) != message.monument:
            raise invalid_field(f"/seen/{index}", "other_monument", _other_part())
    _require_reference(message, site_id, known)


def _require_reference(message: ReportIn, site_id: UUID, known: References) -> None:
    """A reference state that names a report or photograph names one of the same monument or site."""
    report, photo = _compared_with(message.reference_state)
    if report and known.reports.get(report) != message.monument:
        detail = _("Compare with a report on the same monument.")
        raise invalid_field("/reference_state/report", "other_monument", detail)
    if photo and known.photos.get(photo) != site_id:
        detail = _("Compare with a photograph of this site.")
        raise invalid_field("/reference_state/photo", "unknown_photo", detail)


def validated_row(message: ReportIn, known: References, by: Actor) -> DamageReport | None:
    """The row to insert; None when the same message was already saved. Raises a `Problem`."""
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
    require_known_terms(values)
    require_belonging(message, site_id, known, by)
    require_findings(message.findings, message.monument, known)
    require_factors(message.factors, known)
    require_links(message.photos, [one.id for one in message.findings], site_id, known.photos)
    columns = columns_of(values)
    author = columns.pop("author", None) or by.user_id
    return bulk.new(
        DamageReport,
        columns | {
            "monument_id": message.monument, "site_id": site_id, "author_id": author, "entered_by_id": by.user_id,
            "created_with": created_with,
        },
    )  # fmt: skip


def _require_person(person: UUID | None, at: str, known: References) -> None:
    if person and person not in known.people:
        raise invalid_field(at, "unknown_person", _("Nobody with this id works here."))


def require_factors(factors: Sequence[Any], known: References) -> None:
    for index, factor in enumerate(factors):
        vocabulary.FACTOR_CATEGORY.require(factor.category, f"/factors/{index}/category")
        vocabulary.FACTOR_TYPE.require(factor.type, f"/factors/{index}/type")
        vocabulary.PROBABILITY.require(factor.probability, f"/factors/{index}/probability")
        if factor.horizon:
            vocabulary.HORIZON.require(factor.horizon, f"/factors/{index}/horizon")
        _require_person(factor.assessor, f"/factors/{index}/assessor", known)


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Message fields as model columns: unset terms become "", references become ids, lists are left out."""
    columns = {name: value for name, value in values.items() if name not in LISTS and name != "monument"}
    if "observed" in columns:
        columns |= _observed(columns)
    if columns.get("pilot_location") is not None:
        columns["pilot_location"] = geometry.validated(
            columns["pilot_location"], "/pilot_location", kinds=geometry.POINTS
        )
    for name in FIELD_VOCABULARIES:
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
