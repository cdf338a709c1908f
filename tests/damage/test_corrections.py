"""A verified report is corrected by a successor filled with it; both link to each other, and the pages say which stands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.damage import operations, queries
from assessments.damage.messages import Cause, Effect, FactorIn, FindingIn, Recommendation
from assessments.damage.models import DamageReport
from assessments.kit import ids
from tests import factories
from tests.product.url_map import signed_in


def verified(world: SimpleNamespace) -> DamageReport:
    photo = factories.processed(world)
    lintel = FindingIn(
        id=ids.uuid7(), part_label="lintel", effects=[Effect("collapse")], causes=[Cause("shelling")], element="wall",
        recommendations=[Recommendation("shoring")],
    )  # fmt: skip
    return factories.report(
        world, upto="verified", narrative="Two pieces.", findings=[lintel], factors=[FactorIn("natural", "rain")],
        photos=[factories.link(photo.id, finding=lintel.id)], weather="dry",
    )  # fmt: skip


def test_one_button_opens_a_successor_filled_with_it(world: SimpleNamespace) -> None:
    report = verified(world)
    recorder = signed_in(world, "recorder2")
    assert "Correct this report" in recorder.get(f"/reports/{report.id}").content.decode()
    answer = recorder.post(f"/reports/{report.id}/correct")
    draft = DamageReport.objects.get(supersedes=report)
    assert answer["Location"] == f"/reports/{draft.id}/write"
    assert (draft.narrative, draft.weather, draft.change_reason) == ("Two pieces.", "dry", "correction")
    (finding,), (old,) = draft.findings.all(), report.findings.all()
    assert finding.id != old.id
    assert (finding.part_label, finding.element, finding.recommendations) == (
        "lintel", "wall", [{"recommendation": "shoring"}],
    )  # fmt: skip
    assert [(one.photo_id, one.finding_id) for one in draft.photo_links.all()] == [
        (report.photo_links.get().photo_id, finding.id)
    ]
    assert draft.factors.get().type == "rain"
    assert recorder.post(f"/reports/{report.id}/correct")["Location"] == answer["Location"]


def test_both_link_to_each_other_and_say_which_stands(world: SimpleNamespace) -> None:
    report = verified(world)
    draft = operations.begin_correction(report.id, by=world.by("recorder"))
    operations.submit(draft.id, by=world.by("recorder"), accept_doubts=True)
    reader = signed_in(world, "viewer")

    def pages() -> tuple[str, str]:
        return tuple(reader.get(f"/reports/{one.id}").content.decode() for one in (report, draft))  # type: ignore[return-value]

    old, new = pages()
    assert "This one stands until that one is verified." in old
    assert "That one stands until this one is verified." in new
    operations.verify(draft.id, by=world.by("verifier"), basis="photographs")
    old, new = pages()
    assert "That one stands; this one no longer counts." in old
    assert "This one stands." in new
    assert queries.damage_state(world.by("viewer"), world.arch).report == draft.id


def test_what_a_report_corrects_can_be_set_by_patch_while_it_is_a_draft(world: SimpleNamespace, api: Any) -> None:
    report, draft = verified(world), factories.report(world)
    address = f"/reports/{draft.id}"
    assert api("recorder").patch(address, {"supersedes": str(report.id)}, version=1).json["supersedes"] == str(
        report.id
    )
    assert api("recorder").patch(address, {"supersedes": str(draft.id)}, version=2).status == 422
    other = factories.monument(world.site, "Theatre")
    elsewhere = factories.report(world, upto="submitted", monument_id=other.id)
    refused = api("recorder").patch(address, {"supersedes": str(elsewhere.id)}, version=2)
    assert refused.json["errors"][0]["code"] == "other_monument"
    assert api("recorder").patch(address, {"supersedes": None}, version=2).json["supersedes"] is None


def test_it_is_offered_by_rest_too_and_only_for_what_is_verified(world: SimpleNamespace, api: Any) -> None:
    report = verified(world)
    made = api("recorder").post(f"/reports/{report.id}/correct")
    assert (made.status, made.json["supersedes"], made.json["status"]) == (201, str(report.id), "draft")
    assert api("viewer").post(f"/reports/{report.id}/correct").status == 403
    draft = factories.report(world)
    assert api("recorder").post(f"/reports/{draft.id}/correct").status == 409
