"""A mark on a photograph shows findings: told on the photograph and in the report, to who may see both."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from assessments.damage import operations
from assessments.damage.messages import Effect, FindingIn
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
    operations.tie_mark(mark.id, [finding.id], by=world.by("recorder"))
    address = f"/reports/{finding.report_id}"
    assert "a crack in the lintel" in page(world, "verifier", address)
    evidence.describe(mark.photo_id, PhotoPatch(flags=["ordnance"]), by=world.by("recorder"))
    assert "a crack in the lintel" in page(world, "verifier", address)
    assert "a crack in the lintel" not in page(world, "viewer", address)


def test_a_mark_tells_nothing_of_another_authors_draft(world: SimpleNamespace, mark: Annotation) -> None:
    draft = finding_of(world, "Cella of a draft", "draft", "recorder2")
    operations.tie_mark(mark.id, [draft.id], by=world.by("recorder2"))
    assert "Cella of a draft" in page(world, "recorder2", f"/photos/{mark.photo_id}")
    assert "Cella of a draft" not in page(world, "recorder", f"/photos/{mark.photo_id}")


def test_who_does_not_see_a_finding_cannot_untie_it(world: SimpleNamespace, mark: Annotation) -> None:
    draft, shared = finding_of(world, "Cella", "draft", "recorder2"), finding_of(world, "Arch", "submitted", "recorder")
    operations.tie_mark(mark.id, [draft.id], by=world.by("recorder2"))
    operations.tie_mark(mark.id, [shared.id], by=world.by("recorder"))
    operations.tie_mark(mark.id, [], by=world.by("recorder"))
    assert [one.finding_id for one in FindingAnnotation.objects.filter(annotation=mark)] == [draft.id]
