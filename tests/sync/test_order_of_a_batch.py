"""Operations of a batch that have nothing to do with each other are done together; nobody can tell but by the time."""

from __future__ import annotations

import uuid
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from assessments.damage.models import DamageReport
from assessments.kit import clock
from assessments.kit.ids import uuid7
from assessments.register.models import Site
from assessments.sync.messages import Operation
from assessments.sync.operations.ordering import REORDERED, Thing, groups
from tests.sync.feed import operation, push, then

THINGS = [uuid.UUID(int=number) for number in range(4)]
STEPS = st.tuples(
    st.sampled_from(["report", "photo", "visit"]),
    st.sampled_from(THINGS),
    st.sampled_from(["create", "update", "submit"]),
    st.sets(st.tuples(st.sampled_from(["report", "photo", "visit"]), st.sampled_from(THINGS)), max_size=2),
)


@given(st.lists(STEPS, max_size=12))
def test_what_touches_the_same_thing_stays_in_its_order(steps: list[tuple[str, uuid.UUID, str, set[Thing]]]) -> None:
    operations = {
        index: Operation(op_id=uuid7(), kind=kind, id=thing, action=action)
        for index, (kind, thing, action, _refers) in enumerate(steps)
    }
    own = [(one.kind, one.id) for one in operations.values()]
    needed = [refers | {mine} for mine, (_kind, _id, _action, refers) in zip(own, steps, strict=True)]
    found = list(groups(operations, needed, own))
    place = {index: number for number, group in enumerate(found) for index in group}
    assert sorted(place) == list(operations)
    for group in found:
        assert len({(operations[one].kind, operations[one].action) for one in group}) == 1
    for first in operations:
        for second in range(first + 1, len(steps)):
            is_fixed = not {operations[first].kind, operations[second].kind} <= REORDERED
            if own[first] in needed[second] or own[second] in needed[first] or is_fixed:
                assert place[first] < place[second]


def test_one_report_after_the_other_is_saved_changed_and_submitted(world: SimpleNamespace, api: Any) -> None:
    sent = []
    for number in range(4):
        made = operation(world)
        change = {"narrative": f"Seen {number}."} if number else {"damage": "splendid"}
        sent += [made, then("report", made["id"], "update", change, base=1), then("report", made["id"], "submit")]
    outcomes = push(api("recorder"), *sent)
    assert [one["outcome"] for one in outcomes] == ["applied", "refused", *["applied"] * 10]
    reports = {str(one.id): one for one in DamageReport.objects.all()}
    submitted = [reports[one["id"]] for one in sent[::3]]
    assert [one.narrative for one in submitted] == ["", "Seen 1.", "Seen 2.", "Seen 3."]
    numbers = [int(str(one.reference).rsplit("-", 1)[1]) for one in submitted]
    assert all(after == before + 1 for before, after in pairwise(numbers))
    assert all(one.snapshots.count() == 1 for one in submitted)


def test_days_of_work_on_many_reports_cost_no_more_statements_than_on_two(world: SimpleNamespace, api: Any) -> None:
    def work_on(count: int) -> int:
        made = [operation(world) for _number in range(count)]
        sent = [
            one
            for report in made
            for one in (
                report,
                then("report", report["id"], "update", {"weather": "Dust"}, base=1),
                then("report", report["id"], "update", {"narrative": "Seen again."}, base=1),
                then("report", report["id"], "submit", base=1),
            )
        ]
        with CaptureQueriesContext(connection) as queries:
            outcomes = push(api("recorder"), *sent)
        assert [one["outcome"] for one in outcomes] == ["applied"] * len(sent)
        assert [one["version"] for one in outcomes] == [1, 2, 3, 4] * count
        return len(queries)

    work_on(1)
    assert work_on(12) == work_on(2)
    assert DamageReport.objects.filter(status="submitted", weather="Dust", narrative="Seen again.").count() == 15


def test_ground_that_is_closed_between_two_submissions_counts_for_the_second(world: SimpleNamespace, api: Any) -> None:
    Site.objects.filter(pk=world.site.id).update(hazard_regime="applies", hazard_regime_on="2016-04-01")
    today = {"precision": "on", "from": clock.today().isoformat()}
    first, second = operation(world, observed=today), operation(world, observed=today)
    x, y = world.arch.location["coordinates"]
    found = {"site": str(world.site.id), "longitude": x, "latitude": y}
    seen = then("suspicious_object", str(uuid7()), "create", found)
    outcomes = push(
        api("recorder"), first, second, then("report", first["id"], "submit"), seen,
        then("report", second["id"], "submit"),
    )  # fmt: skip
    assert [one["outcome"] for one in outcomes] == ["applied"] * 5
    gates = [DamageReport.objects.get(pk=one["id"]).gate for one in (first, second)]
    assert seen["id"] not in gates[0]["zones"]
    assert seen["id"] in gates[1]["zones"]
