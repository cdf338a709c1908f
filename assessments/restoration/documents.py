"""How a plan is told: by the API, in the feed of field clients."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from assessments.kit.feeds import Feed
from assessments.restoration import policy
from assessments.restoration.models import Plan


class PlanOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    monuments: list[UUID]
    track: str
    title: str
    objectives: str
    approach: str
    language: str
    currency: str
    price_date: date | None
    estimate_class: int | None
    basis_of_estimate: str
    exchange_rates: list[dict[str, str]]
    contingency_rule: str
    contingency_percent: Decimal | None
    contingency_reason: str
    escalation_percent: Decimal | None
    escalation_until: date | None
    escalation_source: str
    continues: UUID | None
    crews: dict[str, int]
    stoppages: list[dict[str, str]]
    phases: list[str]
    options_appraisal: str
    original_fabric_share: Decimal | None
    age_override: str
    request_answers: dict[str, str]
    begun: dict[str, Any] | None
    valid_until: datetime | None
    is_exercise: bool
    status: str
    revision: int
    dossier_sha256: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    external_ids: list[dict[str, str]]


def plan_out(plan: Plan) -> PlanOut:
    return PlanOut(
        id=plan.id, site=plan.site_id, monuments=sorted(one.id for one in plan.monuments.all()), track=plan.track,
        title=plan.title, objectives=plan.objectives, approach=plan.approach, language=plan.language,
        currency=plan.currency, price_date=plan.price_date, estimate_class=plan.estimate_class,
        basis_of_estimate=plan.basis_of_estimate, exchange_rates=plan.exchange_rates,
        contingency_rule=plan.contingency_rule, contingency_percent=plan.contingency_percent,
        contingency_reason=plan.contingency_reason, escalation_percent=plan.escalation_percent,
        escalation_until=plan.escalation_until, escalation_source=plan.escalation_source, continues=plan.continues_id,
        crews=plan.crews,
        stoppages=plan.stoppages, phases=plan.phases, options_appraisal=plan.options_appraisal,
        original_fabric_share=plan.original_fabric_share, age_override=plan.age_override,
        request_answers=plan.request_answers, begun=plan.begun_on or None, valid_until=plan.valid_until,
        is_exercise=plan.is_exercise,
        status=plan.status, revision=plan.revision, dossier_sha256=plan.dossier_sha256 or None, version=plan.version,
        created_at=plan.created_at, updated_at=plan.updated_at, external_ids=plan.external_ids,
    )  # fmt: skip


FEED = Feed(
    "plan", lambda actor: policy.visible_plans(actor).prefetch_related("monuments"),
    lambda _actor, rows: [plan_out(one) for one in rows], has_age=True,
)  # fmt: skip
