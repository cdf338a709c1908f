"""What changed under a plan since its dossier was frozen, and whether its ground is released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from assessments.damage.models import DamageReport
from assessments.damage.vocabulary import DAMAGE_GRADE
from assessments.kit import clock
from assessments.kit.checksums import digest_of
from assessments.kit.names import reader_language
from assessments.register import ground, queries
from assessments.register.models import Incident
from assessments.restoration import vocabulary
from assessments.restoration.models import Dossier, Plan


@dataclass(frozen=True, slots=True)
class Change:
    """Something under a plan that changed since its dossier was frozen: what, since when, and its page."""

    code: str
    at: datetime
    label: str
    kind: str = ""
    id: UUID | None = None


def seen_changes(changes: Sequence[Change]) -> str:
    """A digest of changes, so that somebody who confirms says which ones they read, in whatever language. Lost ground
    has no moment of its own: it is lost on the day that asks."""
    at = {one: "" if one.code == "ground_lapsed" else one.at.isoformat() for one in changes}
    return digest_of([[one.code, str(one.id), at[one]] for one in changes]).hex()


def frozen_at(plan: Plan) -> datetime | None:
    return Dossier.objects.filter(plan=plan, sha256=plan.dossier_sha256).values_list("frozen_at", flat=True).first()


def basis_changes(plan: Plan) -> list[Change]:
    """What changed under a plan since its dossier was frozen, or since somebody confirmed that it still stands: an
    incident, a worse report, a report taken back, a document withdrawn, ground that is no longer released."""
    frozen = frozen_at(plan)
    if frozen is None:
        return []
    since = max(frozen, plan.basis_confirmed_at) if plan.basis_confirmed_at else frozen
    monuments = plan.monuments.all()
    incidents = Incident.objects.filter(touched__monument__in=monuments, touched__added_at__gt=since)
    found = [
        Change("incident", one.tied_at, _in_language(one.title), "incident", one.id)
        for one in incidents.annotate(tied_at=Max("touched__added_at"))
    ]
    reports = DamageReport.objects.filter(monument__in=monuments)
    found += [
        Change("worse_report", one.verified_at, one.reference or "", "report", one.id)
        for one in _worse(list(reports.filter(status="verified", verified_at__gt=since)), frozen)
        if one.verified_at
    ]
    found += [
        Change("retracted_report", one.retracted_at, one.reference or "", "report", one.id)
        for one in reports.filter(retracted_at__gt=since, verified_at__lte=frozen)
        if one.retracted_at
    ]
    found += [
        Change(
            "document_withdrawn", one.document.withdrawn_at, vocabulary.DOSSIER_DOCUMENT.label(one.purpose), id=one.id
        )
        for one in plan.dossier_documents.select_related("document").filter(document__withdrawn_at__gt=since)
        if one.document.withdrawn_at
    ]
    found += _ground_lost(plan, since)
    return sorted(found, key=lambda one: one.at)


def _in_language(texts: dict[str, str]) -> str:
    """The text in the reader's language, else in English, else in any."""
    return texts.get(reader_language()) or texts.get("en") or next(iter(texts.values()), "")


def _ground_lost(plan: Plan, since: datetime) -> list[Change]:
    """Monuments whose ground was released then, and is not today."""
    monuments = list(plan.monuments.all())
    then = ground.access_to(
        plan.site, monuments, clock.day_of(since, plan.site.time_zone), on_site=ground.ground_of(plan.site, since)
    )
    now = ground.access_to(plan.site, monuments, plan.site.today)
    return [
        Change("ground_lapsed", clock.now(), queries.display_label(before.monument), "monument", before.monument.id)
        for before, after in zip(then, now, strict=True)
        if before.answer.is_released
        and not after.answer.is_released
        and not ground.is_elsewhere(after.monument, plan.site.today)
    ]


def _worse(newer: Sequence[DamageReport], frozen: datetime) -> Iterable[DamageReport]:
    """Reports that say worse of a monument than the last one verified before the dossier was frozen."""
    rows = DamageReport.objects.filter(
        Q(status__in=["verified", "superseded"]),
        monument__in={one.monument_id for one in newer},
        verified_at__lte=frozen,
    )
    before = dict(rows.order_by("last_seen", "verified_at").values_list("monument_id", "damage"))
    rank = {one.id: number for number, one in enumerate(DAMAGE_GRADE) if one.id != "not_assessable"}
    return [
        one for one in newer
        if one.damage in rank and rank[one.damage] > rank.get(before.get(one.monument_id, ""), -1)
    ]  # fmt: skip


def released_everywhere(plan: Plan, day: date) -> bool:
    """Whether the ground of every monument of a plan is released on a day. What was taken to a workshop or museum
    elsewhere does not stand on it."""
    monuments = list(plan.monuments.all())
    return all(
        one.answer.is_released or ground.is_elsewhere(one.monument, day)
        for one in ground.access_to(plan.site, monuments, day)
    )
