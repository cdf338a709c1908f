"""What a recorder wrote is what a verifier reads: every field stands on the page, comes back over REST, and takes a note."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.damage import differences, operations
from assessments.damage.errors import Incomplete
from assessments.damage.grade_drawings import FABRICS, drawing, fabric_of
from assessments.damage.messages import Cause, Effect, FactorIn, FindingIn, Recommendation, ReportPatch
from assessments.damage.rules import GRADE_NUMBER
from assessments.kit import ids
from assessments.register import operations as register
from assessments.register.messages import IncidentIn
from tests import factories
from tests.product.url_map import signed_in


def full(world: SimpleNamespace, **fields: Any) -> Any:
    incident = register.record_incident(
        IncidentIn(id=ids.uuid7(), site=world.site.id, title={"en": "Second blast"}), by=world.by("verifier")
    )
    finding = FindingIn(
        id=ids.uuid7(), part_label="north lintel", effects=[Effect("collapse")], element="lintel_entablature",
        causes=[Cause("shelling", "high", "", world.users["planner"].id)], material="stone_cut",
        plan_reference="Plan 3, grid C4", recommendations=[Recommendation("shoring"), Recommendation("monitoring")],
        urgent_measure="Prop it before the rain.",
    )  # fmt: skip
    given: dict[str, Any] = {
        "stage": "detailed", "field_number": "PAL-T3-017", "conservation_state": "poor", "weather": "sandstorm",
        "imagery_source": "Pleiades 1B, scene 7", "original_fabric_share": Decimal("0.4"), "priority": "urgent",
        "priority_reason": "School beside it", "incident": incident.id, "interventions": ["emergency"],
        "reference_state": {"kind": "before", "date": "2011-03-01"}, "findings": [finding],
        "factors": [FactorIn("natural", "wind_action", "probable", "months_6", world.users["verifier2"].id)],
    }  # fmt: skip
    return factories.report(world, upto="submitted", **(given | fields))


WORDS = [
    "Detailed", "PAL-T3-017", "Poor", "sandstorm", "Pleiades 1B, scene 7", "40\u00a0%", "School beside it", "Second blast",
    "Emergency actions", "As it was before a day", "1 March 2011", "Lintel, entablature", "Cut stone", "Plan 3, grid C4",
    "Shoring, propping", "Monitoring", "Prop it before the rain.", "Planner", "Wind", "Within six months", "Verifier2",
    "There is no photograph yet.",
]  # fmt: skip


@pytest.mark.parametrize("who", ["verifier", "viewer"])
def test_the_page_on_which_a_verifier_judges_shows_everything(world: SimpleNamespace, who: str) -> None:
    page = signed_in(world, who).get(f"/reports/{full(world).id}").content.decode()
    assert [one for one in WORDS if one not in page] == []


def test_everything_comes_back_over_rest_and_can_be_changed(world: SimpleNamespace, api: Any) -> None:
    draft = factories.report(world)
    finding = {
        "id": str(ids.uuid7()), "effects": [{"effect": "collapse"}], "element": "wall", "material": "brick",
        "plan_reference": "C4", "recommendations": [{"recommendation": "shoring"}], "urgent_measure": "Now",
        "causes": [{"cause": "shelling", "assessor": str(world.users["planner"].id)}],
    }  # fmt: skip
    factor = {"category": "natural", "type": "rain", "probability": "probable", "horizon": "now",
              "assessor": str(world.users["planner"].id)}  # fmt: skip
    body = {"weather": "dry", "imagery_source": "x", "interventions": ["preventive"], "findings": [finding],
            "factors": [factor], "cordon_reason": "why"}  # fmt: skip
    reply = api("recorder").patch(f"/reports/{draft.id}", body, version=1)
    assert reply.status == 200, reply
    back = reply.json
    assert {name: back[name] for name in ("weather", "imagery_source", "interventions", "cordon_reason")} == {
        name: body[name] for name in ("weather", "imagery_source", "interventions", "cordon_reason")
    }
    assert back["factors"] == [factor]
    assert {name: back["findings"][0][name] for name in finding if name not in ("causes", "effects")} == {
        name: finding[name] for name in finding if name not in ("causes", "effects")
    }
    assert back["findings"][0]["causes"][0]["assessor"] == str(world.users["planner"].id)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"interventions": ["bombing"]}, "/interventions/0"),
        ({"findings": [{"id": "0190f3c2-0000-7000-8000-000000000001", "element": "leg"}]}, "/findings/0/element"),
        ({"findings": [{"id": "0190f3c2-0000-7000-8000-000000000001", "recommendations": [{"recommendation": "x"}]}]},
         "/findings/0/recommendations/0/recommendation"),
        ({"factors": [{"category": "natural", "type": "rain", "horizon": "soon"}]}, "/factors/0/horizon"),
        ({"factors": [{"category": "natural", "type": "rain", "assessor": "0190f3c2-0000-7000-8000-000000000001"}]},
         "/factors/0/assessor"),
        ({"reference_state": {"kind": "report", "report": "0190f3c2-0000-7000-8000-000000000001"}},
         "/reference_state/report"),
        ({"reference_state": {"kind": "photograph", "photo": "no id"}}, "/reference_state/photo"),
        ({"reference_state": {"kind": "dream"}}, "/reference_state/kind"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_lists_is_refused_at_its_field(
    world: SimpleNamespace, api: Any, body: dict[str, Any], pointer: str
) -> None:
    draft = factories.report(world)
    reply = api("recorder").patch(f"/reports/{draft.id}", body, version=1)
    assert (reply.status, reply.json["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize(("damage", "extent"), [("slight", "p01_10"), ("destroyed", "p91_100")])
def test_a_grade_that_differs_says_why_up_or_down(world: SimpleNamespace, damage: str, extent: str) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60")
    report = factories.report(world, damage=damage, extent=extent)
    with pytest.raises(Incomplete) as refused:
        operations.submit(report.id, by=world.by("recorder"), confirm=["changed_without_reason", "no_photographs"])
    assert [one.pointer for one in refused.value.errors] == ["/change_reason"]
    patch = ReportPatch(change_reason="new_damage")
    operations.change_report(report.id, patch, by=world.by("recorder"), expected_version=None)
    assert operations.submit(report.id, by=world.by("recorder"), confirm=["no_photographs"]).status == "submitted"


def test_a_client_that_could_not_know_the_last_grade_has_it_kept_as_a_warning(world: SimpleNamespace) -> None:
    factories.report(world, upto="verified", damage="heavy", extent="p31_60")
    report = factories.report(world, upto="submitted")
    assert "changed_without_reason" in [one["code"] for one in report.warnings]


def test_a_reference_state_names_the_report_and_the_page_links_it(world: SimpleNamespace) -> None:
    first = factories.report(world, upto="verified")
    second = factories.report(world, upto="submitted", reference_state={"kind": "report", "report": str(first.id)})
    page = signed_in(world, "verifier").get(f"/reports/{second.id}").content.decode()
    facts = page[page.index('class="facts"') :]
    assert "As an earlier report has it" in facts
    assert f'href="/reports/{first.id}"' in facts


def test_a_note_can_stand_on_every_field_and_is_shown_by_its_name(world: SimpleNamespace) -> None:
    report = full(world)
    names = [name for name, _label in differences.noteable_fields()]
    assert len(names) >= 35
    body = {"note": "Please mend.", **{f"field-{name}": f"note on {name}" for name in names}}
    verifier = signed_in(world, "verifier")
    page = verifier.get(f"/reports/{report.id}").content.decode()
    assert [name for name in names if f'name="field-{name}"' not in page] == []
    assert verifier.post(f"/reports/{report.id}/return", body).status_code == 302
    for address in (f"/reports/{report.id}", f"/reports/{report.id}/write"):
        shown = signed_in(world, "recorder").get(address).content.decode()
        for name, label in differences.noteable_fields():
            assert f"<strong>{label}</strong>" in shown, (address, name)
            assert f"note on {name}" in shown


@pytest.mark.parametrize("fabric", FABRICS)
def test_each_grade_has_its_own_drawing_in_each_fabric(fabric: str) -> None:
    drawn = [drawing(fabric, grade) for grade in GRADE_NUMBER]
    assert len(set(drawn)) == len(GRADE_NUMBER)
    assert all(one.standing for one in drawn)


def test_the_drawing_fits_what_a_monument_is_made_of() -> None:
    assert fabric_of(["limestone"], "temple") == "stone"
    assert fabric_of(["Baked brick"], "mosque") == "brick"
    assert fabric_of(["mud, adobe"], "house") == "earth"
    assert fabric_of([], "underground_tomb") == "rock"


def test_signs_stand_beside_each_grade_in_the_form(world: SimpleNamespace) -> None:
    page = signed_in(world, "recorder").get(f"/reports/{factories.report(world).id}/write").content.decode()
    assert page.count('class="signs"') == len(GRADE_NUMBER)
    assert "Only the footing or a heap of stones is left" in page
