"""Proposals are accepted or merged, reports move to the monument they are about; old ids still resolve, history says why."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.audit.queries import history_of
from assessments.damage import operations, queries
from assessments.damage.errors import NotYoursToMove, TiedToOthers
from assessments.damage.models import DamageReport
from assessments.evidence.models import Photo
from assessments.kit.errors import Invalid
from assessments.register import operations as register
from assessments.register.errors import MergedAlready, NotAMember, NotProvisional
from assessments.register.models import Block, Part
from tests import factories

WHY = "The photo board said column 4."


def grade(world: SimpleNamespace, monument: Any) -> str | None:
    return queries.damage_state(world.by("viewer"), monument, date(2018, 1, 1)).grade


@pytest.fixture
def column(world: SimpleNamespace) -> Any:
    return factories.monument(world.site, "Column 4")


def test_a_verified_report_moves_with_its_history_and_both_states_follow(world: SimpleNamespace, column: Any) -> None:
    photo = factories.photo(world)
    report = factories.report(world, upto="verified", photos=[factories.link(photo.id)])
    assert (grade(world, world.arch), grade(world, column)) == ("destroyed", None)
    operations.move_report(report.id, column.id, by=world.by("verifier2"), note=WHY)
    assert (grade(world, world.arch), grade(world, column)) == (None, "destroyed")
    today = queries.states_today(world.by("viewer"), [world.arch, column])
    assert [today[one.id].grade for one in (world.arch, column) if one.id in today] == ["destroyed"]
    line = history_of("report", report.id)[0]
    assert (line.verb, line.note) == ("damage.report.moved", WHY)
    assert Photo.objects.get(pk=photo.id).monument_id == column.id


def test_a_photograph_that_another_report_uses_stays(world: SimpleNamespace, column: Any) -> None:
    photo = factories.photo(world)
    report = factories.report(world, upto="verified", photos=[factories.link(photo.id)])
    factories.report(world, upto="submitted", photos=[factories.link(photo.id)])
    operations.move_report(report.id, column.id, by=world.by("verifier2"), note=WHY)
    assert Photo.objects.get(pk=photo.id).monument_id == world.arch.id


def test_what_was_frozen_stays_as_it_was_submitted(world: SimpleNamespace, column: Any) -> None:
    report = factories.report(world, upto="verified")
    before = bytes(queries.revisions_of(report)[0].canonical)
    operations.move_report(report.id, column.id, by=world.by("verifier2"), note=WHY)
    assert bytes(queries.revisions_of(report)[0].canonical) == before


def test_an_author_moves_a_draft_and_nothing_that_was_submitted(world: SimpleNamespace, column: Any) -> None:
    draft = factories.report(world)
    assert operations.move_report(draft.id, column.id, by=world.by("recorder"), note=WHY).monument_id == column.id
    submitted = factories.report(world, upto="submitted")
    with pytest.raises(NotYoursToMove):
        operations.move_report(submitted.id, column.id, by=world.by("recorder"), note=WHY)


def test_a_move_says_why_and_stays_on_its_site(world: SimpleNamespace, column: Any) -> None:
    report = factories.report(world, upto="submitted")
    with pytest.raises(Invalid):
        operations.move_report(report.id, column.id, by=world.by("verifier"), note=" ")
    elsewhere = factories.monument(factories.site("ALE"), "Minaret")
    with pytest.raises(Invalid):
        operations.move_report(report.id, elsewhere.id, by=world.by("verifier"), note=WHY)


def test_a_report_that_replaced_another_does_not_move_alone(world: SimpleNamespace, column: Any) -> None:
    first = factories.report(world, upto="verified")
    second = factories.report(world, upto="submitted", by="recorder2", supersedes=first.id)
    with pytest.raises(TiedToOthers):
        operations.move_report(second.id, column.id, by=world.by("verifier"), note=WHY)


def test_an_accepted_proposal_is_counted(world: SimpleNamespace) -> None:
    find = factories.monument(world.site, "Find", provisional=True)
    assert queries.summary(world.by("viewer"), world.site).on_list == 1
    register.accept_monument(find.id, by=world.by("verifier"))
    assert queries.summary(world.by("viewer"), world.site).on_list == 2
    with pytest.raises(NotProvisional):
        register.accept_monument(find.id, by=world.by("verifier"))


def test_only_keepers_of_the_register_accept_and_merge(world: SimpleNamespace, column: Any) -> None:
    find = factories.monument(world.site, "Find", provisional=True)
    with pytest.raises(NotAMember):
        register.accept_monument(find.id, by=world.by("recorder"))
    with pytest.raises(NotAMember):
        operations.merge_monuments(find.id, column.id, by=world.by("recorder"), note=WHY)


def test_a_merged_monument_gives_all_it_had_and_its_id_answers(world: SimpleNamespace, column: Any, api: Any) -> None:
    find = factories.monument(world.site, "Find", provisional=True)
    report = factories.report(world, upto="verified", monument_id=find.id)
    operations.merge_monuments(find.id, column.id, by=world.by("verifier"), note=WHY)
    assert grade(world, column) == "destroyed"
    assert DamageReport.objects.get(pk=report.id).monument_id == column.id
    response = api("viewer").get(f"/monuments/{find.id}")
    assert (response.status, response.json["merged_into"]) == (200, str(column.id))
    assert history_of("monument", column.id)[0].note == WHY


def test_merging_twice_or_in_a_ring_is_refused(world: SimpleNamespace, column: Any) -> None:
    group = factories.monument(world.site, "Colonnade")
    inside = factories.monument(world.site, "Column 5", parent=group)
    with pytest.raises(Invalid):
        operations.merge_monuments(group.id, inside.id, by=world.by("verifier"), note=WHY)
    operations.merge_monuments(inside.id, column.id, by=world.by("verifier"), note=WHY)
    with pytest.raises(MergedAlready):
        operations.merge_monuments(inside.id, group.id, by=world.by("verifier"), note=WHY)


def test_it_is_done_over_rest(world: SimpleNamespace, column: Any, api: Any) -> None:
    report = factories.report(world, upto="submitted")
    verifier = api("verifier")
    body = {"monument": str(column.id), "note": WHY}
    moved = verifier.post(f"/reports/{report.id}/move", body, version=report.version)
    assert (moved.status, moved.json["monument"]) == (200, str(column.id))
    merged = verifier.post(f"/monuments/{column.id}/merge", {"into": str(world.arch.id), "note": WHY}, version=1)
    assert (merged.status, merged.json["merged_into"]) == (200, str(world.arch.id))
    assert api("recorder").post(f"/monuments/{world.arch.id}/accept", {}, version=1).status == 403


def test_fallen_blocks_go_along_and_numbers_do_not_clash(world: SimpleNamespace, column: Any) -> None:
    part = Part.objects.create(monument=column, names=[{"text": "Drum", "language": "en"}])
    moved = Block.objects.create(monument=column, number="A-1", part=part)
    clash = Block.objects.create(monument=world.arch, number="A-1")
    with pytest.raises(Invalid, match="Both have a block A-1"):
        operations.merge_monuments(column.id, world.arch.id, by=world.by("verifier"), note=WHY)
    Block.objects.filter(pk=clash.pk).update(number="A-2")
    operations.merge_monuments(column.id, world.arch.id, by=world.by("verifier"), note=WHY)
    moved.refresh_from_db()
    assert (moved.monument_id, moved.part.monument_id) == (world.arch.id, world.arch.id)
