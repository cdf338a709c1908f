"""Who may see reports, who may write them, who may judge them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from assessments.damage.models import DamageReport
from assessments.damage.workflow import WRITABLE
from assessments.kit.actor import Actor
from assessments.register import policy as register
from assessments.register.models import VisitMember
from assessments.register.roles import May


def visible_reports(actor: Actor) -> QuerySet[DamageReport]:
    """Drafts: author, typist, co-observers and the site's verifiers. Submitted and later: all members."""
    if actor.is_system:
        return DamageReport.objects.all()
    if actor.user_id is None:
        return DamageReport.objects.none()
    own = Q(author_id=actor.user_id) | Q(entered_by_id=actor.user_id) | Q(observers__contains=[str(actor.user_id)])
    verifier = register.rows_where(actor, May.VERIFY, "site_id")
    shared = ~Q(status="draft") | own | verifier
    return DamageReport.objects.filter(register.member_rows(actor, "site_id") & shared)


def may_write(report: DamageReport, actor: Actor) -> bool:
    return report.status in WRITABLE and is_author(report, actor)


def is_author(report: DamageReport, actor: Actor) -> bool:
    return actor.user_id in (report.author_id, report.entered_by_id)


def took_part(report: DamageReport, actor: Actor) -> bool:
    """Author, typist, observer, or anybody of the visit's team."""
    if is_author(report, actor) or str(actor.user_id) in report.observers:
        return True
    return bool(
        report.visit_id and VisitMember.objects.filter(visit_id=report.visit_id, user_id=actor.user_id).exists()
    )


def may_review(report: DamageReport, actor: Actor) -> bool:
    return register.may(actor, May.VERIFY, report.site_id) and not took_part(report, actor)


GATE_FIELDS = ("gate", "outside_released_area", "pilot_location")
"""What only the author, safety officers and verifiers read of a report (field practice A8)."""


def may_see_gate(report: DamageReport, actor: Actor) -> bool:
    """Whether the actor may see what the gate answered, and that a report was made outside released ground: its
    author, safety officers, verifiers."""
    return (
        is_author(report, actor)
        or register.may(actor, May.KEEP_SAFETY, report.site_id)
        or register.may(actor, May.VERIFY, report.site_id)
    )
