"""The simulation agrees with the closed form where there is one, with a published example, and with brute force."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.restoration.forecast import (
    Assumptions,
    Circle,
    Package,
    Points,
    _drawn,
    ordered,
    schedule,
    simulate,
)

SEQUENTIAL = [(20, 30, 55), (10, 15, 30), (60, 90, 160), (15, 20, 40)]
"""The worked example of `domain.md` 4.3: E 168.3, σ 18.4 days, P90 ≈ 192 (by (high - low) / 6)."""


def chain(points: list[tuple[float, float, float]]) -> list[Package]:
    return [Package(Points(*one), waits_for=[number - 1] if number else []) for number, one in enumerate(points)]


def beta_moments(low: float, likely: float, high: float) -> tuple[float, float]:
    """Mean and variance of beta-PERT."""
    mean = (low + 4 * likely + high) / 6
    return mean, (mean - low) * (high - mean) / 7


def test_a_chain_has_the_mean_and_spread_of_the_closed_form() -> None:
    found = simulate(chain(SEQUENTIAL), Assumptions(seed=1, runs=40_000)).days
    mean = sum(beta_moments(*one)[0] for one in SEQUENTIAL)
    deviation = math.sqrt(sum(beta_moments(*one)[1] for one in SEQUENTIAL))
    assert mean == pytest.approx(168.33, abs=0.01)
    assert found.mean == pytest.approx(mean, abs=0.5)
    assert found.percentiles[90] == pytest.approx(mean + 1.2816 * deviation, abs=2)
    assert found.percentiles[10] == pytest.approx(mean - 1.2816 * deviation, abs=2)
    # The textbook spread (high - low) / 6 gives 192 days for P90; beta-PERT is within two per cent of it here.
    assert found.percentiles[90] == pytest.approx(192, rel=0.02)


def test_triangular_draws_have_their_own_mean() -> None:
    found = simulate(chain(SEQUENTIAL), Assumptions(seed=1, runs=40_000, distribution="triangular")).days
    assert found.mean == pytest.approx(sum(sum(one) / 3 for one in SEQUENTIAL), abs=0.8)


def test_independent_costs_add_means_and_variances() -> None:
    lines = [Points(100, 150, 260), Points(100, 240, 260)] * 20
    found = simulate([Package(None, costs=lines)], Assumptions(seed=2, runs=40_000)).cost
    moments = [beta_moments(one.low, one.likely, one.high) for one in lines]
    assert found.mean == pytest.approx(sum(mean for mean, _variance in moments), rel=0.002)
    deviation = math.sqrt(sum(variance for _mean, variance in moments))
    assert found.percentiles[80] - found.percentiles[50] == pytest.approx(0.84 * deviation, rel=0.06)


def test_correlated_costs_spread_more_and_keep_their_mean() -> None:
    packages = [Package(None, costs=[Points(100, 150, 260)]) for _each in range(20)]
    apart, together = (simulate(packages, Assumptions(seed=3, correlation_of_costs=one)).cost for one in (0.0, 0.5))
    assert together.mean == pytest.approx(apart.mean, rel=0.005)
    widths = [one.percentiles[90] - one.percentiles[10] for one in (apart, together)]
    # Variance grows by 1 + (n - 1) ρ: about 3.2 times the width for 20 items at 0.5.
    assert widths[1] / widths[0] == pytest.approx(math.sqrt(1 + 19 * 0.5), rel=0.08)


def test_the_ranks_have_the_correlation_that_was_asked_for() -> None:
    points = [Points(0, 1, 5), Points(0, 4, 5), Points(1, 2, 3)]
    rows = np.array(list(_drawn(points, 0.6, Assumptions(seed=4, runs=20_000), np.random.default_rng(4))))
    ranks = rows.argsort(axis=1).argsort(axis=1)
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert np.corrcoef(ranks[one], ranks[other])[0, 1] == pytest.approx(0.6, abs=0.03)
    assert rows[0].min() >= 0
    assert rows[0].max() <= 5


def test_parallel_branches_end_with_the_later_one_as_brute_force_says() -> None:
    """Merge bias: the expected maximum lies above the maximum of the expected values."""
    first, second = (10.0, 20.0, 40.0), (12.0, 18.0, 45.0)
    packages = [Package(Points(*first)), Package(Points(*second)), Package(Points(1, 2, 3), waits_for=[0, 1])]
    found = simulate(packages, Assumptions(seed=5, runs=40_000)).days
    chance = random.Random(5)

    def pert(low: float, likely: float, high: float) -> float:
        width = high - low
        return low + width * chance.betavariate(1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width)

    brute = [max(pert(*first), pert(*second)) + pert(1, 2, 3) for _run in range(40_000)]
    assert found.mean == pytest.approx(sum(brute) / len(brute), abs=0.15)
    assert found.percentiles[80] == pytest.approx(sorted(brute)[32_000], abs=0.3)
    assert found.mean > max(beta_moments(*first)[0], beta_moments(*second)[0]) + 2


def test_a_crew_works_on_one_package_at_a_time() -> None:
    sure = [Package(Points(10, 10, 10), crew="masons") for _each in range(4)]
    assert simulate(sure, Assumptions(seed=6, runs=10)).days.mean == 40
    assert simulate(sure, Assumptions(seed=6, runs=10, crews={"masons": 2})).days.mean == 20
    assert simulate([Package(Points(10, 10, 10)) for _each in range(4)], Assumptions(seed=6, runs=10)).days.mean == 10


def test_the_same_seed_gives_the_same_forecast() -> None:
    plan = [Package(Points(1, 2, 5), costs=[Points(1, 2, 9)]), Package(Points(2, 3, 9), waits_for=[0])]
    one, again, other = (simulate(plan, Assumptions(seed=seed, correlation_of_days=0.3)) for seed in (7, 7, 8))
    assert one == again
    assert one != other


def test_the_widest_package_drives_the_spread() -> None:
    packages = [Package(None, costs=[Points(100, 110, 120)]), Package(None, costs=[Points(100, 400, 1900)]),
                Package(None, costs=[Points(5, 5, 5)])]  # fmt: skip
    drivers = simulate(packages, Assumptions(seed=9)).cost_drivers
    assert [one.package for one in drivers] == [1, 0]
    assert drivers[0].correlation > 0.99
    assert drivers[0].high > drivers[0].low


def test_packages_in_a_circle_are_refused() -> None:
    with pytest.raises(Circle):
        simulate([Package(None, waits_for=[1]), Package(None, waits_for=[0])], Assumptions(seed=1))


def test_a_plan_without_packages_takes_no_time_and_costs_nothing() -> None:
    found = simulate([], Assumptions(seed=1))
    assert (found.cost.mean, found.days.mean, found.cost_drivers) == (0, 0, [])


def test_what_is_critical_delays_the_end() -> None:
    packages = [
        Package(Points(4, 5, 9)), Package(Points(1, 2, 3)), Package(Points(2, 3, 4), waits_for=[0, 1]),
        Package(None, waits_for=[2]),
    ]  # fmt: skip
    bars = schedule(packages, {})
    assert [(one.start, one.finish) for one in bars] == [(0, 5), (0, 2), (5, 8), (8, 8)]
    assert [one.is_critical for one in bars] == [True, False, True, False]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_package_begins_before_what_it_waits_for_or_beside_its_own_crew(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 12))
    packages = [
        Package(
            Points(*sorted(data.draw(st.tuples(*[st.floats(0, 50)] * 3)))),
            waits_for=sorted(data.draw(st.sets(st.integers(0, place - 1), max_size=3))) if place else [],
            crew=data.draw(st.sampled_from(["", "masons", "survey"])),
        )
        for place in range(number)
    ]
    assert sorted(ordered(packages)) == list(range(number))
    bars = schedule(packages, {})
    for one, bar in zip(packages, bars, strict=True):
        assert all(bars[before].finish <= bar.start + 1e-9 for before in one.waits_for)
    for crew in ("masons", "survey"):
        own = sorted(
            (bar for one, bar in zip(packages, bars, strict=True) if one.crew == crew), key=lambda bar: bar.start
        )
        assert all(
            earlier.finish <= later.start + 1e-9 for earlier, later in pairwise(own) if later.finish > later.start
        )


def test_a_large_fixed_sum_has_no_spread() -> None:
    found = simulate([Package(None, costs=[Points(3e14, 3e14, 3e14)])] * 3, Assumptions(seed=1)).cost
    assert (found.percentiles[10], found.percentiles[90], found.counts) == (9e14, 9e14, [10_000])


def test_less_than_a_day_of_slack_is_not_critical() -> None:
    bars = schedule([Package(Points(10, 10, 10)), Package(Points(9.5, 9.5, 9.5))], {})
    assert [one.is_critical for one in bars] == [True, False]
