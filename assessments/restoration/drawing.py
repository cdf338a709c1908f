"""Drawings of a plan on plain values: how its total is spread, what moves it, and its schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.restoration.forecast import PERCENTILES, Bar

WIDTH, HEIGHT = 420.0, 120.0
GANTT_WIDTH = 700.0
MAX_DRIVERS = 8
MARKS = tuple(f"p{one}" for one in PERCENTILES)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a histogram; `is_likely` lies between P10 and P90."""

    x: float
    y: float
    width: float
    height: float
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Spread:
    columns: list[Column]
    marks: list[Mark]
    width: float = WIDTH
    height: float = HEIGHT


def spread(total: Mapping[str, Any] | None, *, is_rtl: bool = False) -> Spread | None:
    """The histogram of a total with its percentiles; None where there is none or it does not vary."""
    if total is None:
        return None
    edges, counts = total["edges"], total["counts"]
    first, last = float(edges[0]), float(edges[-1])
    if last <= first or max(counts) == 0:
        return None

    def at(value: float) -> float:
        x = (value - first) / (last - first) * WIDTH
        return WIDTH - x if is_rtl else x

    columns = []
    for left, right, count in zip(edges, edges[1:], counts, strict=False):
        height = count / max(counts) * HEIGHT
        x = min(at(left), at(right))
        middle = (left + right) / 2
        columns.append(
            Column(
                round(x, 1), round(HEIGHT - height, 1), round(abs(at(right) - at(left)) - 0.5, 1), round(height, 1),
                total["p10"] <= middle <= total["p90"],
            )
        )  # fmt: skip
    return Spread(columns, [Mark(round(at(total[name]), 1), name.upper()) for name in MARKS])


@dataclass(frozen=True, slots=True)
class Driver:
    """One package that moves a total: the median when it is at its lowest and highest tenth, as a bar."""

    title: str
    low: float
    high: float
    x: float
    width: float


def drivers(found: Sequence[Mapping[str, Any]], titles: Mapping[str, str], *, is_rtl: bool = False) -> list[Driver]:
    """The strongest ones, as a tornado: each with its bar from low to high on one scale. Packages taken out of the plan
    since are left out.
    """
    shown = [one for one in found if one["package"] in titles][:MAX_DRIVERS]
    if not shown:
        return []
    first, last = min(one["low"] for one in shown), max(one["high"] for one in shown)
    scale = WIDTH / (last - first) if last > first else 0.0
    rows = []
    for one in shown:
        x, width = (one["low"] - first) * scale, max(1.0, (one["high"] - one["low"]) * scale)
        x = WIDTH - x - width if is_rtl else x
        rows.append(Driver(titles[one["package"]], one["low"], one["high"], round(x, 1), round(width, 1)))
    return rows


@dataclass(frozen=True, slots=True)
class Row:
    """One package of the schedule."""

    title: str
    start: float
    finish: float
    x: float
    width: float
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Gantt:
    rows: list[Row]
    days: float
    width: float = GANTT_WIDTH


def gantt(titles: Sequence[str], bars: Sequence[Bar], *, is_rtl: bool = False) -> Gantt | None:
    """The schedule of likely durations, along the reading direction; None where nothing takes time."""
    end = max((one.finish for one in bars), default=0.0)
    if end <= 0:
        return None
    rows = []
    for title, one in zip(titles, bars, strict=True):
        x, long = one.start / end * GANTT_WIDTH, max(2.0, (one.finish - one.start) / end * GANTT_WIDTH)
        x = GANTT_WIDTH - x - long if is_rtl else x
        rows.append(Row(title, one.start, one.finish, round(x, 1), round(long, 1), one.is_critical))
    return Gantt(rows, end)
