"""Timings, reported as rates beside those of a reference."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def row(what: str, rate: float, reference: str, reference_rate: float) -> dict[str, Any]:
    return {
        "what": what,
        "per_second": round(rate, 1),
        "reference": reference,
        "reference_per_second": round(reference_rate, 1),
        "ratio": round(rate / reference_rate, 3),
    }
