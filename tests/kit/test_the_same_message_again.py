"""A message that is sent again after an upgrade is still the same message, though it gained fields meanwhile."""

from __future__ import annotations

from typing import Any

import msgspec

from assessments.kit.checksums import digest_of_struct, sha256


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


def test_a_digest_that_was_kept_with_every_field_is_known_too() -> None:
    message = msgspec.json.decode(BODY, type=Report)
    kept_before = sha256(msgspec.json.encode(message, order="sorted"))
    assert digest_of_struct(message).is_of(kept_before)
    assert not digest_of_struct(msgspec.json.decode('{"id": 9}', type=Report)).is_of(kept_before)
