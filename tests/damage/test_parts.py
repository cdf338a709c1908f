"""Parts are rows of the register: seen by id or in words, proposed in passing, with states of their own; while one that
still stands is known, the whole is not destroyed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations, queries
from assessments.damage.errors import Incomplete
from assessments.damage.messages import ReportPatch
from assessments.kit import ids
from assessments.register import operations as register
from assessments.register.messages import Name, PartIn
from assessments.register.models import Part
from tests import factories
from tests.product.url_map import signed_in


def part(world: SimpleNamespace, text: str = "portal") -> Part:
    message = PartIn(id=ids.uuid7(), monument=world.arch.id, names=[Name(text, "en")])
    return register.create_part(message, by=world.by("verifier"))


def seen(day: str) -> dict[str, str]:
    return {"precision": "on", "from": day}


def states(world: SimpleNamespace) -> dict[str, str | None]:
    return {one.label: one.grade for one in queries.part_states(world.by("viewer"), world.arch)}


def test_a_part_is_seen_by_its_id_or_by_its_name(world: SimpleNamespace, api: Any) -> None:
    portal = part(world)
    by_id = factories.report(
        world, upto="verified", scope="parts", seen=[str(portal.id)], damage="heavy", extent="p31_60"
    )
    assert by_id.seen_parts == [str(portal.id)]
    by_name = factories.report(world, upto="submitted", scope="parts", seen=["Portal"], damage="heavy", extent="p31_60")
    assert by_name.seen_parts == [str(portal.id)]
    assert api("viewer").get(f"/reports/{by_name.id}").json["seen_parts"] == [str(portal.id)]
    assert states(world) == {"portal": "heavy"}
    assert "portal" in signed_in(world, "viewer").get(f"/reports/{by_id.id}").content.decode()


def test_a_new_part_is_named_in_passing_and_proposed(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", scope="parts", seen=["north bay"], damage="slight", extent="p01_10")
    made = Part.objects.get(monument=world.arch)
    assert (made.label, made.provisional) == ("north bay", True)
    again = factories.report(
        world, upto="submitted", scope="parts", seen=["North Bay"], damage="slight", extent="p01_10"
    )
    assert again.seen_parts == [str(made.id)]
    page = signed_in(world, "viewer").get(f"/monuments/{world.arch.id}").content.decode()
    assert "north bay" in page
    assert "proposed" in page


def test_a_part_that_nobody_saw_stands_on_the_page_as_not_assessed(world: SimpleNamespace) -> None:
    part(world)
    assert states(world) == {"portal": None}


def test_a_part_of_another_monument_is_refused_at_its_place(world: SimpleNamespace, api: Any) -> None:
    other = factories.monument(world.site, "Theatre")
    stage = register.create_part(
        PartIn(id=ids.uuid7(), monument=other.id, names=[Name("stage", "en")]), by=world.by("verifier")
    )
    draft = factories.report(world)
    reply = api("recorder").patch(f"/reports/{draft.id}", {"seen": ["east face", str(stage.id)]}, version=1)
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, "/seen/1")


def test_the_whole_is_not_destroyed_while_a_part_stands(world: SimpleNamespace) -> None:
    portal = part(world)
    factories.report(world, upto="verified", scope="parts", seen=[str(portal.id)], damage="heavy", extent="p31_60",
                     observed=seen("2016-04-24"))  # fmt: skip
    whole = factories.report(world, observed=seen("2016-04-25"))
    with pytest.raises(Incomplete) as refused:
        operations.submit(whole.id, by=world.by("recorder"), accept_doubts=True)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/damage", "part_still_stands")]
    patch = ReportPatch(seen=["portal"])
    operations.change_report(whole.id, patch, by=world.by("recorder"), expected_version=None)
    operations.submit(whole.id, by=world.by("recorder"), accept_doubts=True)
    operations.verify(whole.id, by=world.by("verifier"), basis="photographs")
    assert states(world) == {"portal": "destroyed"}


def test_a_part_that_was_seen_to_stand_only_later_says_nothing_of_an_earlier_day(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", scope="parts", seen=["portal"], damage="heavy", extent="p31_60",
                     observed=seen("2016-05-01"))  # fmt: skip
    whole = factories.report(world, observed=seen("2016-04-25"))
    assert operations.submit(whole.id, by=world.by("recorder"), accept_doubts=True).status == "submitted"


def test_parts_are_ticked_in_the_form_and_others_typed(world: SimpleNamespace) -> None:
    portal = part(world)
    draft = factories.report(world, scope="parts", damage="heavy", extent="p31_60")
    recorder = signed_in(world, "recorder")
    page = recorder.get(f"/reports/{draft.id}/write").content.decode()
    assert f'name="seen-{portal.id}"' in page
    body = {"version": "1", "has_parts": "1", f"seen-{portal.id}": "1", "seen": "cella\nstair", "scope": "parts"}
    assert recorder.post(f"/reports/{draft.id}/write", body).status_code == 302
    draft.refresh_from_db()
    assert draft.seen == [str(portal.id), "cella", "stair"]
    assert recorder.post(f"/reports/{draft.id}/write", {"version": "2", "has_parts": "1"}).status_code == 302
    draft.refresh_from_db()
    assert draft.seen == []


def test_a_moved_report_keeps_the_names_of_what_it_saw(world: SimpleNamespace) -> None:
    portal = part(world)
    report = factories.report(world, upto="submitted", scope="parts", seen=[str(portal.id)], damage="heavy",
                              extent="p31_60")  # fmt: skip
    other = factories.monument(world.site, "Theatre")
    operations.move_report(report.id, other.id, by=world.by("verifier"), note="Wrong one")
    report.refresh_from_db()
    assert (report.seen, report.seen_parts) == (["portal"], [])
