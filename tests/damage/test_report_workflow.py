"""From draft to verified, returned and corrected, superseded and retracted: who may do what, when."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations as damage
from assessments.damage import queries
from assessments.damage.errors import ConfirmationNeeded, Incomplete, NotWritable, OwnVisit
from assessments.damage.messages import Effect, FindingIn, Measurements, ReportPatch
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.damage.workflow import REPORT
from assessments.evidence.models import Hold, Photo
from assessments.kit import ids
from assessments.kit.errors import Forbidden, NotFound, Problem, Stale, WrongState
from assessments.register.models import ConditionInterval, Visit, VisitMember
from tests import factories


def codes(problem: Problem) -> list[str]:
    return [one.code for one in problem.errors]


def test_a_draft_may_be_incomplete(world: SimpleNamespace) -> None:
    made = factories.report(world, damage=None, extent=None)
    assert made.status == "draft"
    assert made.reference is None


def test_an_incomplete_report_cannot_be_submitted(world: SimpleNamespace) -> None:
    made = factories.report(world, damage=None, extent=None)
    with pytest.raises(Incomplete) as refusal:
        damage.submit(made.id, by=world.by("recorder"))
    assert [one.pointer for one in refusal.value.errors] == ["/damage", "/extent"]
    assert DamageReport.objects.get(pk=made.id).status == "draft"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"damage": "destroyed", "extent": "p01_10"}, "grade_against_extent"),
        ({"damage": "none", "extent": "p01_10"}, "none_with_extent"),
        ({"damage": "heavy", "extent": "none_visible"}, "damage_without_extent"),
        ({"damage": "none", "extent": "none_visible", "method": "satellite"}, "none_from_afar"),
        ({"observed": {"precision": "on", "from": "2999-01-01"}}, "future"),
        ({"scope": "parts"}, "parts_not_named"),
    ],
)
def test_contradictions_are_refused_at_submit(world: SimpleNamespace, fields: dict[str, Any], code: str) -> None:
    made = factories.report(world, **fields)
    with pytest.raises(Incomplete) as refusal:
        damage.submit(made.id, by=world.by("recorder"), accept_doubts=True)
    assert code in codes(refusal.value)


def test_what_was_seen_from_a_distance_was_not_measured(world: SimpleNamespace) -> None:
    finding = FindingIn(id=ids.uuid7(), effects=[Effect("collapse")], measurements=Measurements(area_m2=96))
    made = factories.report(world, method="field_distance", findings=[finding])
    with pytest.raises(Incomplete) as refusal:
        damage.submit(made.id, by=world.by("recorder"), accept_doubts=True)
    assert codes(refusal.value) == ["measured_from_afar"]


def test_doubts_are_asked_about_and_kept_as_warnings_once_confirmed(world: SimpleNamespace) -> None:
    made = factories.report(world)
    with pytest.raises(ConfirmationNeeded) as refusal:
        damage.submit(made.id, by=world.by("recorder"))
    assert codes(refusal.value) == ["no_photographs"]
    done = damage.submit(made.id, by=world.by("recorder"), confirm=["no_photographs"])
    assert done.warnings == [{"code": "no_photographs", "pointer": "/photos"}]


@pytest.mark.parametrize(("longitude", "method", "asks"), [(38.2715, "field_visual", False),
    (38.40, "field_visual", True), (38.40, "satellite", False)])  # fmt: skip
def test_a_camera_far_from_the_monument_is_asked_about(
    world: SimpleNamespace, longitude: float, method: str, asks: bool
) -> None:
    photo = factories.photo(world)
    Photo.objects.filter(pk=photo.id).update(exif_longitude=longitude, exif_latitude=34.55)
    report = factories.report(world, method=method, photos=[factories.link(photo.id)])
    if asks:
        with pytest.raises(Problem) as refusal:
            damage.submit(report.id, by=world.by("recorder"))
        assert [one.code for one in refusal.value.errors] == ["camera_far_away"]
    assert damage.submit(report.id, by=world.by("recorder"), confirm=["camera_far_away"]).status == "submitted"


def test_references_count_per_site_and_year_of_what_was_seen(world: SimpleNamespace) -> None:
    days = ["2016-04-25", "2016-04-26", "2017-01-10"]
    made = [
        factories.report(world, upto="submitted", observed={"precision": "on", "from": day}).reference for day in days
    ]
    assert made == ["PAL-2016-0001", "PAL-2016-0002", "PAL-2017-0001"]


def test_a_returned_report_is_corrected_and_resubmitted_under_its_number(world: SimpleNamespace) -> None:
    made = factories.report(world, upto="returned")
    damage.change_report(
        made.id, ReportPatch(narrative="More."), by=world.by("recorder"), expected_version=made.version
    )
    again = damage.submit(made.id, by=world.by("recorder"), accept_doubts=True)
    assert (again.revision, again.reference) == (2, made.reference)
    assert ReportSnapshot.objects.filter(report=made).count() == 2


def test_a_submitted_report_is_not_edited(world: SimpleNamespace) -> None:
    made = factories.report(world, upto="submitted")
    with pytest.raises(NotWritable):
        damage.change_report(made.id, ReportPatch(narrative="x"), by=world.by("recorder"), expected_version=None)


def test_a_stale_change_is_refused_and_writes_nothing(world: SimpleNamespace) -> None:
    made = factories.report(world)
    damage.change_report(made.id, ReportPatch(narrative="first"), by=world.by("recorder"), expected_version=1)
    with pytest.raises(Stale):
        damage.change_report(made.id, ReportPatch(narrative="second"), by=world.by("recorder"), expected_version=1)
    assert DamageReport.objects.get(pk=made.id).narrative == "first"


def test_verifying_moves_the_damage_state_and_holds_the_photographs(world: SimpleNamespace) -> None:
    photo = factories.photo(world)
    made = factories.report(world, upto="verified", photos=[factories.link(photo.id)])
    assert made.status == "verified"
    assert Hold.objects.filter(photo=photo, holder_id=made.id).exists()
    interval = ConditionInterval.objects.get(monument=world.arch)
    assert (interval.grade, interval.report_id) == ("destroyed", made.id)


@pytest.mark.parametrize("part", ["author", "observer", "team"])
def test_nobody_verifies_a_visit_they_took_part_in(world: SimpleNamespace, part: str) -> None:
    fields: dict[str, Any] = {}
    if part == "observer":
        fields["observers"] = [world.users["verifier"].id]
    if part == "team":
        visit = Visit.objects.create(site=world.site, first_day="2016-04-25", last_day="2016-04-25")
        VisitMember.objects.create(visit=visit, user=world.users["verifier"])
        fields["visit"] = visit.id
    made = factories.report(world, upto="submitted", by="verifier" if part == "author" else "recorder", **fields)
    with pytest.raises(OwnVisit):
        damage.verify(made.id, by=world.by("verifier"), basis="photographs")
    assert damage.verify(made.id, by=world.by("verifier2"), basis="photographs").status == "verified"


def test_a_correction_supersedes_once_it_is_verified_in_its_turn(world: SimpleNamespace) -> None:
    first = factories.report(world, upto="verified")
    second = factories.report(world, upto="submitted", supersedes=first.id, damage="heavy", extent="p31_60")
    assert DamageReport.objects.get(pk=first.id).status == "verified"
    damage.verify(second.id, by=world.by("verifier"), basis="photographs")
    assert DamageReport.objects.get(pk=first.id).status == "superseded"
    assert queries.damage_state(world.by("viewer"), world.arch).grade == "heavy"


def test_retracting_recomputes_the_state(world: SimpleNamespace) -> None:
    made = factories.report(world, upto="verified")
    damage.retract(made.id, by=world.by("verifier2"), note="wrong monument")
    assert queries.damage_state(world.by("viewer"), world.arch).grade is None
    assert not ConditionInterval.objects.filter(monument=world.arch).exists()


def test_a_part_report_never_changes_the_whole(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", scope="parts", seen=["portal"], damage="heavy", extent="p31_60")
    assert queries.damage_state(world.by("viewer"), world.arch).grade is None
    (part,) = queries.part_states(world.by("viewer"), world.arch)
    assert (part.label, part.grade) == ("portal", "heavy")


MOVES = {
    "submit": lambda id_, by: damage.submit(id_, by=by, accept_doubts=True),
    "return": lambda id_, by: damage.return_(id_, by=by, note="why"),
    "verify": lambda id_, by: damage.verify(id_, by=by, basis="photographs"),
    "withdraw": lambda id_, by: damage.withdraw(id_, by=by, note="why"),
    "retract": lambda id_, by: damage.retract(id_, by=by, note="why"),
}
REACHED = ("draft", "submitted", "returned", "verified")
WHO = {"submit": {"recorder"}, "withdraw": {"recorder"}}


@pytest.mark.parametrize(("state", "move"), list(itertools.product(REACHED, MOVES)))
def test_every_state_and_move_and_role_has_its_answer(world: SimpleNamespace, state: str, move: str) -> None:
    """A role without permission is refused for that reason; one with permission, in every state the workflow does not allow."""
    for role in ("viewer", "recorder", "recorder2", "verifier", "planner", "national_reviewer", "outsider"):
        made = factories.report(world, upto=state)
        allowed = WHO.get(move, {"verifier"})
        try:
            MOVES[move](made.id, world.by(role))
            outcome = "done"
        except (Forbidden, NotFound):
            outcome = "not yours"
        except WrongState:
            outcome = "not now"
        possible = "done" if REPORT.find(state, move) else "not now"
        assert outcome == (possible if role in allowed else "not yours"), (role, state, move)
