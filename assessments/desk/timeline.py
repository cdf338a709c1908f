"""A monument's damage over time as plain SVG: damage states, assessment methods, incidents.

Time runs along the reading direction: from left to right, or from right to left for readers of Arabic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WIDTH, HEIGHT, MARGIN = 720, 92, 14
MIN_DAYS = 60
MIN_BAR_PX = 5.0
MAX_YEAR_TICKS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A state, or an incident, from one day to another."""

    first: date
    last: date
    label: str
    grade: str = ""
    is_remote: bool = False
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    span: Span

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the template draws; `here` is the day that is looked at."""

    states: list[Bar]
    incidents: list[Bar]
    years: list[Tick]
    here: float
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT


def draw(
    states: Sequence[Span], incidents: Sequence[Span], *, today: date, on: date, is_rtl: bool = False
) -> Timeline | None:
    """The drawing from the first event to today; None when nothing is known to have happened."""
    if not (states or incidents):
        return None
    last = max([today, on, *(one.last for one in (*states, *incidents))])
    first = min([one.first for one in (*states, *incidents)])
    days = max((last - first).days, MIN_DAYS)
    scale = (WIDTH - 2 * MARGIN) / days

    def place(day: date) -> float:
        along = MARGIN + max(0, min((day - first).days, days)) * scale
        return round(WIDTH - along if is_rtl else along, 1)

    def bar(span: Span) -> Bar:
        ends = sorted((place(span.first), place(span.last)))
        width = max(ends[1] - ends[0], MIN_BAR_PX)
        return Bar(round(min(ends[0], WIDTH - MARGIN - width), 1), round(width, 1), span)

    step = max(1, -(-(last.year - first.year) // MAX_YEAR_TICKS))
    years = [
        Tick(place(date(year, 1, 1)), str(year)) for year in range(first.year + 1, last.year + 1) if year % step == 0
    ]
    return Timeline([bar(one) for one in states], [bar(one) for one in incidents], years, place(on), first, last)


BAR_HEIGHT = 120


@dataclass(frozen=True, slots=True)
class Block:
    """A number of monuments in one grade from one day to the next; `grade` is empty for what was not assessed."""

    x: float
    y: float
    width: float
    height: float
    grade: str
    count: int
    since: date


@dataclass(frozen=True, slots=True)
class Stacked:
    blocks: list[Block]
    years: list[Tick]
    width: int = WIDTH
    height: int = BAR_HEIGHT + 2 * MARGIN + 14
    foot: int = BAR_HEIGHT + MARGIN


def stacked(steps: Sequence[Any], on_list: int, *, until: date, is_rtl: bool = False) -> Stacked | None:
    """How many monuments of a site stood in which grade over time: the worst at the foot, what was not assessed at the
    top. None when there is nothing to draw."""
    if not steps or not on_list:
        return None
    first = steps[0].since
    days = max((until - first).days, MIN_DAYS)
    scale = (WIDTH - 2 * MARGIN) / days

    def place(day: date) -> float:
        along: float = MARGIN + max(0, min((day - first).days, days)) * scale
        return round(WIDTH - along if is_rtl else along, 1)

    blocks = []
    ends = [*(one.since for one in steps[1:]), first + timedelta(days=days)]
    for step, end in zip(steps, ends, strict=True):
        x, right = sorted((place(step.since), place(end)))
        foot = float(MARGIN + BAR_HEIGHT)
        counted = [(grade, step.by_grade[grade]) for grade in reversed(step.by_grade)]
        counted.append(("", on_list - sum(step.by_grade.values())))
        for grade, count in counted:
            height = round(BAR_HEIGHT * count / on_list, 1)
            foot = round(foot - height, 1)
            if count > 0:
                blocks.append(Block(x, foot, round(right - x, 1), height, grade, count, step.since))
    years = [Tick(place(date(year, 1, 1)), str(year)) for year in range(first.year + 1, until.year + 1)]
    stride = max(1, -(-len(years) // MAX_YEAR_TICKS))
    return Stacked(blocks, years[::stride])
