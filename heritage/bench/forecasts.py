"""The forecast of a large plan, beside the random numbers that it cannot do without."""

from __future__ import annotations

from typing import Any

import numpy as np

from heritage.bench.timing import row, seconds

PACKAGES, LINES_EACH = 200, 3


def measure() -> list[dict[str, Any]]:
    from assessments.restoration.forecast import RUNS, Assumptions, Package, Points, simulate

    packages = [
        Package(
            Points(5, 10, 30), waits_for=[number - 1] if number % 5 else [], crew=f"crew {number % 7}",
            costs=[Points(100, 150, 300)] * LINES_EACH,
        )
        for number in range(PACKAGES)
    ]  # fmt: skip
    assumed = Assumptions(seed=1, correlation_of_costs=0.3, correlation_of_days=0.3)
    took = seconds(lambda: simulate(packages, assumed))
    chance = np.random.default_rng(1)
    drawn = seconds(lambda: [chance.standard_normal(RUNS) for _each in range(PACKAGES * (LINES_EACH + 1))])
    what = f"forecasts of {PACKAGES} packages, {RUNS} runs"
    return [row(what, 1 / took, "their random numbers alone", 1 / drawn)]
