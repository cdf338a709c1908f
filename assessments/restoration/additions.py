"""What stated rules make of the lines of an estimate, on plain values: exchange, contingency, escalation.

Each is a factor, so that low, likely and high, and what follows from them, stay in proportion. Contingency is a share
of the lines; escalation raises lines and contingency from the day of the prices to the middle of the works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CONTINGENCY_OF_CLASS = {5: 40, 4: 30, 3: 20, 2: 15, 1: 10}
"""Percent of the lines, a rule of thumb (`domain.md` 4.4)."""
ACCURACY_OF_CLASS = {5: (-50, 100), 4: (-30, 50), 3: (-20, 30), 2: (-15, 20), 1: (-10, 15)}
"""Typical accuracy in percent of the total, by how far the works are defined (`domain.md` 4.2, after AACE 18R-97)."""
MAX_CONTINGENCY, MAX_ESCALATION, MAX_YEARS = 100, 200, 30
LEAST_SIDE, MAX_SIDE, MAX_SIDE_DIGITS = Decimal("1e-9"), Decimal("1e12"), 28
"""Of either side of an exchange rate: looked at before anything is worked out of it."""
LEAST_EXCHANGE, MAX_EXCHANGE = Decimal("1e-9"), Decimal("1e9")
FOUR_DIGITS = Decimal("0.0001")
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Additions:
    """`contingency`: percent of the lines; `escalation`: the factor on lines and contingency. None: there is none."""

    contingency: Decimal | None = None
    escalation: Decimal | None = None

    @property
    def contingency_factor(self) -> Decimal:
        return ONE + (self.contingency or 0) / Decimal(100)

    @property
    def factor(self) -> Decimal:
        """The total by the sum of the lines."""
        return self.contingency_factor * (self.escalation or ONE)


def contingency(rule: str, stated: Decimal | None, estimate_class: int | None) -> Decimal | None:
    """Percent of the lines. None where there is none, or where the rule asks for a class that is not stated."""
    if rule == "stated":
        return stated
    if rule == "by_class" and estimate_class is not None:
        return Decimal(CONTINGENCY_OF_CLASS[estimate_class])
    return None


def escalation(percent_a_year: Decimal | None, since: date | None, until: date | None) -> Decimal | None:
    """Compound, by days, with years of 365.25 of them; to four digits, so that it can be recomputed as it is shown."""
    if percent_a_year is None or since is None or until is None:
        return None
    years = Decimal((until - since).days) / Decimal("365.25")
    return ((ONE + percent_a_year / 100) ** years).quantize(FOUR_DIGITS)


def is_side(amount: Decimal) -> bool:
    """Whether this can stand on a side of an exchange rate; every comparison holds for any Decimal."""
    digits = len(amount.as_tuple().digits)
    return amount.is_finite() and LEAST_SIDE <= amount <= MAX_SIDE and digits <= MAX_SIDE_DIGITS


def exchange_factors(currency: str, rates: Sequence[Mapping[str, str]]) -> dict[str, Decimal]:
    """What one unit of each currency is in the plan's."""
    return {currency: ONE} | {one["currency"]: Decimal(one["equals"]) / Decimal(one["amount"]) for one in rates}
