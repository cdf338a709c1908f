"""Whatever a recorder does by page goes by push too, under the same rules, and history says that it came from the field."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from assessments.audit.models import HistoryEntry
from assessments.damage.models import DamageReport
from assessments.evidence.models import Annotation, Document, Pair, Photo
from assessments.kit.checksums import sha256
from assessments.register.models import AccessChange, Block, HazardZone, Incident, Monument, Part, Visit
from assessments.sync.kinds import KINDS
from tests import factories
from tests.sync.feed import operation, push, then

NAMES = [{"text": "Bay", "language": "en"}]
DAY = {"precision": "on", "from": "2016-04-25"}


def new(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return then(kind, str(uuid.uuid4()), "create", data)


def bodies(world: SimpleNamespace) -> dict[str, tuple[Any, dict[str, Any]]]:
    """For each kind its table, and what creates one."""
    site, arch = str(world.site.id), str(world.arch.id)
    earlier, later = factories.processed(world), factories.processed(world, factories.jpeg(colour="navy"))
    file = {"sha256": sha256(b"x").hex(), "size": 1, "filename": "x.jpg", "monument": arch}
    return {
        "suspicious_object": (HazardZone, {"longitude": 38.27, "latitude": 34.55, "site": site}),
        "access_change": (AccessChange, {"site": site, "kind": "closed", "happened": DAY}),
        "monument": (Monument, {"site": site, "names": NAMES, "category": "tower_tomb"}),
        "part": (Part, {"monument": arch, "names": NAMES}),
        "block": (Block, {"monument": arch, "number": "A-7"}),
        "visit": (Visit, {"site": site, "first_day": "2016-04-25", "last_day": "2016-04-26"}),
        "incident": (Incident, {"site": site, "monuments": [arch], "title": {"en": "Blast"}}),
        "photo": (Photo, file | {"media_type": "image/jpeg"}),
        "document": (Document, file | {"media_type": "application/pdf"}),
        "annotation": (Annotation, {"photo": str(earlier.id), "points": [[0.1, 0.1], [0.4, 0.4]], "text": "A crack"}),
        "pair": (Pair, {"earlier": str(earlier.id), "later": str(later.id)}),
        "report": (DamageReport, {"monument": arch, "method": "field_visual", "observed": DAY}),
    }  # fmt: skip


def test_a_recorder_creates_one_of_each(world: SimpleNamespace, api: Any) -> None:
    made = bodies(world)
    assert made.keys() == KINDS.keys()
    operations = {kind: new(kind, data) for kind, (_table, data) in made.items()}
    outcomes = push(api("recorder"), *operations.values())
    assert {one["outcome"] for one in outcomes} == {"applied"}, outcomes
    for kind, (table, _data) in made.items():
        row = table.objects.get(pk=operations[kind]["id"])
        assert HistoryEntry.objects.filter(subject_id=row.pk, via="sync").exists(), kind
    assert Monument.objects.get(pk=operations["monument"]["id"]).provisional
    assert Incident.objects.get(pk=operations["incident"]["id"]).proposed


def test_a_registered_photograph_says_where_its_bytes_go(world: SimpleNamespace, api: Any) -> None:
    (outcome,) = push(api("recorder"), new("photo", bodies(world)["photo"][1]))
    assert outcome["thing"]["upload"]["state"] == "needed"
    assert outcome["thing"]["upload"]["url"].startswith("/api/v1/uploads/")


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("block", {"condition": "Cracked through."}), ("visit", {"caveat": "Fog."}), ("photo", {"caption": "From the west."}),
    ("document", {"caption": "Plan of 1932."}), ("annotation", {"text": "Two cracks"}), ("report", {"narrative": "North bay down."}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), CHANGES)
def test_a_recorder_changes_them(world: SimpleNamespace, api: Any, kind: str, data: dict[str, Any]) -> None:
    table, body = bodies(world)[kind]
    made = new(kind, body)
    outcomes = push(api("recorder"), made, then(kind, made["id"], "update", data, base=1))
    assert [one["outcome"] for one in outcomes] == ["applied", "applied"], outcomes
    row = table.objects.get(pk=made["id"])
    assert {name: getattr(row, name) for name in data} == data


@pytest.mark.parametrize(
    ("kind", "data"), [("monument", {"names": NAMES}), ("part", {"kind": "bay"}), ("incident", {"note": "x"})]
)
def test_what_a_recorder_only_proposes_is_not_theirs_to_change(
    world: SimpleNamespace, api: Any, kind: str, data: dict[str, Any]
) -> None:
    made = new(kind, bodies(world)[kind][1])
    outcomes = push(api("recorder"), made, then(kind, made["id"], "update", data, base=1))
    assert (outcomes[1]["outcome"], outcomes[1]["problem"]["status"]) == ("refused", 403)


def test_moves(world: SimpleNamespace, api: Any) -> None:
    client, other = api("recorder"), factories.monument(world.site, "Temple of Bel")
    kept, gone, photo = operation(world), operation(world), factories.photo(world)
    outcomes = push(
        client, kept, gone, then("report", gone["id"], "delete"),
        then("report", kept["id"], "move", {"monument": str(other.id), "note": "I stood at the temple."}),
        then("report", kept["id"], "submit"), then("report", kept["id"], "withdraw", {"note": "Wrong day."}),
        then("photo", str(photo.id), "withdraw", {"because": "A finger before the lens."}),
        then("photo", str(photo.id), "restore"),
    )  # fmt: skip
    assert {one["outcome"] for one in outcomes} == {"applied"}, outcomes
    assert DamageReport.objects.get().status == "withdrawn"
    assert DamageReport.objects.get().monument_id == other.id


@pytest.mark.parametrize("kind", ["plan", "decision", "clearance", "hazard_zone", "statement", "", "\u0000x"])
def test_other_kinds_are_not_pushed(world: SimpleNamespace, api: Any, kind: str) -> None:
    if "\u0000" in kind:
        reply = api("recorder").post("/sync/push", {"batch_id": str(uuid.uuid4()), "operations": [new(kind, {})]})
        assert reply.status == 400
        return
    (outcome,) = push(api("recorder"), new(kind, {}))
    assert outcome["problem"]["code"] == "kind_not_pushable"


@pytest.mark.parametrize("action", ["verify", "return", "explode", ""])
def test_other_actions_are_refused(world: SimpleNamespace, api: Any, action: str) -> None:
    made = operation(world)
    outcomes = push(api("recorder"), made, then("report", made["id"], action))
    assert outcomes[1]["problem"]["code"] == "unknown_action"


def test_each_operation_is_its_authors_own_on_a_shared_tablet(world: SimpleNamespace, api: Any) -> None:
    one, other = operation(world), operation(world)
    push(api("recorder"), one)
    push(api("recorder2"), other)
    authors = dict(DamageReport.objects.values_list("id", "author_id"))
    assert authors[uuid.UUID(one["id"])] == world.users["recorder"].id
    assert authors[uuid.UUID(other["id"])] == world.users["recorder2"].id


def test_who_may_not_record_pushes_nothing(world: SimpleNamespace, api: Any) -> None:
    (outcome,) = push(api("viewer"), operation(world))
    assert (outcome["outcome"], outcome["problem"]["status"]) == ("refused", 403)
    (outcome,) = push(api("outsider"), operation(world))
    assert outcome["outcome"] == "refused"
    assert not DamageReport.objects.exists()
