"""The page of a report shows whatever it holds: findings with and without a part, beside those verified before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from assessments.damage.messages import Cause, Effect, FactorIn, FindingIn, Measurements
from assessments.kit import ids
from assessments.register.models import Part
from tests import factories


@pytest.mark.parametrize("who", ["viewer", "verifier", "recorder", "safety_officer"])
def test_findings_of_every_shape_are_shown(world: SimpleNamespace, who: str) -> None:
    part = Part.objects.create(monument=world.arch, names=[{"text": "north pier", "language": "en"}])

    def findings() -> list[FindingIn]:
        return [
            FindingIn(id=ids.uuid7(), part=part.id, effects=[Effect("collapse")]),
            FindingIn(id=ids.uuid7(), part_label="attic", effects=[Effect("none")], measurements=Measurements(number=3)),
            FindingIn(
                id=ids.uuid7(), effects=[Effect("cracking", "low"), Effect("crater")], causes=[Cause("shelling")],
                occurred={"precision": "before", "to": "2016-01-01"}, stone_pattern="detachment", extent="p01_10",
            ),
        ]  # fmt: skip

    more = {"factors": [FactorIn("natural", "rain")], "cordon_m": 12, "original_fabric_share": 0.5}
    factories.report(world, upto="verified", findings=findings(), **more)
    report = factories.report(
        world, upto="submitted", by="recorder2", findings=findings()[1:], damage="heavy", extent="p31_60",
        reference_state={"kind": "before", "date": "2011-03-01"}, observed={"precision": "on", "from": "2016-05-02"},
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(world.users[who])
    page = client.get(f"/reports/{report.id}")
    assert page.status_code == 200
    html = page.content.decode()
    assert "no longer named" in html
    assert "north pier" in html
