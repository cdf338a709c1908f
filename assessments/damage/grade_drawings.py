"""Small drawings of what each damage grade looks like in stone, brick, earth and living rock: plain SVG paths.

They are drawn by rule, the same each time: courses from which stones are missing, cracks, rubble at the foot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assessments.damage.grade_signs import SIGNS
from assessments.damage.rules import GRADE_NUMBER

WIDTH, HEIGHT, GROUND = 84, 56, 52
FABRICS = ("stone", "brick", "earth", "rock")
MISSING = (0.0, 0.0, 0.08, 0.3, 0.62, 0.93)
"""The share of courses that is gone, by grade."""
CRACKS = (0, 1, 3, 3, 2, 0)
RUBBLE = (0, 0, 2, 5, 9, 13)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths of what stands, of cracks, and of what lies on the ground."""

    standing: str
    cracks: str
    rubble: str


@dataclass(frozen=True, slots=True)
class Sign:
    """By which a grade is recognised: a drawing and words in the reader's language."""

    drawing: Drawing
    words: str


def signs(materials: list[str], category: str) -> dict[str, Sign]:
    """The signs of each grade for what a monument is made of."""
    fabric = fabric_of(materials, category)
    return {one: Sign(drawing(fabric, one), SIGNS[fabric].label(one)) for one in GRADE_NUMBER}


def fabric_of(materials: list[str], category: str) -> str:
    """Which of the four drawings fits a monument best; stone where nothing says otherwise."""
    words = " ".join(materials).casefold()
    if category in ("underground_tomb", "rock_art") or "rock" in words:
        return "rock"
    if "adobe" in words or "mud" in words or "earth" in words:
        return "earth"
    return "brick" if "brick" in words else "stone"


@lru_cache(maxsize=32)
def drawing(fabric: str, grade: str) -> Drawing:
    number = GRADE_NUMBER[grade]
    rubble = _rubble(RUBBLE[number], 5 if fabric == "brick" else 8)
    match fabric:
        case "earth":
            return Drawing(_mound(number), _cracks(number, lambda _x: GROUND - MOUND[number] + 3), "")
        case "rock":
            return Drawing(_facade(number), _cracks(number, lambda _x: 12), rubble)
        case "brick":
            stones = _stones(9, 8, number)
        case _:
            stones = _stones(5, 5, number)
    path = "".join(f"M{one.x:.1f} {one.y:.1f}H{one.end:.1f}V{one.foot:.1f}H{one.x:.1f}Z" for one in stones)
    tops = {x: min((one.y for one in stones if one.x <= x <= one.end), default=float(GROUND)) for x in CRACK_AT}
    return Drawing(path, _cracks(number, lambda x: tops[x]), rubble)


@dataclass(frozen=True, slots=True)
class Stone:
    x: float
    end: float
    y: float
    foot: float


def _stones(rows: int, columns: int, number: int) -> list[Stone]:
    """Courses in bond; stones go from the top and from the right first."""
    left, right, top = 10, 74, 8
    high, wide = (GROUND - top) / rows, (right - left) / columns
    places = [(row, column) for row in range(rows) for column in range(columns + row % 2)]
    order = sorted(places, key=lambda one: one[0] * 10 - one[1] * 4 + (one[0] * 7 + one[1] * 5) % 9)
    gone = set(order[: round(len(places) * MISSING[number])])
    found = []
    for row, column in places:
        if (row, column) not in gone:
            start = left + (column - (row % 2) / 2) * wide
            x, end = max(left, start), min(right, start + wide)
            found.append(Stone(x, end, top + row * high, top + (row + 1) * high))
    return found


CRACK_AT = (24, 41, 58)


def _cracks(number: int, top: Callable[[int], float]) -> str:
    """Cracks from the top of what stands, longer with the grade; none where nothing is left to crack."""
    found = []
    for x in CRACK_AT[: CRACKS[number]]:
        start = top(x)
        length = min(12 + 14 * (number > 1), GROUND - start - 2)
        if length > 4:
            steps = "".join(f"l{3 if step % 2 else -2} {length / 5:.1f}" for step in range(5))
            found.append(f"M{x} {start:.1f}{steps}")
    return "".join(found)


def _rubble(count: int, size: int) -> str:
    found = []
    for number in range(count):
        x, lift = 6 + (number * 29) % 70, (number % 3) * 2 if count > 5 else 0
        found.append(f"M{x} {GROUND - lift}l{size / 2:.1f} {-size / 1.6:.1f}l{size / 2:.1f} {size / 1.6:.1f}Z")
    return "".join(found)


MOUND = (42, 42, 40, 33, 20, 8)
"""The height of what is left of a wall of earth, by grade."""


def _mound(number: int) -> str:
    """A wall of earth whose top slumps."""
    height = MOUND[number]
    uneven = (0, 1, 3, 7, 7, 3)[number]
    slope = (0, 0, 2, 6, 12, 22)[number]
    points: list[tuple[float, float]] = [(10 - slope / 3, GROUND)]
    for step in range(9):
        x = 10 + slope + step * (64 - 2 * slope) / 8
        points.append((x, GROUND - height + (step * 5 % 4) * uneven / 3))
    points.append((74 + slope / 3, GROUND))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _facade(number: int) -> str:
    """A front cut into a cliff: the rock, a door, pilasters and a gable, as far as they are left."""
    cliff = f"M4 {GROUND}V6L20 3L60 5L80 9V{GROUND}Z"
    if number == 5:
        return cliff + f"M18 {GROUND}L24 22L34 28L44 14L58 24L66 {GROUND}Z"
    found = [cliff, f"M37 {GROUND}V34H47V{GROUND}"]
    found += ["M28 18L42 10L56 18Z"] if number < 3 else ["M28 18L40 11"] if number == 3 else []
    found += ["M28 22H56"] if number < 4 else []
    found += [f"M30 {GROUND}V22H34V{GROUND}"] if number < 4 else []
    found += (
        [f"M50 {GROUND}V22H54V{GROUND}"] if number < 3 else [f"M50 {GROUND}V38L54 34V{GROUND}"] if number == 3 else []
    )
    return "".join(found)
