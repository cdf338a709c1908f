"""How an estimate adds up, in words: the same for pages, for dossiers read again and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.kit.parsing import plain
from assessments.restoration import additions, vocabulary
from assessments.restoration.models import Plan
from assessments.restoration.queries import Estimate
from assessments.restoration.rules import Range
from assessments.templatetags.zenobia import day, money


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum; `note` says by which rule."""

    label: str
    range: Range
    note: str = ""
    is_total: bool = False


def sum_of(plan: Plan, found: Estimate) -> list[Row]:
    """From the phases to the total. Empty where the total is all there is."""
    rows: list[Row] = []
    if plan.phases:
        rows += [Row(name or _("In no phase"), one) for name, one in found.by_phase.items()]
    if plan.contingency_rule != "none" or plan.escalation_percent is not None:
        rows.append(Row(_("Lines"), found.lines, is_total=bool(plan.phases)))
    if plan.contingency_rule != "none":
        rows.append(Row(_("Contingency"), found.contingency, contingency(_contingency_of(plan, found))))
    if plan.escalation_percent is not None:
        rows.append(Row(_("Rising prices"), found.escalation, escalation(_escalation_of(plan, found))))
    return [*rows, Row(_("Total"), found.total, is_total=True)] if rows else []


def _contingency_of(plan: Plan, found: Estimate) -> dict[str, Any]:
    return {
        "rule": plan.contingency_rule, "percent": found.added.contingency, "reason": plan.contingency_reason
    }  # fmt: skip


def _escalation_of(plan: Plan, found: Estimate) -> dict[str, Any]:
    return {
        "percent_a_year": plan.escalation_percent, "until": plan.escalation_until, "factor": found.added.escalation,
        "source": plan.escalation_source,
    }  # fmt: skip


def by_category(found: Estimate) -> list[Row]:
    return [Row(vocabulary.LINE_CATEGORY.label(name), one) for name, one in found.by_category.items()]


def contingency(said: Mapping[str, Any]) -> str:
    """As a dossier holds it."""
    if said["percent"] is None:
        return _("by class, and no class is stated")
    share = _("%(percent)s %% of the lines") % {"percent": plain(Decimal(said["percent"]))}
    if said["rule"] == "by_class":
        share = _("%(share)s, as its class asks") % {"share": share}
    return _with(share, said["reason"])


def escalation(said: Mapping[str, Any]) -> str:
    """As a dossier holds it."""
    words = _("%(percent)s %% a year until %(until)s, together × %(factor)s") % {
        "percent": plain(Decimal(said["percent_a_year"])), "until": day(said["until"]), "factor": said["factor"]
    }  # fmt: skip
    return _with(words, said["source"])


def exchange_rates(plan: Plan) -> list[str]:
    return [exchange_rate(one, plan.currency) for one in plan.exchange_rates]


def exchange_rate(one: Mapping[str, str], currency: str) -> str:
    """Such as "585.6 SYP = 1 EUR · Official rate, 1 October 2016 · Central Bank"."""
    rate = f"\u2066{plain(Decimal(one['amount']))} {one['currency']} = {plain(Decimal(one['equals']))} {currency}\u2069"
    kind = f"{vocabulary.EXCHANGE_RATE_KIND.label(one['kind'])}, {day(one['on'])}"
    return _with(f"{rate} · {kind}", one.get("source", ""))


def _with(words: str, said: str) -> str:
    """What people wrote behind our words, in its own direction."""
    return f"{words} · \u2068{said}\u2069" if said else words


def accuracy(plan: Plan, found: Estimate) -> str:
    """Where the total may lie as works of this class usually go; empty without a class."""
    if found.accuracy is None or plan.estimate_class is None:
        return ""
    below, above = additions.ACCURACY_OF_CLASS[plan.estimate_class]
    low, high = found.accuracy
    return _("Estimates of class %(class)s usually end between %(below)s %% and +%(above)s %%: %(range)s.") % {
        "class": plan.estimate_class, "below": str(below).replace("-", "−"), "above": above,
        "range": f"\u2066{money(low)}–{money(high, plan.currency)}\u2069",
    }  # fmt: skip


def context(plan: Plan, found: Estimate) -> dict[str, Any]:
    """Context of `restoration/_estimate.html`."""
    return {
        "estimate": found, "estimate_rows": sum_of(plan, found), "estimate_by_category": by_category(found),
        "exchange_rates": exchange_rates(plan), "accuracy": accuracy(plan, found),
    }  # fmt: skip
