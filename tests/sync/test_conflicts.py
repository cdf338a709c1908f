"""Two changes of one field stand beside each other until a person decides, field by field; everything else merges."""

from __future__ import annotations

import uuid
from datetime import date
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from assessments.audit.models import HistoryEntry
from assessments.damage import operations as damage
from assessments.damage.messages import FindingIn, ReportPatch
from assessments.damage.models import DamageReport
from assessments.register import operations as register
from assessments.register.messages import MonumentPatch, VisitIn, VisitMemberIn, VisitPatch
from assessments.sync.models import Conflict
from tests import factories
from tests.sync.feed import operation, push, then

A, B = str(uuid.uuid4()), str(uuid.uuid4())
BAY = {"id": A, "part_label": "north bay", "effects": [{"effect": "collapse"}]}
SOUTH = {"id": B, "part_label": "south bay", "effects": [{"effect": "cracking"}]}


@pytest.fixture
def tablet(world: SimpleNamespace, api: Any) -> SimpleNamespace:
    """A tablet that made a draft; its author then changed it in the browser."""
    client = api("recorder")
    made = operation(world, narrative="As seen.", findings=[{**BAY, "extent": "p01_10"}])
    (outcome,) = push(client, made)
    assert outcome["outcome"] == "applied", outcome
    report = DamageReport.objects.get()

    def browser(**values: Any) -> DamageReport:
        report.refresh_from_db()
        return damage.change_report(report.id, ReportPatch(**values), by=world.by("recorder"), expected_version=None)

    def sends(base: int = 1, **values: Any) -> dict[str, Any]:
        (outcome,) = push(client, then("report", made["id"], "update", values, base=base))
        return outcome

    return SimpleNamespace(client=client, report=report, browser=browser, sends=sends)


def now(report: DamageReport) -> DamageReport:
    return DamageReport.objects.get(pk=report.pk)


def finding(**values: Any) -> Any:
    return msgspec.convert({**BAY, "extent": "p01_10"} | values, FindingIn)


def test_different_fields_merge(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(weather="Dust")
    outcome = tablet.sends(narrative="Seen again.")
    assert (outcome["outcome"], outcome["thing"]["weather"], outcome["version"]) == ("merged", "Dust", 3)
    assert (now(tablet.report).narrative, now(tablet.report).weather) == ("Seen again.", "Dust")


def test_the_same_value_on_both_sides_is_no_conflict(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="The same.")
    assert tablet.sends(narrative="The same.")["outcome"] == "merged"
    assert not Conflict.objects.exists()


def test_one_field_with_two_values_is_a_conflict_that_keeps_both(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    tablet.browser(narrative="From the desk.")
    outcome = tablet.sends(narrative="From the field.", weather="Wind")
    assert (outcome["outcome"], outcome["conflict"]["fields"]) == ("conflict", ["narrative"])
    assert (now(tablet.report).narrative, now(tablet.report).weather) == ("From the desk.", "Wind")
    told = tablet.client.get(f"/conflicts/{outcome['conflict']['id']}").json
    field = told["fields"]["narrative"]
    assert (field["base"], field["ours"], field["theirs"], field["choice"]) == (
        "As seen.", "From the desk.", "From the field.", None,
    )  # fmt: skip
    assert (field["ours_by"], told["sent_by"]["name"], told["device"]["name"]) == (
        "Recorder",
        "Recorder",
        "test tablet",
    )


def test_what_lost_stays_in_history(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="From the desk.")
    tablet.sends(narrative="From the field.")
    entry = HistoryEntry.objects.get(verb="sync.conflict.opened")
    assert entry.private.fields["change:narrative"][1] == ["From the desk.", "From the field."]


def test_findings_merge_by_item_and_field(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(findings=[finding(note="A crack from top to bottom.")])
    outcome = tablet.sends(findings=[{**BAY, "extent": "p31_60"}, {**SOUTH}])
    assert outcome["outcome"] == "merged"
    found = list(now(tablet.report).findings.values_list("part_label", "extent", "note"))
    assert found == [("north bay", "p31_60", "A crack from top to bottom."), ("south bay", "", "")]


def test_a_conflict_within_a_finding_names_its_field(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(findings=[finding(extent="p11_30")])
    outcome = tablet.sends(findings=[{**BAY, "extent": "p31_60"}])
    assert outcome["conflict"]["fields"] == [f"findings/{A}/extent"]


def test_an_edit_against_a_removal_is_a_conflict(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(findings=[])
    outcome = tablet.sends(findings=[{**BAY, "extent": "p91_100"}])
    assert outcome["conflict"]["fields"] == [f"findings/{A}"]
    assert not now(tablet.report).findings.exists()


def test_photographs_are_a_set(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    mine, other = factories.photo(world), factories.photo(world, factories.jpeg(colour="navy"))
    damage.attach_photographs(tablet.report.id, [mine.id], by=world.by("recorder"))
    outcome = tablet.sends(photos=[{"photo": str(other.id)}])
    assert outcome["outcome"] == "merged"
    assert set(now(tablet.report).photo_links.values_list("photo_id", flat=True)) == {mine.id, other.id}


def test_a_photograph_of_a_finding_that_is_gone_stays_with_the_report(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    photo = factories.photo(world)
    tablet.browser(findings=[])
    assert tablet.sends(photos=[{"photo": str(photo.id), "finding": A}])["outcome"] == "merged"
    assert list(now(tablet.report).photo_links.values_list("photo_id", "finding_id")) == [(photo.id, None)]


def test_a_device_is_in_no_conflict_with_itself(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    outcomes = [tablet.sends(narrative=text) for text in ("One.", "Two.", "Three.")]
    assert [one["outcome"] for one in outcomes] == ["applied"] * 3
    assert now(tablet.report).narrative == "Three."


def test_what_a_device_did_not_know_it_does_not_take_away(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    first = {**BAY, "extent": "p01_10"}
    tablet.browser(findings=[finding(), finding(id=str(uuid.uuid4()), part_label="added at the desk")])
    tablet.sends(findings=[first, {**SOUTH}])
    outcome = tablet.sends(findings=[first, {**SOUTH, "note": "Open."}])
    assert outcome["outcome"] == "merged"
    labels = set(now(tablet.report).findings.values_list("part_label", flat=True))
    assert labels == {"north bay", "south bay", "added at the desk"}


def test_what_comes_on_top_of_an_open_conflict_joins_it(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="From the desk.")
    first, second = tablet.sends(narrative="From the field."), tablet.sends(narrative="From the field, later.")
    assert first["conflict"]["id"] == second["conflict"]["id"]
    assert Conflict.objects.get().fields["narrative"]["theirs"] == "From the field, later."


@pytest.mark.parametrize(("choice", "after"), [
    ("ours", "From the desk."), ("theirs", "From the field."), ({"value": "Both were wrong."}, "Both were wrong."),
    ("both", "From the desk.\n\nFrom the field."),
])  # fmt: skip
def test_a_person_decides(world: SimpleNamespace, tablet: SimpleNamespace, choice: Any, after: str) -> None:
    tablet.browser(narrative="From the desk.")
    conflict = tablet.sends(narrative="From the field.")["conflict"]["id"]
    reply = tablet.client.post(f"/conflicts/{conflict}/resolve", {"fields": {"narrative": choice}}, version=1)
    assert (reply.status, reply.json["is_open"]) == (200, False), reply
    assert now(tablet.report).narrative == after
    assert tablet.client.get("/conflicts").json["results"] == []
    again = tablet.client.post(f"/conflicts/{conflict}/resolve", {"fields": {"narrative": choice}}, version=2)
    assert (again.status, again.code) == (409, "resolved_already")


def test_both_as_a_note_keeps_the_grade_and_writes_the_other_down(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    tablet.browser(damage="destroyed")
    conflict = tablet.sends(damage="moderate")["conflict"]["id"]
    tablet.client.post(f"/conflicts/{conflict}/resolve", {"fields": {"damage": "both"}}, version=1)
    assert now(tablet.report).damage == "destroyed"
    assert "moderate" in now(tablet.report).narrative
    assert now(tablet.report).narrative.startswith("As seen.")


def test_fields_are_decided_one_by_one(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="From the desk.", findings=[finding(extent="p11_30")])
    paths = ["narrative", f"findings/{A}/extent"]
    outcome = tablet.sends(narrative="From the field.", findings=[{**BAY, "extent": "p31_60"}])
    conflict = outcome["conflict"]["id"]
    first = tablet.client.post(f"/conflicts/{conflict}/resolve", {"fields": {paths[1]: "theirs"}}, version=1)
    assert first.json["is_open"]
    assert now(tablet.report).findings.get().extent == "p31_60"
    second = tablet.client.post(f"/conflicts/{conflict}/resolve", {"fields": {paths[0]: "ours"}}, version=2)
    assert not second.json["is_open"]
    assert {path: one["choice"] for path, one in second.json["fields"].items()} == {
        paths[0]: "ours",
        paths[1]: "theirs",
    }


def test_bad_decisions_are_refused(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="From the desk.")
    at = f"/conflicts/{tablet.sends(narrative='From the field.')['conflict']['id']}/resolve"
    assert tablet.client.post(at, {"fields": {}}, version=1).code == "nothing_decided"
    assert (
        tablet.client.post(at, {"fields": {"weather": "ours"}}, version=1).json["errors"][0]["code"] == "unknown_field"
    )
    assert tablet.client.post(at, {"fields": {"narrative": "mine"}}, version=1).status == 422
    assert tablet.client.post(at, {"fields": {"narrative": {"value": 7}}}, version=1).status == 422
    assert tablet.client.post(at, {"fields": {"narrative": "ours"}}).status == 428
    assert tablet.client.post(at, {"fields": {"narrative": "ours"}}, version=9).status == 412


def test_conflicts_are_seen_by_those_whose_work_it_is_and_by_verifiers(
    world: SimpleNamespace, tablet: SimpleNamespace, api: Any
) -> None:
    tablet.browser(narrative="From the desk.")
    at = f"/conflicts/{tablet.sends(narrative='From the field.')['conflict']['id']}"
    for name, status in (("recorder", 200), ("verifier", 200), ("recorder2", 404), ("viewer", 404), ("outsider", 404)):
        assert api(name).get(at).status == status, name
    reply = api("verifier").post(f"{at}/resolve", {"fields": {"narrative": "theirs"}}, version=1)
    assert reply.status == 403
    assert now(tablet.report).narrative == "From the desk."


def test_a_late_change_of_something_submitted_is_a_new_draft(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    damage.submit(tablet.report.id, by=world.by("recorder"), accept_doubts=True)
    outcome = tablet.sends(narrative="One more thing.")
    assert outcome["outcome"] == "applied"
    assert outcome["became"]["revision_of"] == str(tablet.report.id)
    draft = DamageReport.objects.get(pk=outcome["became"]["id"])
    assert (draft.status, draft.narrative, draft.supersedes_id) == ("draft", "One more thing.", tablet.report.id)
    assert now(tablet.report).narrative == "As seen."


def test_more_late_changes_go_into_the_same_draft(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    damage.submit(tablet.report.id, by=world.by("recorder"), accept_doubts=True)
    first = tablet.sends(findings=[{**BAY, "extent": "p31_60"}])
    second = tablet.sends(findings=[{**BAY, "extent": "p91_100"}], narrative="Worse.")
    assert (first["became"], second["outcome"]) == (second["became"], "applied")
    draft = DamageReport.objects.get(pk=second["became"]["id"])
    assert (draft.narrative, draft.findings.get().extent) == ("Worse.", "p91_100")
    assert str(draft.findings.get().id) != A


def test_a_late_change_against_what_was_submitted_otherwise_is_a_conflict_on_the_draft(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    tablet.browser(narrative="As submitted.")
    damage.submit(tablet.report.id, by=world.by("recorder"), accept_doubts=True)
    outcome = tablet.sends(narrative="From the field.")
    assert (outcome["outcome"], outcome["conflict"]["fields"]) == ("conflict", ["narrative"])
    draft = DamageReport.objects.get(pk=outcome["became"]["id"])
    reply = tablet.client.post(
        f"/conflicts/{outcome['conflict']['id']}/resolve", {"fields": {"narrative": "theirs"}}, version=1
    )
    assert reply.status == 200
    assert now(draft).narrative == "From the field."
    assert now(tablet.report).narrative == "As submitted."


def test_a_change_of_what_was_deleted_is_kept_and_told(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    damage.delete_draft(tablet.report.id, by=world.by("recorder"), expected_version=None)
    outcome = tablet.sends(narrative="Still there?")
    assert outcome["outcome"] in ("held", "refused")
    (line,) = tablet.client.get("/sync/waiting").json["results"]
    assert line["thing"] == str(tablet.report.id)


def test_deleting_what_others_changed_is_a_conflict(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.browser(narrative="Kept.")
    (outcome,) = push(tablet.client, then("report", str(tablet.report.id), "delete", base=1))
    assert (outcome["outcome"], outcome["conflict"]["fields"]) == ("conflict", ["deleted"])
    at = f"/conflicts/{outcome['conflict']['id']}/resolve"
    assert tablet.client.post(at, {"fields": {"deleted": "theirs"}}, version=1).status == 200
    assert not DamageReport.objects.exists()


def test_submitting_what_others_changed_is_refused_until_it_was_read(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    tablet.browser(narrative="Changed.")
    (outcome,) = push(tablet.client, then("report", str(tablet.report.id), "submit", base=1))
    assert (outcome["outcome"], outcome["problem"]["code"]) == ("refused", "stale")


def test_submitting_after_ones_own_changes_is_not(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    tablet.sends(narrative="Mine.")
    (outcome,) = push(tablet.client, then("report", str(tablet.report.id), "submit", base=1))
    assert outcome["outcome"] == "applied"


def test_an_update_says_on_what_it_was_made(world: SimpleNamespace, tablet: SimpleNamespace) -> None:
    (outcome,) = push(tablet.client, then("report", str(tablet.report.id), "update", {"narrative": "x"}))
    assert outcome["problem"]["code"] == "version_needed"


def test_a_version_that_history_does_not_reach_is_no_licence_to_overwrite(
    world: SimpleNamespace, tablet: SimpleNamespace
) -> None:
    outcome = tablet.sends(base=40, narrative="From another life.")
    assert outcome["outcome"] == "conflict"
    assert now(tablet.report).narrative == "As seen."


def test_geometry_is_a_field(world: SimpleNamespace, api: Any) -> None:
    client = api("verifier")
    place = {"type": "Point", "coordinates": [38.2705, 34.5503]}
    by = world.by("verifier2")
    register.change_monument(
        world.arch.id,
        MonumentPatch(location={"type": "Point", "coordinates": [38.3, 34.6]}),
        by=by,
        expected_version=None,
    )
    (outcome,) = push(client, then("monument", str(world.arch.id), "update", {"location": place}, base=1))
    assert (outcome["outcome"], outcome["conflict"]["fields"]) == ("conflict", ["location"])


def test_the_team_of_a_visit_merges_by_person(world: SimpleNamespace, api: Any) -> None:
    client, by = api("recorder"), world.by("recorder2")
    made = uuid.uuid4()
    second, third = (str(world.users[name].id) for name in ("recorder2", "verifier"))
    day = date(2016, 4, 25)
    register.create_visit(VisitIn(id=made, site=world.site.id, first_day=day, last_day=day), by=by)

    register.change_visit(made, VisitPatch(team=[VisitMemberIn(uuid.UUID(second))]), by=by, expected_version=None)
    (outcome,) = push(
        client, then("visit", str(made), "update", {"team": [{"person": third}], "caveat": "Fog."}, base=1)
    )
    assert outcome["outcome"] == "merged", outcome
    assert {one["person"] for one in outcome["thing"]["data"]["team"]} == {second, third}
