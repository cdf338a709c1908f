"""What was submitted is read again exactly, whole, with the salts, by whoever may see the report; and proves its hash."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import operations
from assessments.damage.messages import Effect, FindingIn, ReportPatch
from assessments.damage.models import DamageReport, ReportSnapshot
from assessments.kit import ids
from assessments.kit.checksums import canonical
from tests import factories
from tests.product.url_map import signed_in

VERIFIER = Path(operations.__file__).parents[2] / "kit" / "verify_sealed.py"
FIRST = "The lintel lies in two pieces."
SECOND = "The lintel lies in three pieces, one of them inside."


@pytest.fixture
def report(world: SimpleNamespace) -> DamageReport:
    """Submitted twice: returned once, with another narrative and another finding."""
    lintel = FindingIn(id=ids.uuid7(), part_label="north lintel", effects=[Effect("collapse")], extent="p11_30")
    made = factories.report(world, upto="returned", narrative=FIRST, findings=[lintel])
    door = FindingIn(id=ids.uuid7(), part_label="door", effects=[Effect("burning")])
    patch = ReportPatch(narrative=SECOND, findings=[lintel, door], damage="very_heavy", extent="p61_90")
    operations.change_report(made.id, patch, by=world.by("recorder"), expected_version=None)
    return operations.submit(made.id, by=world.by("recorder"), accept_doubts=True)


def handed_out(world: SimpleNamespace, report: DamageReport, number: int, who: str = "viewer") -> Any:
    return signed_in(world, who).get(f"/api/v1/reports/{report.id}/revisions/{number}")


def verified(path: Path) -> subprocess.CompletedProcess[str]:
    """By a program that has nothing of ours: an empty folder, an isolated interpreter."""
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, text=True, cwd=path.parent, check=False
    )


def test_any_member_reads_each_submission_as_it_was(world: SimpleNamespace, api: Any, report: DamageReport) -> None:
    first, second = api("viewer").get(f"/reports/{report.id}/revisions").json["results"]
    assert [one["document"]["narrative"] for one in (first, second)] == [FIRST, SECOND]
    assert [len(one["document"]["findings"]) for one in (first, second)] == [1, 2]
    page = signed_in(world, "viewer").get(f"/reports/{report.id}/submissions/1").content.decode()
    for word in (FIRST, "north lintel", "Collapse", first["sha256"], "verify_sealed.py"):
        assert word in page
    assert SECOND not in page


def test_whoever_gets_the_file_recomputes_the_hash(
    world: SimpleNamespace, report: DamageReport, tmp_path: Path
) -> None:
    for number in (1, 2):
        path = tmp_path / f"{number}.json"
        path.write_bytes(handed_out(world, report, number).content)
        result = verified(path)
        assert (result.returncode, "as sealed" in result.stdout) == (0, True)
        assert (FIRST if number == 1 else SECOND) in result.stdout
        assert ReportSnapshot.objects.get(report=report, number=number).sha256 in result.stdout


@pytest.mark.parametrize("what", ["canonical", "value", "salt", "sha256"])
def test_a_changed_file_is_found_out(world: SimpleNamespace, report: DamageReport, tmp_path: Path, what: str) -> None:
    file = json.loads(handed_out(world, report, 1).content)
    match what:
        case "canonical":
            file["canonical"] = file["canonical"].replace("destroyed", "slight")
        case "value":
            file["private"]["narrative"]["canonical"] = canonical("It stands.").decode()
        case "salt":
            file["private"]["narrative"]["salt"] = "00" * 16
        case "sha256":
            file["sha256"] = "0" * 64
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(file))
    result = verified(path)
    assert (result.returncode, "NOT AS SEALED" in result.stdout) == (1, True)


def test_two_submissions_stand_side_by_side_by_field_and_by_word(world: SimpleNamespace, report: DamageReport) -> None:
    page = signed_in(world, "viewer").get(f"/reports/{report.id}/submissions/2?beside=1").content.decode()
    assert "<del>two</del>" in page
    assert "<ins>three</ins>" in page
    assert "pieces" in page
    assert page.count('class="is-changed"') >= 3
    assert "door" in page


def test_what_was_erased_says_so_and_the_hash_holds(
    world: SimpleNamespace, api: Any, report: DamageReport, tmp_path: Path
) -> None:
    operations.erase_from_submission(
        report.id, 1, ["narrative"], because="A court ordered it.", by=world.by("administrator")
    )
    first = api("viewer").get(f"/reports/{report.id}/revisions").json["results"][0]
    assert (first["document"]["narrative"], first["erased"]) == (None, ["narrative"])
    page = signed_in(world, "viewer").get(f"/reports/{report.id}/submissions/1").content.decode()
    assert FIRST not in page
    assert "erased" in page
    path = tmp_path / "erased.json"
    path.write_bytes(handed_out(world, report, 1).content)
    assert FIRST not in path.read_text()
    assert verified(path).returncode == 0


def test_only_administrators_erase_and_they_say_why(world: SimpleNamespace, report: DamageReport) -> None:
    from assessments.kit.errors import Forbidden, Problem

    with pytest.raises(Forbidden):
        operations.erase_from_submission(report.id, 1, ["narrative"], because="x", by=world.by("verifier"))
    for because, fields in (("", ["narrative"]), ("why", ["damage"]), ("why", [])):
        with pytest.raises(Problem):
            operations.erase_from_submission(report.id, 1, fields, because=because, by=world.by("administrator"))


def test_who_may_not_see_the_report_gets_nothing(world: SimpleNamespace, report: DamageReport) -> None:
    assert handed_out(world, report, 1, "outsider").status_code == 404
    assert handed_out(world, report, 7).status_code == 404
    assert signed_in(world, "outsider").get(f"/reports/{report.id}/submissions/1").status_code == 404
    assert signed_in(world, "viewer").get(f"/reports/{report.id}/submissions/1?beside=x").status_code == 200


def test_an_old_submission_that_tells_the_gate_in_clear_is_handed_to_those_who_may_read_it(
    world: SimpleNamespace, api: Any, report: DamageReport
) -> None:
    from assessments.kit.seal import seal

    old = seal({"narrative": FIRST, "gate": {"status": "unknown", "because": "no_survey"}}, open_fields={"gate"})
    ReportSnapshot.objects.create(
        report=report, number=3, canonical=old.canonical, digest=old.digest, private=old.private
    )
    assert handed_out(world, report, 3, "viewer").status_code == 403
    assert handed_out(world, report, 3, "recorder").status_code == 200
    said = api("viewer").get(f"/reports/{report.id}/revisions").json["results"][2]
    assert (said["document"]["gate"], said["withheld"]) == (None, ["gate"])
