"""Who may see plans and change their state. Nobody decides on a plan that they wrote."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.people.errors import SecondFactorNeeded
from assessments.people.models import User
from assessments.register import policy as register
from assessments.register.models import Membership
from assessments.register.roles import May, Role
from assessments.restoration.models import ConflictOfInterest, Decision, Deputation, Plan, PlanEdit
from assessments.restoration.workflow import WRITABLE


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Drafts: planners and verifiers of the site. Submitted and later: all members; works that were found begun too,
    whatever was made of them since."""
    if actor.is_system:
        return Plan.objects.all()
    if actor.user_id is None:
        return Plan.objects.none()
    early = register.rows_where(actor, May.PLAN, "site_id") | register.rows_where(actor, May.VERIFY, "site_id")
    return Plan.objects.filter(register.member_rows(actor, "site_id") & (~Q(status="draft") | ~Q(begun_on={}) | early))


def wrote(plan: Plan, actor: Actor) -> bool:
    return _edited(plan, actor.user_id)


def _edited(plan: Plan, user_id: UUID | None) -> bool:
    """Whether this person made a recorded edit of what is before the reviewers, or of what a planner is writing: since
    the last decision on an earlier version. Decisions on this very version leave its authors its authors."""
    version = plan.revision + 1 if plan.status in WRITABLE else plan.revision
    earlier = Decision.objects.filter(plan=plan, revision__lt=version).order_by("-decided_at")
    last = earlier.values_list("decided_at", flat=True).first()
    edits = PlanEdit.objects.filter(plan=plan, user_id=user_id)
    return (edits.filter(at__gt=last) if last else edits).exists()


def declared_interest(plan: Plan, actor: Actor) -> bool:
    return ConflictOfInterest.objects.filter(plan=plan, user_id=actor.user_id).exists()


def directs(user_id: UUID | None, plan: Plan) -> bool:
    """Whether a person directs the national authority on a plan's site."""
    rows = Membership.objects.filter(user=user_id, role=Role.NATIONAL_DIRECTOR, is_active=True)
    return rows.filter(Q(site=plan.site_id) | Q(site__isnull=True)).exists()


def principal_of(user_id: UUID | None, plan: Plan) -> User | None:
    """The director for whom this person acts on the plan's site today; None for those who are nobody's deputy, and
    where the director may not decide on this plan either."""
    today = plan.site.today
    rows = Deputation.objects.filter(
        site=plan.site_id, deputy=user_id, ended_at__isnull=True, first_day__lte=today, last_day__gte=today,
    )  # fmt: skip
    directs = Q(principal__memberships__site=plan.site_id) | Q(principal__memberships__site__isnull=True)
    rows = rows.filter(
        directs, principal__memberships__role=Role.NATIONAL_DIRECTOR, principal__memberships__is_active=True
    )
    rows = rows.exclude(principal__in=plan.conflicts_of_interest.values("user")).select_related("principal")
    return next((one.principal for one in rows if not _edited(plan, one.principal_id)), None)


def require_second_factor(actor: Actor) -> None:
    """Deciding needs a session with a second factor not older than 15 minutes, never a device token alone."""
    if settings.DEMO_EXCUSED_FROM_SECOND_FACTOR or actor.is_system:
        return
    fresh: timedelta = settings.SECOND_FACTOR_FRESH
    if actor.device_id or actor.second_factor_at is None or clock.recorded_now() - actor.second_factor_at > fresh:
        raise SecondFactorNeeded
