"""Read queries of plans: lists, packages and lines, dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.audit.queries import last_changed, values_then
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.kit.actor import Actor
from assessments.kit.errors import NotFound
from assessments.kit.resources import get_visible
from assessments.kit.seal import Opened, opened, sealed_file
from assessments.register import policy as register
from assessments.register import queries as register_queries
from assessments.register.roles import May
from assessments.restoration import policy, rules, vocabulary
from assessments.restoration.models import Dossier, EstimateLine, Plan, WorkPackage
from assessments.restoration.queries.estimates import additions_of, estimate
from assessments.restoration.queries.standing import funding_of


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


def with_money(rows: QuerySet[Plan]) -> list[tuple[Plan, Decimal, Decimal]]:
    """Plans with what each is expected to cost and what of it is committed or received, in its own currency."""
    found = []
    for one in rows.prefetch_related("packages__lines", "funding"):
        expected = estimate(one, list(one.packages.all())).total.expected
        found.append((one, expected, funding_of(one, expected).secured))
    return found


def plan(actor: Actor, id: UUID | str) -> Plan:
    return get_visible(
        policy.visible_plans(actor).select_related("site", "continues").prefetch_related("monuments"), id
    )


def packages_of(plan: Plan) -> list[WorkPackage]:
    return list(plan.packages.prefetch_related("lines", "depends_on"))


def works_at(actor: Actor, site_id: UUID, monument_id: UUID | None = None) -> QuerySet[WorkPackage]:
    """The packages of the plans of a site that the actor may see, or of those that name one monument."""
    rows = WorkPackage.objects.filter(plan__in=policy.visible_plans(actor), plan__site=site_id)
    if monument_id:
        rows = rows.filter(plan__monuments=monument_id)
    return rows.select_related("plan")


def package(actor: Actor, id: UUID) -> WorkPackage:
    rows = WorkPackage.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan")
    found: WorkPackage = get_visible(rows.prefetch_related("lines", "depends_on"), id)
    return found


def line(actor: Actor, id: UUID) -> EstimateLine:
    rows = EstimateLine.objects.filter(package__plan__in=policy.visible_plans(actor))
    found: EstimateLine = get_visible(rows.select_related("package__plan"), id)
    return found


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
    categories = {line.category for one in packages for line in one.lines.all()}
    return rules.Readiness(
        track=plan.track, objectives=plan.objectives, approach=plan.approach, estimate_class=plan.estimate_class,
        packages_without_lines=sum(not one.lines.all() for one in packages), packages=len(packages),
        seen_on=[newest.get(one.id) for one in plan.monuments.all()], on=plan.site.today,
        age_is_overridden=bool(plan.age_override),
        counts_contingency_twice=plan.contingency_rule != "none" and "contingency" in categories,
        counts_escalation_twice=plan.escalation_percent is not None and "inflation" in categories,
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
        **_estimated(plan),
        "packages": [_package(one, plan.currency) for one in packages_of(plan)],
        "reports": [
            {"id": one.id, "revision": one.revision, "sha256": bytes(digests[one.id, one.revision]).hex()}
            for one in reports
        ],
    }  # fmt: skip


def _estimated(plan: Plan) -> dict[str, Any]:
    """What rules make of the lines, as far as the plan states any: those of before there were any stay as they were."""
    added, found = additions_of(plan), dict[str, Any]()
    if plan.exchange_rates:
        found["exchange_rates"] = plan.exchange_rates
    if plan.contingency_rule != "none":
        found["contingency"] = {
            "rule": plan.contingency_rule, "percent": added.contingency, "reason": plan.contingency_reason
        }  # fmt: skip
    if plan.escalation_percent is not None:
        found["escalation"] = {
            "percent_a_year": plan.escalation_percent, "until": plan.escalation_until, "factor": added.escalation,
            "source": plan.escalation_source,
        }  # fmt: skip
    return found


def _package(package: WorkPackage, currency: str) -> dict[str, Any]:
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
                **({} if line.currency == currency else {"currency": line.currency}),
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


def plans_named(actor: Actor, words: str, *, most: int) -> list[Plan]:
    """Plans whose title contains the words; those that changed last come first."""
    rows = policy.visible_plans(actor).filter(title__icontains=words).select_related("site")
    return list(rows.prefetch_related("monuments").order_by("-updated_at", "id")[:most])


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
