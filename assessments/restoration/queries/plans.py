"""Read queries of plans: lists, packages and lines, estimates, dossiers, forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.audit.queries import last_changed, values_then
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of
from assessments.kit.errors import NotFound
from assessments.kit.resources import get_visible
from assessments.kit.seal import Opened, opened, sealed_file
from assessments.register import policy as register
from assessments.register import queries as register_queries
from assessments.register.roles import May
from assessments.restoration import forecast, policy, rules, vocabulary, working_days
from assessments.restoration.models import Dossier, EstimateLine, Forecast, Plan, WorkPackage
from assessments.restoration.workflow import AT_WORK, ENDED


def plans(actor: Actor, *, site: UUID | None = None, status: str = "", track: str = "") -> QuerySet[Plan]:
    rows = policy.visible_plans(actor)
    if site:
        rows = rows.filter(site_id=site)
    if status:
        vocabulary.PLAN_STATE.require(status, "/status")
        rows = rows.filter(status=status)
    if track:
        vocabulary.TRACK.require(track, "/track")
        rows = rows.filter(track=track)
    return rows


@dataclass(frozen=True, slots=True)
class Known:
    """A plan with the state in which it was known to be, and since when."""

    plan: Plan
    status: str
    since: datetime


def as_known(plans: QuerySet[Plan] | Sequence[Plan], known_at: datetime | None) -> list[Known]:
    """These plans as they were known at a moment, without those begun later; None: as they are."""
    if known_at is None:
        return [Known(one, one.status, one.state_since) for one in plans]
    found = [one for one in plans if one.created_at <= known_at]
    sites = {one.site_id for one in found}
    states = values_then("plan", "status", known_at, site_ids=sites)
    since = last_changed("plan", "status", known_at, site_ids=sites)
    return [Known(one, states.get(one.id, one.status), since.get(one.id, one.created_at)) for one in found]


def plan(actor: Actor, id: UUID | str) -> Plan:
    return get_visible(
        policy.visible_plans(actor).select_related("site", "continues").prefetch_related("monuments"), id
    )


def packages_of(plan: Plan) -> list[WorkPackage]:
    return list(plan.packages.prefetch_related("lines", "depends_on"))


def package(actor: Actor, id: UUID) -> WorkPackage:
    rows = WorkPackage.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan")
    found: WorkPackage = get_visible(rows.prefetch_related("lines", "depends_on"), id)
    return found


def line(actor: Actor, id: UUID) -> EstimateLine:
    rows = EstimateLine.objects.filter(package__plan__in=policy.visible_plans(actor))
    found: EstimateLine = get_visible(rows.select_related("package__plan"), id)
    return found


def range_of(line: EstimateLine) -> rules.Range:
    return rules.three_point(
        line.quantity * line.low_rate, line.quantity * line.likely_rate, line.quantity * line.high_rate
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """Totals as ranges, in the plan's currency: altogether, by package, by category."""

    total: rules.Range
    by_package: list[tuple[WorkPackage, rules.Range]]
    by_category: dict[str, rules.Range]


def estimate(packages: Sequence[WorkPackage]) -> Estimate:
    """Add up the packages of a plan."""
    by_package = [(one, rules.total(range_of(line) for line in one.lines.all())) for one in packages]
    categories: dict[str, list[rules.Range]] = {}
    for one in packages:
        for line in one.lines.all():
            categories.setdefault(line.category, []).append(range_of(line))
    return Estimate(
        rules.total(found for _package, found in by_package),
        by_package,
        {category: rules.total(ranges) for category, ranges in sorted(categories.items())},
    )


@dataclass(frozen=True, slots=True)
class ForecastBasis:
    """What a forecast rests on: the packages as plain values in the plan's order, their ids, and a digest of both."""

    packages: list[forecast.Package]
    ids: list[UUID]
    digest: str


def forecast_basis(plan: Plan, rows: Sequence[WorkPackage]) -> ForecastBasis:
    place = {one.id: number for number, one in enumerate(rows)}
    packages = [
        forecast.Package(
            days=forecast.Points(float(one.low_days), float(one.likely_days), float(one.high_days))
            if one.low_days is not None and one.likely_days is not None and one.high_days is not None
            else None,
            waits_for=sorted(place[before.id] for before in one.depends_on.all() if before.id in place),
            crew=one.crew,
            costs=[
                forecast.Points(
                    *(float(line.quantity * rate) for rate in (line.low_rate, line.likely_rate, line.high_rate))
                )
                for line in one.lines.all()
            ],
        )
        for one in rows
    ]
    ids = [one.id for one in rows]
    said = {
        "currency": plan.currency,
        "crews": plan.crews,
        "packages": [asdict(one) for one in packages],
        "ids": [str(one) for one in ids],
    }
    return ForecastBasis(packages, ids, digest_of(said).hex())


@dataclass(frozen=True, slots=True)
class Start:
    """The day from which working days are counted, and whether the approval is still awaited on it."""

    day: date
    is_awaited: bool
    stoppages: working_days.Stoppages = ()

    def after(self, days: float) -> date | None:
        """The end of so many working days; None where that is more than a hundred years away."""
        return working_days.end_after(self.day, days, self.stoppages)


def works_begin(plan: Plan) -> Start | None:
    """The day on which works were authorised; today, as long as that is awaited; None for works that will not begin, or
    have ended."""
    if plan.status in ENDED or plan.status == "completed":
        return None
    if plan.status in AT_WORK:
        given = plan.decisions.filter(outcome__in=["permit", "emergency_authorise"]).last()
        since = given.decided_at if given else plan.state_since
        return Start(clock.day_of(since, plan.site.time_zone), is_awaited=False, stoppages=plan.stoppages)
    return Start(plan.site.today, is_awaited=True, stoppages=plan.stoppages)


def latest_forecast(plan: Plan) -> Forecast | None:
    """The newest forecast, whether it is worked out or still due."""
    return plan.forecasts.order_by("-asked_at", "-id").first()


def verified_reports(plan: Plan) -> list[DamageReport]:
    """The verified reports that the plan stands on: all on its monuments, newest seen first."""
    rows = DamageReport.objects.filter(monument__in=plan.monuments.all(), status="verified")
    return list(
        rows.select_related("monument").prefetch_related("photo_links__photo__derivatives").order_by("-last_seen")
    )


def readiness(plan: Plan) -> rules.Readiness:
    """The input of the submission checklist."""
    newest: dict[UUID, date] = {}
    for report in verified_reports(plan):
        if report.last_seen:
            newest.setdefault(report.monument_id, report.last_seen)
    packages = packages_of(plan)
    return rules.Readiness(
        track=plan.track, objectives=plan.objectives, approach=plan.approach, estimate_class=plan.estimate_class,
        packages_without_lines=sum(not one.lines.all() for one in packages), packages=len(packages),
        seen_on=[newest.get(one.id) for one in plan.monuments.all()], on=plan.site.today,
        age_is_overridden=bool(plan.age_override),
    )  # fmt: skip


def document_of(plan: Plan) -> dict[str, Any]:
    """The content of a dossier: the plan, its packages and lines, and the verified reports it is based on."""
    reports = verified_reports(plan)
    frozen = ReportSnapshot.objects.filter(report__in=reports).values_list("report", "number", "digest")
    digests = {(report, number): digest for report, number, digest in frozen}
    return {
        "plan": plan.id, "site": plan.site_id, "revision": plan.revision, "track": plan.track, "title": plan.title,
        "monuments": sorted(str(one.id) for one in plan.monuments.all()), "objectives": plan.objectives,
        "approach": plan.approach, "language": plan.language, "currency": plan.currency,
        "price_date": plan.price_date, "estimate_class": plan.estimate_class,
        "basis_of_estimate": plan.basis_of_estimate, "crews": plan.crews,
        "stoppages": plan.stoppages, "is_exercise": plan.is_exercise, "phases": plan.phases,
        "options_appraisal": plan.options_appraisal, "original_fabric_share": plan.original_fabric_share,
        "age_override": plan.age_override, "request_answers": plan.request_answers, "begun_on": plan.begun_on,
        "documents": [
            {"document": one.document_id, "purpose": one.purpose, "sha256": one.document.sha256}
            for one in plan.dossier_documents.select_related("document")
        ],
        "packages": [_package(one) for one in packages_of(plan)],
        "reports": [
            {"id": one.id, "revision": one.revision, "sha256": bytes(digests[one.id, one.revision]).hex()}
            for one in reports
        ],
    }  # fmt: skip


def _package(package: WorkPackage) -> dict[str, Any]:
    return {
        "id": package.id, "title": package.title, "description": package.description,
        "duration_days": [package.low_days, package.likely_days, package.high_days], "crew": package.crew,
        "phase": package.phase,
        "depends_on": sorted(str(one.id) for one in package.depends_on.all()),
        "lines": [
            {
                "id": line.id, "category": line.category, "element": line.element, "quantity": line.quantity,
                "unit": line.unit, "rate": [line.low_rate, line.likely_rate, line.high_rate],
                "rate_source": line.rate_source, "rate_date": line.rate_date,
            }
            for line in package.lines.all()
        ],
    }  # fmt: skip


def dossiers_of(plan: Plan) -> list[Dossier]:
    return list(plan.dossiers.order_by("revision"))


def dossier(plan: Plan, number: int) -> Dossier:
    """The dossier of one revision. Raises `NotFound`."""
    found = plan.dossiers.filter(revision=number).first()
    if found is None:
        raise NotFound
    return found


def opened_dossier(found: Dossier) -> Opened:
    """What reviewers read, with its private values put back; erased ones are None."""
    return opened(bytes(found.canonical), found.private)


def dossier_file(found: Dossier) -> dict[str, Any]:
    """What reviewers read as a file to hand out, with the salts."""
    facts = {
        "of": {"kind": "plan", "id": str(found.plan_id), "revision": found.revision},
        "sealed_at": found.frozen_at.isoformat(),
    }
    return sealed_file(bytes(found.canonical), found.private, facts)


def plans_awaiting_internal_review(actor: Actor) -> QuerySet[Plan]:
    rows = Plan.objects.filter(register.rows_where(actor, May.PASS_INTERNALLY, "site_id"), status="internal_review")
    return rows.select_related("site").order_by("state_since", "id")


def plans_returned_to(actor: Actor) -> QuerySet[Plan]:
    """Plans that came back to their planners: revision was requested, or the director sent them back."""
    came_back = Q(status="revision_requested") | Q(status="draft", revision__gt=0)
    rows = Plan.objects.filter(register.rows_where(actor, May.PLAN, "site_id"), came_back)
    return rows.select_related("site").order_by("state_since", "id")


def grades_of(plan: Plan) -> dict[UUID, Any]:
    return register_queries.condition_on([one.id for one in plan.monuments.all()], plan.site.today)
