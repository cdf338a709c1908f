"""Who may see plans and change their state. Nobody decides on a plan that they wrote."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.people.errors import SecondFactorNeeded
from assessments.register import policy as register
from assessments.register.roles import May
from assessments.restoration.models import Decision, Plan, PlanEdit


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Drafts: planners and verifiers of the site. Submitted and later: all members."""
    if actor.is_system:
        return Plan.objects.all()
    if actor.user_id is None:
        return Plan.objects.none()
    early = register.rows_where(actor, May.PLAN, "site_id") | register.rows_where(actor, May.VERIFY, "site_id")
    return Plan.objects.filter(register.member_rows(actor, "site_id") & (~Q(status="draft") | early))


def wrote(plan: Plan, actor: Actor) -> bool:
    """Whether this person made a recorded edit since the last decision."""
    last = Decision.objects.filter(plan=plan).order_by("-decided_at").values_list("decided_at", flat=True).first()
    edits = PlanEdit.objects.filter(plan=plan, user_id=actor.user_id)
    return (edits.filter(at__gt=last) if last else edits).exists()


def require_second_factor(actor: Actor) -> None:
    """Deciding needs a session with a second factor not older than 15 minutes, never a device token alone."""
    if settings.DEMO_EXCUSED_FROM_SECOND_FACTOR or actor.is_system:
        return
    fresh: timedelta = settings.SECOND_FACTOR_FRESH
    if actor.device_id or actor.second_factor_at is None or clock.recorded_now() - actor.second_factor_at > fresh:
        raise SecondFactorNeeded
