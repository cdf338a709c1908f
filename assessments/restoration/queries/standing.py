"""What stands around a plan: requests of the Committee and others, money, its documents, deputies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.kit.actor import Actor
from assessments.kit.resources import get_visible
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.models import Membership, Site
from assessments.register.roles import Role
from assessments.restoration import policy
from assessments.restoration.models import Deputation, FundingSource, Plan, PlanDocument, StandingRequest


def standing_requests(plan: Plan) -> list[StandingRequest]:
    """The requests that restrict a plan: standing today, and on its track."""
    today = plan.site.today
    rows = StandingRequest.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), site=plan.site_id, since__lte=today
    ).select_related("authority")
    return [one for one in rows if plan.track in one.tracks]


def requests_of(site_id: UUID) -> list[StandingRequest]:
    return list(StandingRequest.objects.filter(site=site_id).select_related("authority"))


def requests_with_plans(actor: Actor, site_id: UUID) -> list[tuple[StandingRequest, list[tuple[Plan, str]]]]:
    """The requests of a site, each with the plans that answer it and what they answer."""
    plans = list(policy.visible_plans(actor).filter(site=site_id).exclude(request_answers={}).order_by("id"))
    return [
        (one, [(plan, plan.request_answers[str(one.id)]) for plan in plans if str(one.id) in plan.request_answers])
        for one in requests_of(site_id)
    ]


def standing_request(actor: Actor, id: UUID) -> StandingRequest:
    rows = StandingRequest.objects.filter(register.member_rows(actor, "site_id")).select_related("site", "authority")
    found: StandingRequest = get_visible(rows, id)
    return found


def unanswered(plan: Plan, requests: Iterable[StandingRequest]) -> list[StandingRequest]:
    return [one for one in requests if not str(plan.request_answers.get(str(one.id), "")).strip()]


def standing_requests_for(actor: Actor, *, site: UUID | None = None) -> QuerySet[StandingRequest]:
    rows = StandingRequest.objects.filter(register.member_rows(actor, "site_id"))
    return rows.filter(site=site) if site else rows


def plan_document(actor: Actor, id: UUID) -> PlanDocument:
    rows = PlanDocument.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan__site", "document")
    found: PlanDocument = get_visible(rows, id)
    return found


def deputations(actor: Actor) -> list[Deputation]:
    """Who acts for whom on the actor's sites, today or later, newest first."""
    rows = Deputation.objects.filter(register.member_rows(actor, "site_id"), ended_at__isnull=True)
    return list(rows.select_related("site", "principal", "deputy")[:200])


def deputations_of(site: Site) -> list[Deputation]:
    """Who acted, acts and will act for whom on a site, the latest first."""
    return list(site.deputations.select_related("principal", "deputy")[:100])


def possible_deputies(site: Site) -> list[User]:
    """Reviewers of the national authority for a site, by name."""
    rows = Membership.objects.filter(role=Role.NATIONAL_REVIEWER, is_active=True, awaits_confirmation=False)
    rows = rows.filter(Q(site=site) | Q(site__isnull=True))
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("full_name", "id"))


def funding_source(actor: Actor, id: UUID) -> FundingSource:
    rows = FundingSource.objects.filter(plan__in=policy.visible_plans(actor)).select_related("plan__site")
    found: FundingSource = get_visible(rows, id)
    return found


@dataclass(frozen=True, slots=True)
class Funding:
    """Money for a plan by stage, and what the works are expected to cost beside it."""

    sources: list[FundingSource]
    by_stage: dict[str, Decimal]
    expected: Decimal

    @property
    def secured(self) -> Decimal:
        """Committed and received: what a permit may count on."""
        return self.by_stage.get("committed", Decimal(0)) + self.by_stage.get("received", Decimal(0))

    @property
    def share(self) -> Decimal:
        return self.secured / self.expected if self.expected else Decimal(0)


def funding_of(plan: Plan, expected: Decimal) -> Funding:
    sources = list(plan.funding.all())
    by_stage: dict[str, Decimal] = {}
    for one in sources:
        by_stage[one.stage] = by_stage.get(one.stage, Decimal(0)) + one.amount
    return Funding(sources, by_stage, expected)


def is_on_the_list(site: Site) -> bool:
    """Whether a site is a World Heritage property, or a component of one."""
    return bool(site.world_heritage_id or (site.parent and site.parent.world_heritage_id))
