"""Resources of the register beside sites and monuments can be corrected; those that are evidence cannot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from assessments.damage import queries
from assessments.kit import ids
from tests import factories

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[38.26, 34.54], [38.28, 34.54], [38.28, 34.56], [38.26, 34.56], [38.26, 34.54]]],
}


def made(api: Any, role: str, path: str, **body: Any) -> Any:
    reply = api(role).post(path, {"id": str(ids.uuid7()), **body})
    assert reply.status == 201, reply
    return reply.json


def zone(world: SimpleNamespace, api: Any) -> Any:
    return made(api, "safety_officer", "/hazard-zones", site=str(world.site.id), location=SQUARE, status="suspected",
                surveyed_on="2016-04-20")  # fmt: skip


def test_an_ended_zone_leaves_its_ground_unknown_and_releases_nothing(world: SimpleNamespace, api: Any) -> None:
    world.site.hazard_regime = "applies"
    world.site.save()
    made_zone = zone(world, api)
    officer = api("safety_officer")
    ended = officer.patch(f"/hazard-zones/{made_zone['id']}", {"closed_on": "2016-05-01"}, version=1)
    assert (ended.status, ended.json["version"], ended.json["data"]["closed_on"]) == (200, 2, "2016-05-01")
    answers = officer.get(f"/sites/{world.site.id}/safety").json
    assert "released" not in {one["status"] for one in answers["monuments"]}


def test_a_zone_does_not_end_tomorrow_and_only_officers_end_it(world: SimpleNamespace, api: Any) -> None:
    address = f"/hazard-zones/{zone(world, api)['id']}"
    assert api("safety_officer").patch(address, {"closed_on": "2999-01-01"}, version=1).status == 422
    assert api("recorder").patch(address, {"closed_on": "2016-05-01"}, version=1).status == 403
    assert api("safety_officer").patch(address, {"closed_on": "2016-05-01"}, version=7).status == 412
    assert api("outsider").patch(address, {"closed_on": "2016-05-01"}, version=1).status == 404


def test_the_team_of_a_visit_is_mended_and_its_version_moves(world: SimpleNamespace, api: Any) -> None:
    visit = made(api, "recorder", "/visits", site=str(world.site.id), first_day="2016-04-24", last_day="2016-04-26")
    team = [{"person": str(world.users["recorder2"].id), "role": "architect"}]
    reply = api("recorder").patch(f"/visits/{visit['id']}", {"team": team}, version=1)
    assert (reply.status, reply.json["version"], reply.json["data"]["team"]) == (200, 2, team)
    stranger = [{"person": str(ids.uuid7()), "role": ""}]
    assert api("recorder").patch(f"/visits/{visit['id']}", {"team": stranger}, version=2).status == 422


def test_another_chosen_claim_moves_the_incident_and_the_states_follow(world: SimpleNamespace, api: Any) -> None:
    factories.report(
        world, upto="verified", damage="slight", extent="p01_10", observed={"precision": "on", "from": "2015-09-01"}
    )
    factories.report(
        world, upto="verified", by="recorder2", damage="destroyed", observed={"precision": "on", "from": "2015-09-20"}
    )
    viewer = world.by("viewer")
    assert queries.states_today(viewer, [world.arch])[world.arch.id].is_disputed
    claims = [{"occurred": {"precision": "on", "from": "2015-09-10"}, "source": "A", "chosen": True},
              {"occurred": {"precision": "on", "from": "2015-10-05"}, "source": "B"}]  # fmt: skip
    incident = made(
        api, "verifier", "/incidents", site=str(world.site.id), monuments=[str(world.arch.id)], claims=claims
    )
    assert not queries.states_today(viewer, [world.arch])[world.arch.id].is_disputed
    claims[0]["chosen"], claims[1]["chosen"] = False, True
    reply = api("verifier").patch(f"/incidents/{incident['id']}", {"claims": claims}, version=1)
    assert (reply.status, reply.json["data"]["first_day"]) == (200, "2015-10-05")
    assert queries.states_today(viewer, [world.arch])[world.arch.id].is_disputed


def test_a_proposed_part_is_accepted_and_named(world: SimpleNamespace, api: Any) -> None:
    names = [{"text": "North bay", "language": "en"}]
    part = made(api, "recorder", "/parts", monument=str(world.arch.id), names=names)
    assert part["data"]["provisional"]
    better = {"names": [{"text": "Northern bay", "language": "en"}], "provisional": False}
    reply = api("verifier").patch(f"/parts/{part['id']}", better, version=1)
    assert (reply.status, reply.json["data"]["label"], reply.json["data"]["provisional"]) == (
        200,
        "Northern bay",
        False,
    )


def test_the_words_of_a_statement_cannot_be_changed(world: SimpleNamespace, api: Any) -> None:
    statement = made(api, "verifier", "/statements", site=str(world.site.id), who="Director", said_on="2016-04-06",
                about="damage", words="Eighty percent.", source="The Times")  # fmt: skip
    address = f"/statements/{statement['id']}"
    assert api("verifier").patch(address, {"words": "Seventy."}, version=1).status == 422
    changed = api("verifier").patch(address, {"difference": {"en": "Nobody counted."}}, version=1)
    assert (changed.status, changed.json["data"]["difference"]) == (200, {"en": "Nobody counted."})


def test_a_change_of_access_is_followed_by_a_newer_one_and_not_changed(world: SimpleNamespace, api: Any) -> None:
    assert api("safety_officer").patch(f"/access-changes/{ids.uuid7()}", {}, version=1).status == 405


def test_an_authority_is_kept_by_administrators(world: SimpleNamespace, api: Any) -> None:
    address = f"/authorities/{world.authority.id}"
    assert api("verifier").patch(address, {"territory": "Syria"}, version=1).status == 403
    reply = api("administrator").patch(address, {"territory": "Syria", "sites": [str(world.site.id)]}, version=1)
    assert (reply.status, reply.json["data"]["sites"]) == (200, [str(world.site.id)])
