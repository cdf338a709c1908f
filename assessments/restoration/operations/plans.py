"""Beginning a plan and changing what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import recorded_changes
from assessments.audit.operations import Subject
from assessments.kit import clock, resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.kit.messages import given
from assessments.register import policy as register
from assessments.register.models import Monument
from assessments.register.roles import May
from assessments.restoration import additions, policy, sentences, vocabulary, working_days
from assessments.restoration.errors import PlanNotWritable
from assessments.restoration.messages import PlanIn, PlanPatch, Stoppage
from assessments.restoration.models import EstimateLine, Plan, PlanEdit
from assessments.restoration.operations.estimate_rules import estimate_rules
from assessments.restoration.workflow import WRITABLE

OPEN_FIELDS = frozenset(
    {
        "site_id", "monuments", "track", "currency", "price_date", "estimate_class", "continues_id", "is_exercise",
        "status", "revision", "dossier_sha256", "kind", "outcome", "authority", "category", "quantity", "unit",
        "low_rate", "likely_rate", "high_rate", "rate_date", "low_days", "likely_days", "high_days",
        "package_id", "plan_id", "original_fabric_share", "contingency_rule", "contingency_percent",
        "escalation_percent", "escalation_until",
    }
)  # fmt: skip


def subject_of(plan: Plan) -> Subject:
    return Subject("plan", plan.id, plan.site_id)


def record_edit(plan: Plan, by: Actor) -> None:
    if by.user_id:
        PlanEdit.objects.create(plan=plan, user_id=by.user_id, at=clock.now())


def monuments_of(ids: list[UUID], site_id: UUID) -> list[Monument]:
    """The monuments of these ids. Raises `Invalid` for one of another site."""
    found = list(Monument.objects.filter(pk__in=ids, site_id=site_id))
    if len(found) != len(set(ids)):
        raise invalid_field("/monuments", "unknown_monument", _("Every monument of a plan belongs to its site."))
    return found


def create_plan(message: PlanIn, *, by: Actor) -> Plan:
    """Create a plan. Raises `NotAMember` if the actor may not plan on the site."""
    register.require(by, May.PLAN, message.site)
    vocabulary.TRACK.require(message.track, "/track")
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Plan, message.id, created_with):
        return found
    monuments = monuments_of(message.monuments, message.site)
    _require_share(message.original_fabric_share)
    values = given(message)
    values.pop("monuments")
    values |= {
        "site_id": values.pop("site"), "continues_id": _continued(values.pop("continues"), message.id, by),
        "state_since": clock.now(), "stoppages": _stoppages(message.stoppages),
        "exchange_rates": msgspec.to_builtins(message.exchange_rates),
        "external_ids": msgspec.to_builtins(message.external_ids),
    }  # fmt: skip
    values |= estimate_rules(Plan(), values)
    with transaction.atomic():
        plan = recorded_changes.create(
            Plan, values, by=by, verb="restoration.plan.drafted", kind="plan", site_id=message.site,
            open_fields=OPEN_FIELDS,
            created_with=created_with, hidden={"state_since"},
        )  # fmt: skip
        plan.monuments.set(monuments)
        record_edit(plan, by)
    return plan


def _continued(id: UUID | None, own: UUID | None, by: Actor) -> UUID | None:
    """The plan that this one continues: another one, which the actor may see."""
    if id is None:
        return None
    if id == own or not policy.visible_plans(by).filter(pk=id).exists():
        raise invalid_field("/continues", "unknown_plan", _("A plan continues another plan that you may see."))
    return id


def _stoppages(given: Sequence[Stoppage]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = msgspec.to_builtins(given)
    for number, one in enumerate(found):
        if wrong := working_days.wrong_with(one):
            detail = sentences.stoppage(wrong) % one
            raise invalid_field(f"/stoppages/{number}/until", wrong, detail)
    return found


def _require_share(share: Decimal | None) -> None:
    if share is not None and not 0 <= share <= 1:
        raise invalid_field("/original_fabric_share", "range", _("A share is a number from 0 to 1."))


def _require_phases_in_use(phases: Sequence[str], plan: Plan) -> None:
    used = plan.packages.exclude(phase="").exclude(phase__in=phases).values_list("phase", flat=True).first()
    if used is not None:
        detail = _("Work packages stand in the phase '%(phase)s'. Move them first.")
        raise invalid_field("/phases", "in_use", detail % {"phase": used})


def _require_rates_anew(plan: Plan, values: Mapping[str, Any]) -> None:
    """A rate says what a currency is in the plan's: in another one it would be another rate."""
    changes = values.get("currency", plan.currency) != plan.currency
    if changes and plan.exchange_rates and values.get("exchange_rates", plan.exchange_rates) == plan.exchange_rates:
        detail = _("The exchange rates are stated in %(currency)s. Give them anew in the other currency.")
        raise invalid_field("/exchange_rates", "missing", detail % {"currency": plan.currency})


def _require_rates_in_use(plan: Plan, values: Mapping[str, Any]) -> None:
    """Every currency in which lines are estimated keeps its exchange rate."""
    if "currency" not in values and "exchange_rates" not in values:
        return
    known = additions.exchange_factors(
        values.get("currency", plan.currency), values.get("exchange_rates", plan.exchange_rates)
    )
    used = EstimateLine.objects.filter(package__plan=plan).exclude(currency__in=known)
    if (lost := used.values_list("currency", flat=True).first()) is not None:
        detail = _("Lines are estimated in %(currency)s. Give its exchange rate, or take them out first.")
        raise invalid_field("/exchange_rates", "in_use", detail % {"currency": lost})


def writable(plan_id: UUID, by: Actor) -> Plan:
    """The plan if this person may write it now. Raises `NotFound`, `NotAMember`, `PlanNotWritable`."""
    plan = resources.get_visible(policy.visible_plans(by), plan_id)
    register.require(by, May.PLAN, plan.site_id)
    require_writable(plan)
    return plan


def require_writable(plan: Plan) -> None:
    """Raises `PlanNotWritable` for a plan that is under review or decided."""
    if plan.status not in WRITABLE:
        raise PlanNotWritable


def lock_writable(plan: Plan) -> Plan:
    """Holds a plan against being submitted, or written by others, until the end of the transaction: what it says is
    frozen as one. Returns it as it is now. Raises `PlanNotWritable` when somebody submitted it meanwhile."""
    locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    require_writable(locked)
    return locked


def change_plan(plan_id: UUID, message: PlanPatch, *, by: Actor, expected_version: int | None) -> Plan:
    """Change what a plan says."""
    plan = writable(plan_id, by)
    values = given(message)
    if "track" in values:
        vocabulary.TRACK.require(values["track"], "/track")
    monuments = monuments_of(values.pop("monuments"), plan.site_id) if "monuments" in values else None
    if "continues" in values:
        values["continues_id"] = _continued(values.pop("continues"), plan.id, by)
    if "stoppages" in values:
        values["stoppages"] = _stoppages(values["stoppages"])
    for name in ("external_ids", "exchange_rates"):
        if name in values:
            values[name] = msgspec.to_builtins(values[name])
    _require_share(values.get("original_fabric_share"))
    with transaction.atomic():
        locked = lock_writable(plan)
        if "phases" in values:
            _require_phases_in_use(values["phases"], locked)
        _require_rates_anew(locked, values)
        values |= estimate_rules(locked, values)
        _require_rates_in_use(locked, values)
        if values.get("currency", locked.currency) != locked.currency and locked.funding.exists():
            detail = _("Money is recorded in %(currency)s. Take it out before the currency changes.")
            raise invalid_field("/currency", "currency", detail % {"currency": locked.currency})
        plan = recorded_changes.update(
            plan, values, by=by, verb="restoration.plan.changed", kind="plan", site_id=plan.site_id,
            open_fields=OPEN_FIELDS,
            expected_version=expected_version,
        )  # fmt: skip
        if monuments is not None:
            plan.monuments.set(monuments)
        record_edit(plan, by)
    return plan
