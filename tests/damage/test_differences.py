"""What changed is shown: from one submission to the next, and from the last verified report."""

from __future__ import annotations

from types import SimpleNamespace

from assessments.damage import differences, operations, queries
from assessments.damage.comparing import compare
from assessments.damage.messages import Cause, Effect, FindingIn, Measurements, ReportPatch
from assessments.kit import ids
from tests import factories


def _finding(**fields: object) -> FindingIn:
    given = {"id": ids.uuid7(), "part_label": "north bay", "effects": [Effect("collapse")]} | fields
    return FindingIn(**given)  # type: ignore[arg-type]


def test_a_field_that_says_the_same_is_no_difference() -> None:
    document = {"damage": "heavy", "findings": [], "narrative": "", "photos": []}
    assert compare(document, {**document, "narrative": None}).is_empty


def test_changes_after_a_return_are_listed_field_by_field(world: SimpleNamespace) -> None:
    kept, gone = _finding(), _finding(part_label="south pier", effects=[Effect("cracking")])
    report = factories.report(world, upto="returned", findings=[kept, gone], narrative="Fallen.")
    mended = FindingIn(
        id=kept.id, part_label="north bay", effects=[Effect("collapse", "definite")], causes=[Cause("explosion_unknown")],
        measurements=Measurements(area_m2=12.5),
    )  # fmt: skip
    patch = ReportPatch(damage="very_heavy", extent="p61_90", findings=[mended, _finding(part_label="keystone")])
    operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    operations.submit(report.id, by=world.by("recorder"), accept_doubts=True)
    (found,) = differences.between_submissions(queries.revisions_of(report))
    changed_fields = {one.field: (one.before, one.after) for one in found.fields}
    assert changed_fields["damage"] == ("Destroyed", "Very heavy damage")
    assert changed_fields["extent"] == ("91–100 %", "61–90 %")
    assert "narrative" not in changed_fields
    kinds = {one.kind: one for one in found.findings}
    assert set(kinds) == {"new", "changed", "gone"}
    assert kinds["gone"].title.startswith("south pier")
    changed = {one.field: one.after for one in kinds["changed"].changes}
    assert changed["measurements"] == "Area 12.5\u00a0m²"
    assert changed["causes"].startswith("Explosion, intent unknown")


def test_findings_of_two_reports_are_the_same_when_they_speak_of_the_same(world: SimpleNamespace) -> None:
    before = factories.report(world, upto="verified", findings=[_finding(extent="p01_10")])
    after = factories.report(
        world, upto="submitted", observed={"precision": "on", "from": "2016-05-25"},
        findings=[_finding(part_label=" North Bay", extent="p31_60"), _finding(part_label="attic")],
    )  # fmt: skip
    report = queries.report(world.by("verifier"), after.id)
    found = differences.from_last_verified(report, queries.last_verified(report))
    assert found is not None
    assert found.of == before.reference
    marks = {one.title.split(" ·")[0].strip().lower(): one.kind for one in found.findings}
    assert marks == {"north bay": "changed", "attic": "new"}


def test_erased_values_of_a_submission_are_null(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted", narrative="A name.")
    snapshot = queries.revisions_of(report)[0]
    assert queries.document_of_snapshot(snapshot)["narrative"] == "A name."
    del snapshot.private["narrative"]
    assert queries.document_of_snapshot(snapshot)["narrative"] is None


def test_the_first_report_differs_from_nothing(world: SimpleNamespace) -> None:
    report = factories.report(world, upto="submitted")
    assert differences.from_last_verified(report, queries.last_verified(report)) is None
    assert differences.between_submissions(queries.revisions_of(report)) == []
