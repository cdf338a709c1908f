"""The feed gives every change once: all kinds, as much as one may see, filtered as asked, in pages of any size."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from assessments.damage import operations as damage
from assessments.evidence import operations as evidence
from assessments.evidence.messages import PhotoPatch
from assessments.kit.renderers import encoded
from assessments.people import operations as people
from assessments.register import operations as register
from assessments.register.messages import MonumentPatch, SitePatch
from tests import factories
from tests.product import samples
from tests.sync.feed import ids, kept, pull

KINDS = {
    "hazard_zone", "clearance", "entry_permit", "access_change", "site", "monument", "part", "block", "location",
    "visit", "incident", "statement", "site_feature", "report", "photo", "document", "annotation", "pair", "plan",
}  # fmt: skip
ADDRESSES = {
    "hazard_zone": "hazard-zones", "clearance": "clearances", "entry_permit": "entry-permits",
    "access_change": "access-changes", "site": "sites", "monument": "monuments", "part": "parts", "block": "blocks",
    "location": "locations", "visit": "visits", "incident": "incidents", "statement": "statements",
    "site_feature": "site-features",
    "report": "reports", "document": "documents", "annotation": "annotations", "pair": "pairs", "plan": "plans",
}  # fmt: skip


def membership(world: SimpleNamespace, name: str) -> Any:
    return factories.Membership.objects.filter(user=world.users[name], site=world.site)


def test_it_starts_with_the_present_state_of_every_kind(world: SimpleNamespace, api: Any) -> None:
    samples.of_each_kind(world)
    for name, unseen in (("verifier", set()), ("safety_officer", {"plan"})):
        changes, _cursor = pull(api(name))
        assert {one["kind"] for one in changes} == KINDS - unseen
        assert len({(one["kind"], one["id"]) for one in changes}) == len(changes)


def test_what_bears_on_safety_comes_first(world: SimpleNamespace, api: Any) -> None:
    samples.of_each_kind(world)
    kinds = [one["kind"] for one in pull(api("recorder"))[0]]
    ground = {"hazard_zone", "clearance", "entry_permit", "access_change"}
    assert set(kinds[: sum(one in ground for one in kinds)]) == ground


def test_a_document_is_the_one_that_its_own_address_gives(world: SimpleNamespace, api: Any) -> None:
    samples.of_each_kind(world)
    client = api("recorder")
    for (kind, each), data in kept(pull(client)[0]).items():
        if kind in ADDRESSES:
            assert client.get(f"/{ADDRESSES[kind]}/{each}").json == data, kind


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_of_any_size_give_the_same(world: SimpleNamespace, api: Any, limit: int) -> None:
    samples.of_each_kind(world)
    client = api("verifier")
    whole, small = pull(client)[0], pull(client, limit=limit)[0]
    assert small == whole


def test_it_goes_on_with_changes_only(world: SimpleNamespace, api: Any) -> None:
    made = [factories.report(world, upto="submitted") for _each in range(5)]
    client = api("viewer")
    changes, cursor = pull(client, limit=2, kinds="report")
    assert ids(kept(changes), "report") == sorted(str(one.id) for one in made)
    assert pull(client, cursor, kinds="report")[0] == []
    damage.return_(made[0].id, by=world.by("verifier"), note="Say more.")
    (change,), _cursor = pull(client, cursor, kinds="report")
    assert (change["id"], change["data"]["status"]) == (str(made[0].id), "returned")


def test_what_one_may_not_see_is_not_in_it(world: SimpleNamespace, api: Any) -> None:
    factories.report(world)
    hidden = factories.site("HID", visibility="members")
    factories.monument(hidden)
    assert ids(kept(pull(api("viewer"))[0]), "report") == []
    outside = kept(pull(api("outsider"))[0])
    assert {kind for kind, _id in outside} == {"site", "monument"}
    assert str(hidden.id) not in {one for _kind, one in outside} | {
        data["site"] for data in outside.values() if "site" in data
    }
    assert len(ids(kept(pull(api("recorder"))[0]), "report")) == 1


def test_who_joins_a_team_gets_what_was_there_before(world: SimpleNamespace, api: Any) -> None:
    hidden = factories.site("HID", visibility="members")
    tomb = factories.monument(hidden, "Tomb")
    made = factories.report(world, upto="submitted")
    client = api("outsider")
    changes, cursor = pull(client)
    before = kept(changes)
    for at in (world.site, hidden):
        factories.Membership.objects.create(user=world.users["outsider"], site=at, role="viewer")
    changes, cursor = pull(client, cursor, limit=2)
    after = kept(changes, before)
    assert after == kept(pull(client)[0])
    assert ids(after, "report") == [str(made.id)]
    assert str(tomb.id) in ids(after, "monument")
    assert after["monument", str(world.arch.id)]["location"] != before["monument", str(world.arch.id)]["location"]
    assert pull(client, cursor)[0] == []


def test_who_loses_a_site_is_told_to_remove_it_with_all_beneath(world: SimpleNamespace, api: Any) -> None:
    register.change_site(world.site.id, SitePatch(visibility="members"), by=world.by("verifier"), expected_version=None)
    factories.report(world, upto="submitted")
    client = api("viewer")
    changes, cursor = pull(client)
    before = kept(changes)
    assert before
    membership(world, "viewer").update(is_active=False, ended_at="2016-05-01T00:00Z")
    changes, cursor = pull(client, cursor)
    assert changes[0] == {"kind": "site", "id": str(world.site.id), "op": "remove", "version": None, "data": None}
    assert kept(changes, before) == {}
    assert pull(client, cursor)[0] == []


def test_a_lesser_role_takes_back_what_it_may_not_see(world: SimpleNamespace, api: Any) -> None:
    draft = factories.report(world)
    client = api("verifier")
    changes, cursor = pull(client)
    before = kept(changes)
    assert ids(before, "report") == [str(draft.id)]
    membership(world, "verifier").update(role="viewer")
    changes, _cursor = pull(client, cursor)
    assert kept(changes, before) == kept(pull(client)[0])
    assert ids(kept(changes, before), "report") == []


def test_sight_that_changes_while_one_is_still_getting_everything(world: SimpleNamespace, api: Any) -> None:
    for _each in range(4):
        factories.report(world, upto="submitted")
    client = api("verifier")
    first = client.get("/sync/changes?limit=3").json
    assert first["more"]
    membership(world, "verifier").update(role="viewer")
    factories.report(world)
    changes, _cursor = pull(client, first["cursor"], limit=3)
    assert kept(first["changes"] + changes) == kept(pull(client)[0])


def test_a_masked_place_is_sent_again_when_its_mask_changes(world: SimpleNamespace, api: Any) -> None:
    client = api("outsider")
    changes, cursor = pull(client)
    before = kept(changes)["monument", str(world.arch.id)]
    by = world.by("verifier")
    register.change_monument(world.arch.id, MonumentPatch(sensitivity="sensitive"), by=by, expected_version=None)
    (change,), _cursor = pull(client, cursor)
    assert (before["location"] is not None, change["data"]["location"]) == (True, None)


def test_a_site_that_opens_reaches_everybody_and_leaves_them_again(world: SimpleNamespace, api: Any) -> None:
    hidden = factories.site("HID", visibility="members")
    tomb = factories.monument(hidden, "Tomb")
    client, by = api("outsider"), world.by("administrator")
    changes, cursor = pull(client)
    copy = kept(changes)
    register.change_site(hidden.id, SitePatch(visibility="registered"), by=by, expected_version=None)
    changes, cursor = pull(client, cursor)
    copy = kept(changes, copy)
    assert str(tomb.id) in ids(copy, "monument")
    register.change_site(hidden.id, SitePatch(visibility="members"), by=by, expected_version=None)
    copy = kept(pull(client, cursor)[0], copy)
    assert str(tomb.id) not in ids(copy, "monument")
    assert copy == kept(pull(client)[0])


def test_a_merged_monument_says_into_which(world: SimpleNamespace, api: Any) -> None:
    other = factories.monument(world.site, "Arch of Triumph")
    client = api("recorder")
    changes, cursor = pull(client)
    copy = kept(changes)
    damage.merge_monuments(other.id, world.arch.id, by=world.by("verifier"), note="One arch under two names.")
    changes, _cursor = pull(client, cursor)
    (merged,) = [one for one in changes if one["id"] == str(other.id)]
    assert (merged["op"], merged["merged_into"]) == ("remove", str(world.arch.id))
    assert kept(changes, copy) == kept(pull(client)[0])


def test_what_moves_along_with_a_monument_is_told(world: SimpleNamespace, api: Any) -> None:
    found = samples.of_each_kind(world)
    other = factories.monument(world.site, "The same arch")
    client = api("recorder")
    changes, cursor = pull(client)
    copy = kept(changes)
    damage.merge_monuments(world.arch.id, other.id, by=world.by("verifier"), note="One.")
    assert found
    assert kept(pull(client, cursor)[0], copy) == kept(pull(client)[0])


def test_a_report_is_told_again_when_its_photograph_arrives(world: SimpleNamespace, api: Any) -> None:
    data = factories.jpeg()
    photo = factories.photo(world, data, received=False)
    made = factories.report(world, upto="draft", photos=[factories.link(photo.id)])
    client = api("recorder")
    changes, cursor = pull(client, kinds="report")
    assert changes[0]["data"]["photos_arrived"] == {"named": 1, "arrived": 0, "ready": 0}
    staged = factories.store().staged(photo.id)
    staged.write_bytes(data)
    evidence.receive_file(photo, staged, by=world.by("recorder"))
    (change,), _cursor = pull(client, cursor, kinds="report")
    assert (change["id"], change["data"]["photos_arrived"]["arrived"]) == (str(made.id), 1)


def test_filters_by_site_kind_and_age(world: SimpleNamespace, api: Any) -> None:
    samples.of_each_kind(world)
    other = factories.site("OTH")
    factories.monument(other)
    client = api("administrator")
    assert {one["kind"] for one in pull(client, kinds="visit,report")[0]} == {"visit", "report"}
    copy = kept(pull(client, site=str(other.id))[0])
    assert {kind for kind, _id in copy} == {"site", "monument"}
    young = kept(pull(client, changed_since="2999-01-01")[0])
    assert {"hazard_zone", "monument", "site"} <= {kind for kind, _id in young}
    assert not {"visit", "report", "photo"} & {kind for kind, _id in young}


@pytest.mark.parametrize("changed", ["kinds=visit", "site=0190f3c2-0000-7000-8000-000000000000", ""])
def test_a_cursor_goes_on_with_the_filters_it_began_with(world: SimpleNamespace, api: Any, changed: str) -> None:
    client = api("viewer")
    _changes, cursor = pull(client, kinds="report")
    reply = client.get(f"/sync/changes?cursor={cursor}&{changed}")
    assert (reply.status, reply.code) == (400, "cursor_of_another")


def test_a_cursor_is_its_persons_own(world: SimpleNamespace, api: Any) -> None:
    _changes, cursor = pull(api("viewer"))
    reply = api("recorder").get(f"/sync/changes?cursor={cursor}")
    assert (reply.status, reply.code) == (400, "cursor_of_another")


@pytest.mark.parametrize("made_up", ["x", "bnVsbA", "WyJhIl0", "%00", "a" * 5000, "WzEsMl0=", "شعر"])
def test_a_cursor_that_was_made_up_is_refused(world: SimpleNamespace, api: Any, made_up: str) -> None:
    reply = api("viewer").get(f"/sync/changes?cursor={quote(made_up)}")
    assert reply.status == 400


def test_an_unknown_kind_is_refused_with_the_known_ones(world: SimpleNamespace, api: Any) -> None:
    reply = api("viewer").get("/sync/changes?kinds=report,dragons")
    assert (reply.status, reply.code) == (400, "unknown_filter")
    assert "hazard_zone" in reply.json["detail"]


def test_a_cursor_of_another_life_expires(world: SimpleNamespace, api: Any) -> None:
    from assessments.audit.models import Epoch

    client = api("viewer")
    _changes, cursor = pull(client)
    Epoch.objects.create(because="restored")
    reply = client.get(f"/sync/changes?cursor={cursor}")
    assert (reply.status, reply.code) == (410, "cursor_expired")


def test_its_size_is_told_before(world: SimpleNamespace, api: Any) -> None:
    samples.of_each_kind(world)
    client = api("verifier")
    changes, _cursor = pull(client)
    size = client.get("/sync/size").json
    assert {kind: one["count"] for kind, one in size["kinds"].items()} == {
        kind: sum(one["kind"] == kind for one in changes) for kind in KINDS
    }
    real = sum(len(encoded(one["data"])) for one in changes)
    assert 0.9 < size["bytes"] / real < 1.1
    assert size["originals"] > 0
    assert client.get("/sync/size?kinds=visit").json["kinds"].keys() == {"visit"}


def test_a_revoked_device_reads_nothing(world: SimpleNamespace, api: Any) -> None:
    client = api("viewer")
    pull(client)
    for device in client.get("/devices").json["results"]:
        people.revoke_device(device["id"], by=world.by("viewer"))
    assert client.get("/sync/changes").status == 401


def test_photographs_leave_the_feed_of_those_who_may_not_see_them(world: SimpleNamespace, api: Any) -> None:
    photo = factories.processed(world)
    client = api("viewer")
    changes, cursor = pull(client)
    assert ids(kept(changes), "photo") == [str(photo.id)]
    evidence.describe(photo.id, PhotoPatch(people="identifiable", consent="refused"), by=world.by("recorder"))
    assert ids(kept(pull(client, cursor)[0], kept(changes)), "photo") == []


def test_times_and_ids_are_json(world: SimpleNamespace, api: Any) -> None:
    reply = api("viewer").get("/sync/changes")
    assert msgspec.json.decode(reply.raw)["server_time"].endswith("Z")
