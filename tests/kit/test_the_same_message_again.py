"""A message that is sent again after an upgrade is still the same message, though it gained fields meanwhile."""

from __future__ import annotations

from typing import Any

import msgspec

from assessments.kit.checksums import digest_of_struct


class Finding(msgspec.Struct):
    id: int
    note: str = ""


class Report(msgspec.Struct):
    id: int
    grade: str = "none"
    findings: list[Finding] = []


class LaterFinding(msgspec.Struct):
    id: int
    note: str = ""
    element: str = ""
    places: list[int] = []


class LaterReport(msgspec.Struct):
    id: int
    weather: str = ""
    grade: str = "none"
    findings: list[LaterFinding] = []
    box: dict[str, int] | None = None


def _of(shape: Any, body: str) -> bytes:
    return digest_of_struct(msgspec.json.decode(body, type=shape))


BODY = '{"id": 1, "grade": "heavy", "findings": [{"id": 2, "note": "crack"}, {"id": 3}]}'


def test_fields_that_came_later_change_nothing_for_those_who_do_not_send_them() -> None:
    assert _of(Report, BODY) == _of(LaterReport, BODY)


def test_saying_the_default_is_saying_nothing() -> None:
    assert _of(Report, '{"id": 1}') == _of(Report, '{"id": 1, "grade": "none", "findings": []}')


def test_other_content_is_another_message() -> None:
    assert _of(LaterReport, BODY) != _of(LaterReport, BODY.replace("crack", "cracks"))
    assert _of(LaterReport, '{"id": 1, "weather": "rain"}') != _of(LaterReport, '{"id": 1}')
