"""A mark on a photograph shows findings: listed with the photograph and in the report, for those who may see both."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations
from assessments.damage.messages import Effect, FindingIn, ReportPatch
from assessments.damage.models import FindingAnnotation
from assessments.evidence import operations as evidence
from assessments.evidence.messages import AnnotationIn, PhotoPatch
from assessments.evidence.models import Annotation
from assessments.kit import ids
from tests import factories


@pytest.fixture
def mark(world: SimpleNamespace) -> Annotation:
    photo = factories.processed(world)
    return evidence.annotate(
        AnnotationIn(id=ids.uuid7(), photo=photo.id, points=[[0.1, 0.1], [0.4, 0.4]], text="a crack in the lintel"),
        by=world.by("recorder"),
    )


def finding_of(world: SimpleNamespace, where: str, upto: str, by: str) -> Any:
    finding = FindingIn(id=ids.uuid7(), part_label=where, effects=[Effect("collapse")])
    return factories.report(world, upto=upto, by=by, findings=[finding]).findings.get()


def page(world: SimpleNamespace, name: str, address: str) -> str:
    client = Client()
    client.force_login(world.users[name])
    return client.get(address).content.decode()


def test_the_report_names_the_marks_of_each_finding(world: SimpleNamespace, mark: Annotation) -> None:
    finding = finding_of(world, "Lintel", "submitted", "recorder")
    operations.link_annotation(mark.id, [finding.id], by=world.by("recorder"))
    address = f"/reports/{finding.report_id}"
    assert "a crack in the lintel" in page(world, "verifier", address)
    evidence.describe(mark.photo_id, PhotoPatch(flags=["ordnance"]), by=world.by("recorder"))
    assert "a crack in the lintel" in page(world, "verifier", address)
    assert "a crack in the lintel" not in page(world, "viewer", address)


def test_a_mark_reveals_nothing_of_another_authors_draft(world: SimpleNamespace, mark: Annotation) -> None:
    draft = finding_of(world, "Cella of a draft", "draft", "recorder2")
    operations.link_annotation(mark.id, [draft.id], by=world.by("recorder2"))
    assert "Cella of a draft" in page(world, "recorder2", f"/photos/{mark.photo_id}")
    assert "Cella of a draft" not in page(world, "recorder", f"/photos/{mark.photo_id}")


def test_links_to_findings_that_one_cannot_see_are_kept(world: SimpleNamespace, mark: Annotation) -> None:
    draft, shared = finding_of(world, "Cella", "draft", "recorder2"), finding_of(world, "Arch", "submitted", "recorder")
    operations.link_annotation(mark.id, [draft.id], by=world.by("recorder2"))
    operations.link_annotation(mark.id, [shared.id], by=world.by("recorder"))
    operations.link_annotation(mark.id, [], by=world.by("recorder"))
    assert [one.finding_id for one in FindingAnnotation.objects.filter(annotation=mark)] == [draft.id]


def test_a_mark_stays_linked_while_the_draft_is_edited(world: SimpleNamespace, mark: Annotation) -> None:
    finding = finding_of(world, "Lintel", "draft", "recorder")
    operations.link_annotation(mark.id, [finding.id], by=world.by("recorder"))
    findings = [FindingIn(id=finding.id, part_label="Lintel, north"), FindingIn(id=ids.uuid7(), part_label="Attic")]
    report = operations.change_report(
        finding.report_id, ReportPatch(findings=findings), by=world.by("recorder"), expected_version=None
    )
    assert [one.part_label for one in report.findings.all()] == ["Lintel, north", "Attic"]
    assert [one.finding_id for one in FindingAnnotation.objects.filter(annotation=mark)] == [finding.id]
    operations.change_report(
        finding.report_id, ReportPatch(findings=findings[1:]), by=world.by("recorder"), expected_version=None
    )
    assert not FindingAnnotation.objects.filter(annotation=mark).exists()


def test_a_finding_of_another_report_is_not_taken_over(world: SimpleNamespace) -> None:
    theirs, mine = finding_of(world, "Theirs", "draft", "recorder2"), finding_of(world, "Mine", "draft", "recorder")
    client = Client()
    client.force_login(world.users["recorder"])
    response = client.patch(
        f"/api/v1/reports/{mine.report_id}", {"findings": [{"id": str(theirs.id), "part_label": "Mine"}]},
        content_type="application/json", headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert response.status_code == 409
    theirs.refresh_from_db()
    assert theirs.part_label == "Theirs"
