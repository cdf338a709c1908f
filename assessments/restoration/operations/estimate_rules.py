"""What a plan states beside its lines: exchange rates, contingency, rising prices. Judged before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit.errors import invalid_field
from assessments.restoration import additions, rules, vocabulary
from assessments.restoration.models import Plan


def estimate_rules(plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows for other columns when these are written. Raises `Invalid` for what does not fit together."""

    def then(name: str) -> Any:
        return values.get(name, getattr(plan, name))

    if "exchange_rates" in values or "currency" in values:
        _require_rates(then("exchange_rates"), then("currency"))
    found: dict[str, Any] = {}
    if {"escalation_percent", "escalation_until", "price_date"} & values.keys():
        is_taken_out = values.get("escalation_percent", 0) is None and "escalation_until" not in values
        until = None if is_taken_out else then("escalation_until")
        found |= _escalation(then("escalation_percent"), then("price_date"), until)
    if {"contingency_rule", "contingency_percent"} & values.keys():
        found |= _contingency(values, then("contingency_rule"), then("contingency_percent"))
    return found


def _require_rates(rates: list[dict[str, str]], currency: str) -> None:
    seen = {currency}
    for number, one in enumerate(rates):
        at = f"/exchange_rates/{number}"
        if one["currency"] in seen:
            detail = _("Give one exchange rate for each currency other than the plan's: %(currency)s stands twice.")
            raise invalid_field(f"{at}/currency", "twice", detail % {"currency": one["currency"]})
        seen.add(one["currency"])
        vocabulary.EXCHANGE_RATE_KIND.require(one["kind"], f"{at}/kind")
        for name in ("amount", "equals"):
            side = Decimal(one[name])
            if side.is_nan() or side <= 0:
                raise invalid_field(f"{at}/{name}", "range", _("Both sides of an exchange rate are more than nothing."))
            if not additions.is_side(side):
                raise invalid_field(f"{at}/{name}", "too_large", _unlikely())
        factor = Decimal(one["equals"]) / Decimal(one["amount"])
        if not additions.LEAST_EXCHANGE <= factor <= additions.MAX_EXCHANGE:
            raise invalid_field(f"{at}/amount", "too_large", _unlikely())


def _unlikely() -> str:
    return _("Such an exchange rate cannot be. Look at both sides.")


def _escalation(percent: Decimal | None, since: date | None, until: date | None) -> dict[str, Any]:
    if percent is None and until is None:
        return {"escalation_percent": None, "escalation_until": None}
    if percent is None or not percent.is_finite() or not 0 <= percent <= additions.MAX_ESCALATION:
        detail = _("How much prices rise is a number from 0 to %(most)s percent a year.")
        raise invalid_field("/escalation_percent", "range", detail % {"most": additions.MAX_ESCALATION})
    if since is None:
        raise invalid_field(
            "/price_date", "missing", _("Say of which day the prices are, so that they can rise from it.")
        )
    if until is None:
        raise invalid_field("/escalation_until", "missing", _("Say until when prices rise: the middle of the works."))
    if not 0 <= (until - since).days <= additions.MAX_YEARS * 366:
        detail = _("The middle of the works is after the day of the prices, by %(most)s years at most.")
        raise invalid_field("/escalation_until", "order", detail % {"most": additions.MAX_YEARS})
    return {"escalation_percent": percent.quantize(rules.CENT)}


def _contingency(values: Mapping[str, Any], rule: str, percent: Decimal | None) -> dict[str, Any]:
    vocabulary.CONTINGENCY_RULE.require(rule, "/contingency_rule")
    if rule != "stated":
        if values.get("contingency_percent") is not None:
            detail = _("A share of your own goes with the rule 'A stated share'.")
            raise invalid_field("/contingency_percent", "rule", detail)
        return {"contingency_percent": None}
    if percent is None or not percent.is_finite() or not 0 <= percent <= additions.MAX_CONTINGENCY:
        detail = _("Contingency is a number from 0 to %(most)s percent of the lines.")
        raise invalid_field("/contingency_percent", "range", detail % {"most": additions.MAX_CONTINGENCY})
    return {"contingency_percent": percent.quantize(rules.CENT)}
