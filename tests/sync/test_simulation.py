"""Devices and browsers over random histories: answers are lost, batches repeated and reordered, clocks wrong, rights taken
and given. In the end all hold the same, nothing that was acknowledged is missing, and what lost is in a conflict or in
history.

A history is a list of small numbers, so that Hypothesis can shorten one that fails. `HISTORIES=100000` runs so many,
`SEED=7` others.
"""

from __future__ import annotations

import copy
import json
import os
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from assessments.audit import operations as audit
from assessments.audit.models import HistoryEntry
from assessments.audit.verify import verify_ledger
from assessments.damage import operations as damage
from assessments.damage.messages import FindingIn, ReportPatch
from assessments.kit.actor import Actor, Via
from assessments.kit.errors import Problem
from assessments.kit.renderers import encoded
from assessments.people import operations as people
from assessments.register import operations as register
from assessments.register.messages import VisitIn, VisitPatch
from assessments.register.models import Membership
from assessments.sync import operations as sync
from assessments.sync import queries
from assessments.sync.messages import Operation
from assessments.sync.models import Conflict, WaitingOperation
from tests import factories
from tests.sync.feed import Copy, kept

HISTORIES = int(os.environ.get("HISTORIES") or (5000 if os.environ.get("PROVE") else 300))
SEED = int(os.environ.get("SEED") or 20160427)
FINAL = ("applied", "merged", "conflict")
FIELDS = {"report": ("narrative", "weather", "imagery_source", "findings"), "visit": ("caveat", "title", "mandate")}
BAY = str(uuid.UUID(int=7))


class Device:
    """A tablet of one person: its copy, its outbox, and what the server has acknowledged to it."""

    def __init__(self, world: SimpleNamespace, name: str, person: str) -> None:
        self.world, self.name, self.person = world, name, person
        self.id = people.add_device(world.users[person], name, by=world.by(person))[0].id
        self.random = random.Random(0)
        self.copy: Copy = {}
        self.cursor = ""
        self.pull()
        self.begin(self.random)

    def begin(self, luck: random.Random) -> None:
        """What it was at the start of a history, with its first copy."""
        self.random = luck
        self.outbox: list[Operation] = []
        self.acknowledged: list[tuple[Operation, str]] = []
        self.given_up: list[Operation] = []

    def afresh(self, luck: random.Random) -> Device:
        found = copy.copy(self)
        found.begin(luck)
        return found

    @property
    def by(self) -> Actor:
        return self.world.by(self.person, via=Via.SYNC, device_id=self.id)

    def things(self, kind: str) -> list[tuple[str, int, dict[str, Any]]]:
        """What it holds of a kind or has made itself: (id, version it knows, values)."""
        held = [
            (one, data["version"], data.get("data", data))
            for (each, one), data in sorted(self.copy.items())
            if each == kind
        ]
        made = [(str(one.id), 1, one.data) for one in self.outbox if one.kind == kind and one.action == "create"]
        return held + made

    def keep(self, kind: str, id: str, action: str, data: dict[str, Any], base: int | None = None) -> None:
        clock = datetime(self.random.choice((1970, 2016, 2999)), 1, 1, tzinfo=UTC)
        self.outbox.append(
            Operation(
                op_id=uuid.uuid4(),
                kind=kind,
                id=uuid.UUID(id),
                action=action,
                data=data,
                base_version=base,
                made_at=clock,
            )
        )

    def push(self, fault: str) -> None:
        if not self.outbox:
            return
        batch = list(self.outbox)
        if fault == "reordered":
            self.random.shuffle(batch)
        if fault == "cut":
            batch = batch[: len(batch) // 2 + 1]
        if fault == "repeated":
            batch += batch[:2]
        outcomes = sync.push(batch, by=self.by)
        if fault in ("lost", "crashed"):
            return  # the server has them; the device does not know and sends them again
        for operation, outcome in zip(batch, outcomes, strict=True):
            result = outcome.outcome
            if result == "duplicate":
                first = outcome.first or next(
                    {"outcome": each.outcome}
                    for one, each in zip(batch, outcomes, strict=True)
                    if one.op_id == operation.op_id
                )
                result = first["outcome"]
            if operation in self.outbox:
                self.outbox.remove(operation)
                self.acknowledged.append((operation, result))

    def pull(self) -> None:
        while True:
            page = queries.pull(self.by, queries.Filters(), cursor=self.cursor, limit=7)
            self.copy = kept(json.loads(encoded(page.changes)), self.copy)
            self.cursor = page.cursor
            if not page.more:
                return


class Simulation:
    """One history."""

    def __init__(self, world: SimpleNamespace, numbers: list[tuple[int, int, int]]) -> None:
        self.world = world
        self.random = random.Random(repr(numbers))
        self.devices = [one.afresh(self.random) for one in world.devices]
        self.count = 0
        self.written: list[tuple[str, str, str]] = []
        """(kind, id, value) of all that browsers wrote."""
        for what, one, other in numbers:
            self._step(what, one, other)

    def _value(self) -> str:
        self.count += 1
        return f"value-{self.count}-"

    def _step(self, what: int, one: int, other: int) -> None:
        device = self.devices[one % 3]
        kind = ("report", "visit")[other % 2]
        steps = (
            self._edit, self._edit, self._edit, self._browser, self._browser, self._push, self._push, self._pull,
            self._create, self._submit, self._rights, self._resolve, self._held,
        )  # fmt: skip
        steps[what % len(steps)](device, kind, one, other)

    def _create(self, device: Device, kind: str, one: int, other: int) -> None:
        visits = [visit for visit, _version, _data in device.things("visit")]
        if kind == "visit":
            data: dict[str, Any] = {
                "site": str(self.world.site.id),
                "first_day": "2016-04-25",
                "last_day": "2016-04-26",
                "caveat": self._value(),
            }
        else:
            data = {"monument": str(self.world.arch.id), "method": "field_visual", "observed": {"precision": "on", "from": "2016-04-25"},
                    "damage": "heavy", "narrative": self._value(), "visit": visits[one % len(visits)] if visits and other % 3 else None}  # fmt: skip
        device.keep(kind, str(uuid.uuid4()), "create", data)

    def _edit(self, device: Device, kind: str, one: int, other: int) -> None:
        things = device.things(kind)
        if not things:
            return
        id_, version, data = things[one // 3 % len(things)]
        name = FIELDS[kind][other // 2 % len(FIELDS[kind])]
        value: Any = self._value()
        if name == "findings":
            before = [item for item in data.get("findings") or [] if item["id"] != BAY]
            own = str(uuid.uuid5(uuid.UUID(id_), f"{device.name}{other % 3}"))
            value = [item for item in before if item["id"] != own] + [
                {"id": own, "part_label": value, "effects": [{"effect": "collapse"}]}
            ]
        device.keep(kind, id_, "update", {name: value}, version)

    def _browser(self, device: Device, kind: str, one: int, other: int) -> None:
        """The same person, or another of the team, at a desk."""
        by = self.world.by("recorder" if kind == "report" else "recorder2", via=Via.WEB)
        name = FIELDS[kind][other // 2 % len(FIELDS[kind])]
        rows = [each for each, _version, _data in self.devices[0].things(kind)]
        if not rows:
            return
        id_, value = rows[one // 3 % len(rows)], self._value()
        found: Any = value
        if name == "findings":
            found = [FindingIn(id=uuid.uuid5(uuid.UUID(id_), "desk"), part_label=value, effects=[])]
        try:
            with transaction.atomic():
                if kind == "report":
                    damage.change_report(uuid.UUID(id_), ReportPatch(**{name: found}), by=by, expected_version=None)
                else:
                    register.change_visit(uuid.UUID(id_), VisitPatch(**{name: found}), by=by, expected_version=None)
        except Problem:
            return
        self.written.append((kind, id_, value))

    def _push(self, device: Device, kind: str, one: int, other: int) -> None:
        device.push(("", "lost", "repeated", "reordered", "crashed", "cut")[other % 6])

    def _pull(self, device: Device, kind: str, one: int, other: int) -> None:
        device.pull()

    def _submit(self, device: Device, kind: str, one: int, other: int) -> None:
        if things := device.things("report"):
            id_, version, _data = things[one % len(things)]
            device.keep("report", id_, "submit", {}, version)

    def _rights(self, device: Device, kind: str, one: int, other: int) -> None:
        rows = Membership.objects.filter(user=self.world.users["recorder2"], site=self.world.site)
        rows.update(role=("recorder", "viewer")[other % 2], is_active=one % 3 != 0)

    def _resolve(self, device: Device, kind: str, one: int, other: int) -> None:
        rows = list(Conflict.objects.filter(is_open=True).order_by("id"))
        if not rows:
            return
        found = rows[one % len(rows)]
        path = min(path for path, field in found.fields.items() if field["choice"] is None)
        choice: Any = ("ours", "theirs", "both")[other % 3]
        person = next(name for name, user in self.world.users.items() if user.id == found.person_id)
        try:
            sync.resolve(found.id, {path: choice}, by=self.world.by(person, via=Via.WEB))
        except Problem:
            return

    def _held(self, device: Device, kind: str, one: int, other: int) -> None:
        sync.apply_held()

    # The end

    def settle(self) -> None:
        """All rights are there, all lines are good: everybody sends and reads until nothing is left."""
        Membership.objects.filter(user=self.world.users["recorder2"]).update(role="recorder", is_active=True)
        for _round in range(3):
            for device in self.devices:
                device.push("")
            sync.apply_held()
        for device in self.devices:
            device.pull()

    def check(self) -> None:
        assert [device.outbox for device in self.devices] == [[], [], []]
        assert self.devices[0].copy == self.devices[1].copy
        for device in self.devices[1:]:
            fresh = queries.pull(device.by, queries.Filters(("report", "visit")), limit=1000)
            held = {key: data for key, data in device.copy.items() if key[0] in ("report", "visit")}
            assert held == kept(json.loads(encoded(fresh.changes))), f"{device.name} holds something else"
        told = self._told()
        for device in self.devices:
            for operation, result in device.acknowledged:
                for value in _values_of(operation.data):
                    assert value in told, f"{value} of {operation.kind} {operation.action} ({result}) is nowhere"
        for _kind, _id, value in self.written:
            assert value in told, f"{value} of a browser is nowhere"

    def _told(self) -> str:
        """All that history, conflicts and the list of what waits tell."""
        pieces: list[str] = []
        for entry in HistoryEntry.objects.select_related("private"):
            pieces.append(bytes(entry.canonical).decode())
            if hasattr(entry, "private"):
                pieces.append(json.dumps(entry.private.fields))
        pieces += [json.dumps(one) for one in Conflict.objects.values_list("fields", flat=True)]
        pieces += [json.dumps(one) for one in WaitingOperation.objects.values_list("operation", flat=True)]
        return "\n".join(pieces)


def _values_of(data: Any) -> Iterator[str]:
    if isinstance(data, str) and data.startswith("value-"):
        yield data
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _values_of(one)


STEPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5), st.integers(0, 11)), min_size=8, max_size=16)


@pytest.fixture
def palmyra(world: SimpleNamespace) -> SimpleNamespace:
    """The world with a visit and a report that all have, as on any ordinary day."""
    day = date(2016, 4, 25)
    register.create_visit(
        VisitIn(id=uuid.uuid4(), site=world.site.id, first_day=day, last_day=day), by=world.by("recorder2")
    )
    factories.report(world)
    people_of = {"tablet": "recorder", "phone": "recorder", "other": "recorder2"}
    world.devices = [Device(world, name, person) for name, person in people_of.items()]
    return world


@seed(SEED)
@settings(
    max_examples=HISTORIES, deadline=None, derandomize=False, database=None, suppress_health_check=list(HealthCheck)
)
@given(numbers=STEPS)
def test_all_converge_and_nothing_is_lost(palmyra: SimpleNamespace, numbers: list[tuple[int, int, int]]) -> None:
    with transaction.atomic():
        simulation = Simulation(palmyra, numbers)
        simulation.settle()
        simulation.check()
        transaction.set_rollback(True)


def test_the_ledger_of_a_history_verifies(palmyra: SimpleNamespace) -> None:
    luck = random.Random(2016)
    numbers = [(luck.randrange(13), luck.randrange(6), luck.randrange(12)) for _each in range(120)]
    simulation = Simulation(palmyra, numbers)
    simulation.settle()
    simulation.check()
    audit.sequence()
    assert verify_ledger().is_unaltered
