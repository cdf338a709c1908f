"""The text that was endorsed is read again, whole, by whoever may see the plan, and proves its hash two versions later."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.kit import ids
from assessments.kit.seal import __file__ as seal_file
from assessments.restoration import operations
from assessments.restoration.messages import Duration, LineIn, PackageIn, PlanIn, PlanPatch, Rate
from assessments.restoration.models import Dossier, Plan
from tests import factories
from tests.product.url_map import signed_in

WORDS = ["Hold the central arch.", "Hold and shore the central arch.", "Hold, shore and cover the central arch."]


@pytest.fixture
def plan(world: SimpleNamespace) -> Plan:
    """First aid for the arch, submitted three times."""
    factories.report(world, upto="verified")
    by = world.by("planner")
    made = operations.create_plan(
        PlanIn(
            id=ids.uuid7(), site=world.site.id, title="EXERCISE Arch", monuments=[world.arch.id], track="emergency",
            objectives=WORDS[0], approach="Timber frames.", estimate_class=4,
        ),
        by=by,
    )  # fmt: skip
    days = Duration(Decimal(2), Decimal(3), Decimal(5))
    package = operations.add_package(made.id, PackageIn(id=ids.uuid7(), title="Shoring", duration_days=days), by=by)
    rate = Rate(low=Decimal(10), likely=Decimal(20), high=Decimal(35), currency="EUR")
    line = LineIn(
        id=ids.uuid7(), category="shoring", element="Frames", quantity=Decimal(6), unit="nr", rate=rate
    )  # fmt: skip
    operations.add_line(package.id, line, by=by)
    for number, words in enumerate(WORDS):
        if number:
            operations.change_plan(made.id, PlanPatch(objectives=words), by=by, expected_version=None)
        operations.submit(made.id, by=by)
        if words != WORDS[-1]:
            operations.send_back(made.id, by=world.by("verifier"), note="Once more.")
    return Plan.objects.get(pk=made.pk)


def test_a_director_recomputes_what_was_submitted_two_versions_ago(
    world: SimpleNamespace, plan: Plan, tmp_path: Path
) -> None:
    director = signed_in(world, "verifier")
    page = director.get(f"/plans/{plan.id}/dossiers/1").content.decode()
    first = Dossier.objects.get(plan=plan, revision=1)
    for word in (WORDS[0], "Timber frames.", "Shoring", "Frames", first.sha256, "import hashlib"):
        assert word in page
    file, program = tmp_path / "dossier.json", tmp_path / "verify_sealed.py"
    file.write_bytes(director.get(f"/plans/{plan.id}/dossiers/1/file").content)
    program.write_bytes(director.get("/verify_sealed.py").content)
    assert program.read_text() == (Path(seal_file).parent / "verify_sealed.py").read_text()
    result = subprocess.run(
        [sys.executable, "-I", str(program), str(file)], capture_output=True, text=True, check=False
    )
    assert (result.returncode, WORDS[0] in result.stdout, first.sha256 in result.stdout) == (0, True, True)


def test_two_versions_stand_side_by_side_by_word(world: SimpleNamespace, plan: Plan) -> None:
    page = signed_in(world, "planner").get(f"/plans/{plan.id}/dossiers/3?beside=1").content.decode()
    assert "<ins>Hold, shore and cover</ins>" in page
    assert "the central arch." in page
    assert "version 1" in page


def test_the_api_gives_each_dossier_whole(world: SimpleNamespace, api: Any, plan: Plan) -> None:
    found = api("verifier").get(f"/plans/{plan.id}/dossiers").json["results"]
    assert [one["document"]["objectives"] for one in found] == WORDS
    assert found[0]["document"]["packages"][0]["lines"][0]["element"] == "Frames"
    assert api("verifier").get(f"/plans/{plan.id}/dossiers/2").json["sha256"] == found[1]["sha256"]
    assert api("outsider").get(f"/plans/{plan.id}/dossiers").status == 404
    assert api("verifier").get(f"/plans/{plan.id}/dossiers/9").status == 404
