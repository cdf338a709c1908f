"""PostgreSQL builds the document of a report as the struct describes it that the API is documented by, for every reader."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from assessments.damage import policy
from assessments.damage.models import DamageReport
from assessments.damage.queries.documents import ReportOut, reports_out, with_lists
from assessments.damage.queries.statements import report_told, reports_told
from assessments.kit.actor import system
from assessments.kit.errors import NotFound
from assessments.kit.renderers import encoded
from assessments.register.roles import Role
from tests import factories
from tests.damage.test_the_whole_report import full

ROLES = [*(one.value for one in Role), "recorder2", "verifier2", "outsider"]


def plain(document: bytes) -> dict[str, Any]:
    """With times as moments: one side writes out zeros that the other leaves away."""
    found: dict[str, Any] = json.loads(document)
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") and value else value
        for name, value in found.items()
    }


@pytest.fixture
def reports(world: SimpleNamespace) -> list[DamageReport]:
    photos = [factories.photo(world), factories.photo(world, factories.jpeg(colour="navy"), received=False)]
    links = [factories.link(one.id) for one in photos]
    found = [factories.report(world, upto=upto) for upto in ("draft", "submitted", "returned", "verified")]
    seen = [world.users["recorder2"].id]
    found.append(
        factories.report(world, photos=links, observers=seen, narrative='"\\ \t قوس النصر', cordon_m=Decimal(12))
    )
    place = {"type": "Point", "coordinates": [38.27, 34.55]}
    found.append(full(world, photos=links[:1], method="drone", pilot_location=place, not_reached=["north bay"]))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_struct_for_every_reader(world: SimpleNamespace, reports: list[DamageReport], role: str) -> None:
    by = world.by(role)
    visible = list(with_lists(policy.visible_reports(by)))
    told = reports_told(by, [one.id for one in visible])
    assert len(told) == len(visible)
    for document in reports_out(by, visible):
        _id, version, raw = told[document.id]
        assert version == document.version
        assert plain(bytes(raw)) == plain(encoded(document))
        assert list(json.loads(bytes(raw))) == list(ReportOut.__struct_fields__)
        msgspec.json.decode(bytes(raw), type=ReportOut)


@pytest.mark.parametrize("role", ROLES)
def test_it_is_seen_by_whom_the_policy_lets_see_it(
    world: SimpleNamespace, reports: list[DamageReport], role: str
) -> None:
    visible = set(policy.visible_reports(world.by(role)).values_list("pk", flat=True))
    for one in reports:
        if one.id in visible:
            assert report_told(world.by(role), one.id)[0] == one.id
        else:
            with pytest.raises(NotFound):
                report_told(world.by(role), one.id)


def test_the_system_sees_all(world: SimpleNamespace, reports: list[DamageReport]) -> None:
    assert len(reports_told(system("test"), [one.id for one in reports])) == len(reports)
    assert report_told(system("test"), reports[0].id)
