"""Arithmetic of estimates and the checklist of submission, on plain values.

Three-point estimates: expected value (low + 4 likely + high) / 6 and standard deviation (high - low) / 6 (PERT).
Over independent items expected values and variances add; P80 is E + 0.8416 s and P90 is E + 1.2816 s (normal
quantiles). Amounts are Decimals of one currency; durations are working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal

Z80, Z90 = Decimal("0.8416"), Decimal("1.2816")
ASSESSMENT_MAX_AGE = timedelta(days=366)
CENT = Decimal("0.01")
WIDE = Context(prec=60)
"""Room for the cents of whatever the limits below let somebody type."""
MAX_PACKAGES = 300
"""What a forecast of ten thousand runs holds in 100 MB."""
MAX_LINES, MAX_QUANTITY, MAX_RATE = 5_000, 10**9, 10**12


@dataclass(frozen=True, slots=True)
class Range:
    """Low, likely and high of one amount, with what follows from them when summed as independent."""

    low: Decimal
    likely: Decimal
    high: Decimal
    expected: Decimal
    deviation: Decimal

    @property
    def p10(self) -> Decimal:
        return cents(max(self.low, self.expected - Z90 * self.deviation))

    @property
    def p80(self) -> Decimal:
        return cents(min(self.high, self.expected + Z80 * self.deviation))

    @property
    def p90(self) -> Decimal:
        return cents(min(self.high, self.expected + Z90 * self.deviation))

    def times(self, factor: Decimal) -> Range:
        """All of it in proportion; `factor` is not negative."""
        return Range(
            self.low * factor, self.likely * factor, self.high * factor, self.expected * factor,
            self.deviation * factor,
        )  # fmt: skip


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, context=WIDE)


def three_point(low: Decimal, likely: Decimal, high: Decimal) -> Range:
    """One item. Raises ValueError unless low ≤ likely ≤ high."""
    if not low <= likely <= high:
        raise ValueError("a three-point estimate runs low, likely, high")
    return Range(low, likely, high, (low + 4 * likely + high) / 6, (high - low) / 6)


def total(items: Iterable[Range]) -> Range:
    """The sum of independent items; low and high are the sums of lows and highs."""
    found = list(items)
    zero = Decimal(0)
    return Range(
        sum((one.low for one in found), zero),
        sum((one.likely for one in found), zero),
        sum((one.high for one in found), zero),
        sum((one.expected for one in found), zero),
        sum((one.deviation**2 for one in found), zero).sqrt(),
    )


@dataclass(frozen=True, slots=True)
class Readiness:
    """Input of the submission checklist. `seen_on`: day of the newest verified assessment of each monument."""

    track: str
    objectives: str
    approach: str
    estimate_class: int | None
    packages_without_lines: int
    packages: int
    seen_on: Sequence[date | None]
    on: date
    age_is_overridden: bool = False
    counts_contingency_twice: bool = False
    counts_escalation_twice: bool = False


def missing_to_submit(plan: Readiness) -> list[tuple[str, str]]:
    """(code, pointer) of each unmet requirement for internal review. First aid skips estimate class and age."""
    is_full = plan.track != "emergency"
    is_old = any(day is not None and plan.on - day > ASSESSMENT_MAX_AGE for day in plan.seen_on)
    unmet = [
        (not plan.seen_on, "no_monument", "/monuments"),
        (any(day is None for day in plan.seen_on), "no_verified_assessment", "/monuments"),
        (not plan.objectives.strip(), "no_objectives", "/objectives"),
        (not plan.approach.strip(), "no_approach", "/approach"),
        (not plan.packages, "no_packages", "/packages"),
        (bool(plan.packages and plan.packages_without_lines), "package_without_estimate", "/packages"),
        (plan.counts_contingency_twice, "contingency_twice", "/contingency_rule"),
        (plan.counts_escalation_twice, "escalation_twice", "/escalation_percent"),
        (is_full and is_old and not plan.age_is_overridden, "assessment_too_old", "/monuments"),
        (is_full and (plan.estimate_class is None or plan.estimate_class > 4), "class_too_rough", "/estimate_class"),
    ]
    return [(code, pointer) for is_unmet, code, pointer in unmet if is_unmet]
