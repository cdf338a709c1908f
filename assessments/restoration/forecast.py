"""Simulation of a plan's cost and duration, on plain values. It assumes no interruption.

Each estimate line and each duration follows its three points: beta-PERT (mean (low + 4 likely + high) / 6) or
triangular. It is sampled once in each of as many equally likely strata as there are runs (Latin hypercube), and the
samples of one kind are put in an order by rank that gives them a stated correlation (Iman and Conover 1982), so that
each keeps its own distribution. A package begins when those it waits for are finished and one
of its crew's teams is free; crews take packages by a fixed order, that of the plan (serial schedule generation).

Amounts are of one currency, durations are working days. The same seed and inputs give the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

RUNS = 10_000
DISTRIBUTIONS = ("pert", "triangular")
PERCENTILES = (10, 50, 80, 90)
BINS = 40
_GRID = np.linspace(0, 1, 2001)


@dataclass(frozen=True, slots=True)
class Points:
    """Low, likely, high."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Package:
    """A work package: its duration (None: it takes no time that anybody estimated), what it waits for (places of
    others in the list), its crew, and the costs of its lines.
    """

    days: Points | None
    waits_for: Sequence[int] = ()
    crew: str = ""
    costs: Sequence[Points] = ()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed beside the estimate itself. `crews`: how many teams of each crew there are, 1 if not said."""

    seed: int
    runs: int = RUNS
    distribution: str = "pert"
    correlation_of_costs: float = 0.0
    correlation_of_days: float = 0.0
    crews: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Percentiles of one total, its mean, and a histogram: edges and counts."""

    percentiles: dict[int, float]
    mean: float
    edges: list[float]
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Driver:
    """How strongly a package moves a total: rank correlation, and the total's median when the package is in its lowest
    and its highest tenth.
    """

    package: int
    correlation: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    cost: Distribution
    days: Distribution
    cost_drivers: list[Driver]
    days_drivers: list[Driver]


@dataclass(frozen=True, slots=True)
class Bar:
    """One package in the schedule of likely durations: from the start of the works, in working days."""

    start: float
    finish: float
    is_critical: bool


class Circle(ValueError):
    """Packages wait for each other in a circle."""


def simulate(packages: Sequence[Package], assumed: Assumptions) -> Forecast:
    """Work the whole plan out `runs` times. Raises `Circle`, and `ValueError` for points that are out of order."""
    chance = np.random.default_rng(assumed.seed)
    order = ordered(packages)
    lines = [(number, points) for number, one in enumerate(packages) for points in one.costs]
    drawn = _drawn([points for _number, points in lines], assumed.correlation_of_costs, assumed, chance)
    costs = np.zeros((len(packages), assumed.runs))
    for (number, _points), amounts in zip(lines, drawn, strict=True):
        costs[number] += amounts
    timed = [number for number, one in enumerate(packages) if one.days]
    drawn = _drawn([one.days for one in packages if one.days], assumed.correlation_of_days, assumed, chance)
    days = np.zeros((len(packages), assumed.runs))
    for number, row in zip(timed, drawn, strict=True):
        days[number] = row
    finish = _finishes(packages, days, order, assumed.crews)
    total_cost, total_days = costs.sum(axis=0), finish.max(axis=0) if len(packages) else np.zeros(assumed.runs)
    return Forecast(
        _distribution(total_cost), _distribution(total_days), _drivers(costs, total_cost), _drivers(days, total_days)
    )


def ordered(packages: Sequence[Package]) -> list[int]:
    """The packages so that each follows what it waits for, else in the plan's own order. Raises `Circle`."""
    waits = {number: set(one.waits_for) for number, one in enumerate(packages)}
    found: list[int] = []
    while waits:
        free = next((number for number, before in waits.items() if not before), None)
        if free is None:
            raise Circle
        found.append(free)
        del waits[free]
        for before in waits.values():
            before.discard(free)
    return found


def schedule(packages: Sequence[Package], crews: Mapping[str, int]) -> list[Bar]:
    """The plan with likely durations; critical is what delays the end by the day that it takes longer."""
    number = len(packages)
    if not number:
        return []
    likely = np.array([one.days.likely if one.days else 0.0 for one in packages])
    # In the first run as estimated, then with one package after the other a day longer.
    days = likely[:, None] + np.eye(number, number + 1, k=1)
    finish = _finishes(packages, days, ordered(packages), crews)
    ends = finish.max(axis=0)
    return [
        Bar(
            float(finish[at, 0] - likely[at]), float(finish[at, 0]),
            is_critical=one.days is not None and float(ends[at + 1]) >= float(ends[0]) + 1 - 1e-9,
        )
        for at, one in enumerate(packages)
    ]  # fmt: skip


def _finishes(packages: Sequence[Package], days: Values, order: Sequence[int], crews: Mapping[str, int]) -> Values:
    """When each package is finished, in each run."""
    runs = days.shape[1]
    finish = np.zeros_like(days)
    needed = Counter(one.crew for one in packages if one.crew)
    free_at = {crew: np.zeros((min(number, max(1, crews.get(crew, 1))), runs)) for crew, number in needed.items()}
    every = np.arange(runs)
    for number in order:
        one = packages[number]
        begin = finish[list(one.waits_for)].max(axis=0) if one.waits_for else np.zeros(runs)
        if one.crew:
            teams = free_at[one.crew]
            team = teams.argmin(axis=0)
            begin = np.maximum(begin, teams[team, every])
            teams[team, every] = begin + days[number]
        finish[number] = begin + days[number]
    return finish


def _drawn(
    points: Iterable[Points], correlation: float, assumed: Assumptions, chance: np.random.Generator
) -> Iterator[Values]:
    """A row of samples for each three-point estimate, ordered so that each two rows have this rank correlation.

    One at a time: all rows of a long line table together would not fit a worker's memory.
    """
    # One common score and one of its own for each. Normal scores with correlation r have a rank correlation of
    # 6/π asin(r/2), so r is chosen for the one that is asked for.
    normal = 2 * np.sin(np.pi / 6 * max(0.0, correlation))
    common = np.sqrt(normal) * chance.standard_normal(assumed.runs)
    for one in points:
        score = common + np.sqrt(1 - normal) * chance.standard_normal(assumed.runs)
        row = np.empty(assumed.runs)
        row[score.argsort()] = _strata(one, assumed)
        yield row


def _strata(one: Points, assumed: Assumptions) -> Values:
    """The middles of equally likely strata of one estimate, in ascending order."""
    if not one.low <= one.likely <= one.high:
        raise ValueError("a three-point estimate runs low, likely, high")
    width = one.high - one.low
    if width <= 0:
        return np.full(assumed.runs, one.low)
    share = (np.arange(assumed.runs) + 0.5) / assumed.runs
    mode = (one.likely - one.low) / width
    if assumed.distribution == "triangular":
        rising = np.sqrt(share * mode)
        falling = 1 - np.sqrt((1 - share) * (1 - mode))
        return one.low + width * np.where(share < mode, rising, falling)
    # The distribution function of beta(1 + 4 m, 5 - 4 m), summed up over a grid fine enough for any mode m.
    density = _GRID ** (4 * mode) * (1 - _GRID) ** (4 * (1 - mode))
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return one.low + width * np.interp(share, below / below[-1], _GRID)


def _distribution(total: Values) -> Distribution:
    at = np.percentile(total, PERCENTILES)
    # A spread that is lost in the rounding of so large a number is none.
    varies = np.ptp(total) > abs(float(total.max())) * 1e-9
    counts, edges = np.histogram(total, bins=BINS) if varies else (np.array([total.size]), total[[0, 0]])
    return Distribution(
        {name: float(value) for name, value in zip(PERCENTILES, at, strict=True)}, float(total.mean()),
        [float(one) for one in edges], [int(one) for one in counts],
    )  # fmt: skip


def _drivers(parts: Values, total: Values) -> list[Driver]:
    """The packages that move the total most, strongest first; those that do not vary move nothing."""
    ranks_of_total = _centred_ranks(total)
    found = []
    for number, part in enumerate(parts):
        if np.ptp(part) <= 0 or np.ptp(total) <= 0:
            continue
        ranks = _centred_ranks(part)
        correlation = float(ranks @ ranks_of_total / np.sqrt((ranks @ ranks) * (ranks_of_total @ ranks_of_total)))
        low, high = np.percentile(part, (10, 90))
        found.append(
            Driver(
                number,
                round(correlation, 4),
                float(np.median(total[part <= low])),
                float(np.median(total[part >= high])),
            )
        )
    return sorted(found, key=lambda one: -abs(one.correlation))


def _centred_ranks(values: Values) -> Values:
    ranks = np.empty(len(values))
    ranks[values.argsort()] = np.arange(len(values)) - (len(values) - 1) / 2
    return ranks
