"""What a plan costs by its lines and its stated rules, and what a forecast of it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments.kit import clock
from assessments.kit.checksums import digest_of
from assessments.restoration import additions, forecast, rules, working_days
from assessments.restoration.additions import Additions
from assessments.restoration.models import EstimateLine, Forecast, Plan, WorkPackage
from assessments.restoration.workflow import AT_WORK, ENDED


def exchange_of(plan: Plan) -> dict[str, Decimal]:
    """What one unit of each currency that the plan may be estimated in is in its own."""
    return additions.exchange_factors(plan.currency, plan.exchange_rates)


def additions_of(plan: Plan) -> Additions:
    return Additions(
        additions.contingency(plan.contingency_rule, plan.contingency_percent, plan.estimate_class),
        additions.escalation(plan.escalation_percent, plan.price_date, plan.escalation_until),
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """Totals as ranges, in the plan's currency. Those by package, phase and category, and `lines`, are of the lines
    alone; `total` is with contingency and escalation.

    `accuracy`: where the total may lie as works of this class usually go, (low, high); None without a class.
    """

    total: rules.Range
    lines: rules.Range
    added: Additions
    contingency: rules.Range
    escalation: rules.Range
    accuracy: tuple[Decimal, Decimal] | None
    by_package: list[tuple[WorkPackage, rules.Range]]
    by_phase: dict[str, rules.Range]
    """In the order of the plan's phases; what stands in none comes last, under an empty name."""
    by_category: dict[str, rules.Range]


def estimate(plan: Plan, packages: Sequence[WorkPackage]) -> Estimate:
    """Add up the packages of a plan."""
    exchange, added = exchange_of(plan), additions_of(plan)
    by_package: list[tuple[WorkPackage, rules.Range]] = []
    categories: dict[str, list[rules.Range]] = {}
    phases: dict[str, list[rules.Range]] = {one: [] for one in [*plan.phases, ""]}
    for one in packages:
        ranges = [_range_of(line, exchange) for line in one.lines.all()]
        by_package.append((one, rules.total(ranges)))
        phases.setdefault(one.phase, []).append(by_package[-1][1])
        for line, found in zip(one.lines.all(), ranges, strict=True):
            categories.setdefault(line.category, []).append(found)
    lines = rules.total(found for _package, found in by_package)
    total = lines.times(added.factor)
    return Estimate(
        total, lines, added,
        contingency=lines.times(added.contingency_factor - 1),
        escalation=lines.times(added.contingency_factor * ((added.escalation or 1) - Decimal(1))),
        accuracy=_accuracy(plan, total),
        by_package=by_package,
        by_phase={name: rules.total(found) for name, found in phases.items() if found},
        by_category={category: rules.total(ranges) for category, ranges in sorted(categories.items())},
    )  # fmt: skip


def _range_of(line: EstimateLine, exchange: Mapping[str, Decimal]) -> rules.Range:
    by = line.quantity * exchange[line.currency]
    return rules.three_point(by * line.low_rate, by * line.likely_rate, by * line.high_rate)


def _accuracy(plan: Plan, total: rules.Range) -> tuple[Decimal, Decimal] | None:
    if plan.estimate_class is None or not total.expected:
        return None
    below, above = additions.ACCURACY_OF_CLASS[plan.estimate_class]
    low, high = (rules.cents(total.expected * (100 + percent) / 100) for percent in (below, above))
    return low, high


@dataclass(frozen=True, slots=True)
class ForecastBasis:
    """What a forecast rests on: the packages as plain values in the plan's order, their ids, and a digest of both."""

    packages: list[forecast.Package]
    ids: list[UUID]
    digest: str


def forecast_basis(plan: Plan, rows: Sequence[WorkPackage]) -> ForecastBasis:
    """Costs are in the plan's currency, with contingency and escalation in them."""
    exchange, factor = exchange_of(plan), additions_of(plan).factor
    place = {one.id: number for number, one in enumerate(rows)}
    packages = [
        forecast.Package(
            days=forecast.Points(float(one.low_days), float(one.likely_days), float(one.high_days))
            if one.low_days is not None and one.likely_days is not None and one.high_days is not None
            else None,
            waits_for=sorted(place[before.id] for before in one.depends_on.all() if before.id in place),
            crew=one.crew,
            costs=[
                forecast.Points(
                    *(
                        float(line.quantity * rate * exchange[line.currency] * factor)
                        for rate in (line.low_rate, line.likely_rate, line.high_rate)
                    )
                )
                for line in one.lines.all()
            ],
        )
        for one in rows
    ]
    ids = [one.id for one in rows]
    said = {
        "currency": plan.currency,
        "crews": plan.crews,
        "packages": [asdict(one) for one in packages],
        "ids": [str(one) for one in ids],
    }
    return ForecastBasis(packages, ids, digest_of(said).hex())


@dataclass(frozen=True, slots=True)
class Start:
    """The day from which working days are counted, and whether the approval is still awaited on it."""

    day: date
    is_awaited: bool
    stoppages: working_days.Stoppages = ()

    def after(self, days: float) -> date | None:
        """The end of so many working days; None where that is more than a hundred years away."""
        return working_days.end_after(self.day, days, self.stoppages)


def works_begin(plan: Plan) -> Start | None:
    """The day on which works were authorised; today, as long as that is awaited; None for works that will not begin, or
    have ended."""
    if plan.status in ENDED or plan.status == "completed":
        return None
    if plan.status in AT_WORK:
        given = plan.decisions.filter(outcome__in=["permit", "emergency_authorise"]).last()
        since = given.decided_at if given else plan.state_since
        return Start(clock.day_of(since, plan.site.time_zone), is_awaited=False, stoppages=plan.stoppages)
    return Start(plan.site.today, is_awaited=True, stoppages=plan.stoppages)


def latest_forecast(plan: Plan) -> Forecast | None:
    """The newest forecast, whether it is worked out or still due."""
    return plan.forecasts.order_by("-asked_at", "-id").first()
