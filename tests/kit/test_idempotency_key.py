"""A request sent twice with the same Idempotency-Key is executed once and gets the same response."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.damage.models import ReviewNote
from tests import factories


def returned_twice(world: SimpleNamespace, api: Any, second: dict[str, Any]) -> tuple[Any, Any]:
    report = factories.report(world, upto="submitted")
    client = api("verifier")
    key = {"Idempotency-Key": "tablet-7/41"}
    first = client.post(f"/reports/{report.id}/return", {"note": "Say more."}, version=report.version, **key)
    return first, client.post(f"/reports/{report.id}/return", second, version=report.version, **key)


def test_the_same_move_with_its_key_is_answered_again_instead_of_refused(world: SimpleNamespace, api: Any) -> None:
    first, again = returned_twice(world, api, {"note": "Say more."})
    assert (first.status, again.status) == (200, 200)
    assert (again.raw, again.headers["ETag"]) == (first.raw, first.headers["ETag"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert ReviewNote.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(world: SimpleNamespace, api: Any) -> None:
    _first, other = returned_twice(world, api, {"note": "Something else."})
    assert (other.status, other.code) == (409, "key_taken")


def test_a_refused_move_may_be_tried_again_with_its_key(world: SimpleNamespace, api: Any) -> None:
    report = factories.report(world, upto="submitted")
    client, key = api("verifier"), {"Idempotency-Key": "41"}
    stale = client.post(f"/reports/{report.id}/return", {"note": "x"}, version=report.version + 9, **key)
    assert stale.status == 412
    assert client.post(f"/reports/{report.id}/return", {"note": "x"}, version=report.version, **key).status == 200


def test_a_key_belongs_to_the_person_who_sent_it(world: SimpleNamespace, api: Any) -> None:
    report = factories.report(world, upto="submitted")
    key = {"Idempotency-Key": "41"}
    assert (
        api("verifier").post(f"/reports/{report.id}/return", {"note": "x"}, version=report.version, **key).status == 200
    )
    second = api("verifier2").post(f"/reports/{report.id}/return", {"note": "x"}, version=report.version, **key)
    assert second.status == 412
