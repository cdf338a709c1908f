"""Positions and outlines are read as people write them, in three scripts, and refused with a sentence otherwise."""

from __future__ import annotations

import pytest

from assessments.kit import coordinates
from assessments.kit.errors import Problem


@pytest.mark.parametrize(
    "line",
    [
        "34.552, 38.267",
        "34.552 38.267",
        "34.552,38.267",
        "34,552; 38,267",
        "34,552 38,267",
        "34.552\t38.267",
        "٣٤٫٥٥٢، ٣٨٫٢٦٧",
        "38.267E, 34.552N",
        "34°33'07.2\"N 38°16'01.2\"E",
        "34° 33' 07.2\" N 38° 16' 01.2\" E",
        "N34.552 E38.267",
    ],
)
def test_a_position_is_read_however_it_is_written(line: str) -> None:
    longitude, latitude = coordinates.line_position(line)
    assert (round(longitude, 6), round(latitude, 6)) == (38.267, 34.552)


def test_south_and_west_are_below_nothing() -> None:
    assert coordinates.line_position("12°30'S 70°15'O") == (-70.25, -12.5)


@pytest.mark.parametrize(
    "line", ["", "north of the arch", "34.5", "34.5, 38.2, 12", "95, 38", "34°75'N 38°E", "nan nan"]
)
def test_what_is_no_position_is_refused_with_a_sentence(line: str) -> None:
    with pytest.raises(Problem) as refusal:
        coordinates.line_position(line)
    assert refusal.value.sentence()


def test_corners_make_an_area_and_are_written_back_the_same() -> None:
    typed = "34.550000, 38.260000\n34.550000, 38.270000\n34.560000, 38.270000"
    area = coordinates.outline(typed)
    assert area is not None
    assert area["type"] == "Polygon"
    assert area["coordinates"][0][0] == area["coordinates"][0][-1] == [38.26, 34.55]
    assert coordinates.as_text(area) == typed


def test_one_point_needs_a_radius_and_gives_a_circle() -> None:
    circle = coordinates.outline("34.55, 38.26", "100")
    assert circle is not None
    assert len(circle["coordinates"][0]) > 20
    with pytest.raises(Problem):
        coordinates.outline("34.55, 38.26", "")


@pytest.mark.parametrize(
    "text", ["{", "{}{}", '{"type": "FeatureCollection", "features": [1, 2]}', "34.5, 38.2\n34.6, 38.3"]
)
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        coordinates.outline(text)


def test_a_pasted_feature_is_its_geometry() -> None:
    pasted = '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}}'
    area = coordinates.outline(pasted)
    assert area is not None
    assert area["type"] == "Polygon"
