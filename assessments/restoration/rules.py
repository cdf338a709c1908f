"""Arithmetic of estimates and the checklist of submission, on plain values.

Three-point estimates: expected value (low + 4 likely + high) / 6 and standard deviation (high - low) / 6 (PERT).
Over independent items expected values and variances add; P80 is E + 0.8416 s and P90 is E + 1.2816 s (normal
quantiles). Amounts are Decimals of one currency; durations are working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

Z80, Z90 = Decimal("0.8416"), Decimal("1.2816")
ASSESSMENT_MAX_AGE = timedelta(days=366)
CENT = Decimal("0.01")
MAX_PACKAGES = 300
"""What a forecast of ten thousand runs holds in 100 MB."""
MAX_LINES, MAX_QUANTITY, MAX_RATE = 5_000, 10**9, 10**12
"""The sum of so many lines of such amounts keeps its cents in the 28 digits of a Decimal."""


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
        return max(self.low, self.expected - Z90 * self.deviation).quantize(CENT)

    @property
    def p80(self) -> Decimal:
        return min(self.high, self.expected + Z80 * self.deviation).quantize(CENT)

    @property
    def p90(self) -> Decimal:
        return min(self.high, self.expected + Z90 * self.deviation).quantize(CENT)


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


def missing_to_submit(plan: Readiness) -> list[tuple[str, str]]:
    """(code, pointer) of each unmet requirement for internal review. First aid skips estimate class and age."""
    found = []
    if not plan.seen_on:
        found.append(("no_monument", "/monuments"))
    if any(day is None for day in plan.seen_on):
        found.append(("no_verified_assessment", "/monuments"))
    if not plan.objectives.strip():
        found.append(("no_objectives", "/objectives"))
    if not plan.approach.strip():
        found.append(("no_approach", "/approach"))
    if not plan.packages:
        found.append(("no_packages", "/packages"))
    elif plan.packages_without_lines:
        found.append(("package_without_estimate", "/packages"))
    if plan.track != "emergency":
        if not plan.age_is_overridden and any(
            day is not None and plan.on - day > ASSESSMENT_MAX_AGE for day in plan.seen_on
        ):
            found.append(("assessment_too_old", "/monuments"))
        if plan.estimate_class is None or plan.estimate_class > 4:
            found.append(("class_too_rough", "/estimate_class"))
    return found
