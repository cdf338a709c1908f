"""What may be pushed: each kind with the operations of its package, which the pages use too.

A kind says how it is created and changed, which moves it has, what its fields refer to, and which of its lists have
items with an identity. Permission, validation, workflow and history are the operations' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.damage import operations as damage
from assessments.damage.messages import MoveTo, ReportIn, ReportPatch, RequiredNote, Submit
from assessments.damage.workflow import WRITABLE
from assessments.evidence import messages as evidence_messages
from assessments.evidence import operations as evidence
from assessments.evidence import queries as evidence_queries
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.feeds import Feed
from assessments.kit.messages import EmptyBody
from assessments.register import messages as register_messages
from assessments.register import operations as register
from assessments.sync.merging import Item, Items, Shape
from assessments.sync.queries.filters import ALL_FEEDS

Run = Callable[..., Any]
"""`run(id, message, by=, expected_version=)`: the row as it is afterwards, or None when it is gone."""
RunAll = Callable[[Sequence[tuple[UUID, Any, int | None]], Actor], Sequence[Any]]
"""The same of several different rows, each with its message and expected version: for each its row, or a `Problem`."""


@dataclass(frozen=True, slots=True)
class Move:
    shape: Any
    run: Run
    run_all: RunAll | None = None


def _never(_row: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """`refers` maps a path into the data (`*` for each item) to the kind that it names. `note_field` takes in what a
    decision keeps as a note. `is_told`: whether an outcome brings the thing itself, for what must follow it.
    `is_closed`: whether a row is not edited any more, so that a late change becomes a draft by `revise`, which says too
    under which ids that holds the items.
    """

    feed: Feed
    create_shape: Any
    create: Callable[[Sequence[Any], Actor], Sequence[Any]]
    change_shape: Any = None
    change: Run | None = None
    change_all: RunAll | None = None
    moves: Mapping[str, Move] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    items: Shape = field(default_factory=dict)
    note_field: str = ""
    is_told: bool = False
    is_closed: Callable[[Any], bool] = _never
    revise: Callable[..., tuple[Any, dict[str, str]]] | None = None

    @property
    def actions(self) -> list[str]:
        return ["create", *(["update"] if self.change else []), *self.moves]

    def together(self, action: str) -> tuple[Any, RunAll] | None:
        """The shape of an action's data and how many of it are done at once, for those that can."""
        if action == "update":
            return (self.change_shape, self.change_all) if self.change_all else None
        move = self.moves.get(action)
        return (move.shape, move.run_all) if move and move.run_all else None


def _one_by_one(create: Callable[..., Any]) -> Callable[[Sequence[Any], Actor], list[Any]]:
    """A plural creation out of a singular one: each in a savepoint, a refusal in its place."""

    def create_all(messages: Sequence[Any], by: Actor) -> list[Any]:
        made: list[Any] = []
        for message in messages:
            try:
                with transaction.atomic():
                    made.append(create(message, by=by))
            except Problem as refusal:
                made.append(refusal)
        return made

    return create_all


def _reports(messages: Sequence[ReportIn], by: Actor) -> Sequence[Any]:
    try:
        with transaction.atomic():
            return damage.create_reports(messages, by=by)
    except Problem:
        # The database refused one of them when all were written together: each is judged by itself.
        return _one_by_one(damage.create_report)(messages, by)


def _change_reports(asked: Sequence[tuple[UUID, ReportPatch, int | None]], by: Actor) -> Sequence[Any]:
    return damage.change_reports([damage.Change(*one) for one in asked], by=by)


def _submit_reports(asked: Sequence[tuple[UUID, Submit, int | None]], by: Actor) -> Sequence[Any]:
    submissions = [damage.Submission(report, one.note, one.confirm, version) for report, one, version in asked]
    return damage.submit_reports(submissions, by=by, accept_doubts=True)


def _submit(id: UUID, message: Submit, **rest: Any) -> Any:
    return damage.submit(id, note=message.note, confirm=message.confirm, accept_doubts=True, **rest)


def _withdraw(id: UUID, message: RequiredNote, **rest: Any) -> Any:
    return damage.withdraw(id, note=message.note, **rest)


def _delete(id: UUID, _message: EmptyBody, **rest: Any) -> None:
    damage.delete_draft(id, **rest)


def _move(id: UUID, message: MoveTo, **rest: Any) -> Any:
    return damage.move_report(id, message.monument, note=message.note, **rest)


def _of_file(find: Callable[[Actor, UUID], Any], run: Callable[..., Any]) -> Run:
    """A move on a photograph or document: withdrawn with a reason, restored."""

    def moved(id: UUID, message: Any, *, by: Actor, expected_version: int | None) -> Any:
        item = find(by, id)
        because = (message.because,) if isinstance(message, evidence_messages.Reason) else ()
        return run(item, *because, by=by, expected_version=expected_version)

    return moved


def _file_moves(find: Callable[[Actor, UUID], Any]) -> dict[str, Move]:
    return {
        "withdraw": Move(evidence_messages.Reason, _of_file(find, evidence.withdraw)),
        "restore": Move(EmptyBody, _of_file(find, evidence.restore)),
    }


def _turn(id: UUID, message: evidence_messages.TurnIn, **rest: Any) -> Any:
    return evidence.turn(id, message.degrees, **rest)


def _change_mark(id: UUID, message: Any, *, by: Actor, expected_version: int | None) -> Any:
    mark = evidence_queries.one_annotation(by, id)
    return evidence.change_annotation(mark, message, by=by, expected_version=expected_version)


def _delete_mark(id: UUID, _message: EmptyBody, *, by: Actor, expected_version: int | None) -> None:
    evidence.remove_annotation(evidence_queries.one_annotation(by, id), by=by, expected_version=expected_version)


def _delete_pair(id: UUID, _message: EmptyBody, *, by: Actor, expected_version: int | None) -> None:
    evidence.unpair(evidence_queries.one_pair(by, id), by=by, expected_version=expected_version)


def _link_key(link: Item) -> str:
    """A photograph is tied once to the report as a whole, and once to each of its findings."""
    return f"{link['photo']}:{link['finding']}" if link.get("finding") else str(link["photo"])


def _id_key(item: Item) -> str:
    return str(item["id"])


SITE, MONUMENT = {"site": "site"}, {"monument": "monument"}
KINDS: dict[str, Kind] = {
    "suspicious_object": Kind(
        ALL_FEEDS["hazard_zone"], register_messages.SuspiciousObject, _one_by_one(register.report_suspicious_object),
        refers=SITE,
    ),
    "access_change": Kind(
        ALL_FEEDS["access_change"], register_messages.AccessChangeIn, _one_by_one(register.record_access_change),
        refers=SITE,
    ),
    "monument": Kind(
        ALL_FEEDS["monument"], register_messages.MonumentIn, _one_by_one(register.create_monument),
        register_messages.MonumentPatch, register.change_monument, refers=SITE | {"parent": "monument"},
        note_field="source",
    ),
    "part": Kind(
        ALL_FEEDS["part"], register_messages.PartIn, _one_by_one(register.create_part), register_messages.PartPatch,
        register.change_part, refers=MONUMENT,
    ),
    "block": Kind(
        ALL_FEEDS["block"], register_messages.BlockIn, _one_by_one(register.record_block),
        register_messages.BlockPatch, register.change_block, refers=MONUMENT | {"part": "part"},
        note_field="condition",
    ),
    "visit": Kind(
        ALL_FEEDS["visit"], register_messages.VisitIn, _one_by_one(register.create_visit),
        register_messages.VisitPatch, register.change_visit, refers=SITE,
        items={"team": Items(lambda one: str(one["person"]))}, note_field="caveat",
    ),
    "incident": Kind(
        ALL_FEEDS["incident"], register_messages.IncidentIn, _one_by_one(damage.propose_incident),
        register_messages.IncidentPatch, damage.change_incident, refers=SITE | {"monuments/*": "monument"},
        note_field="note",
    ),
    "photo": Kind(
        ALL_FEEDS["photo"], evidence_messages.PhotoIn, _one_by_one(evidence.register_photo),
        evidence_messages.PhotoPatch, evidence.describe,
        moves=_file_moves(evidence_queries.photo) | {"turn": Move(evidence_messages.TurnIn, _turn)},
        refers=SITE | MONUMENT | {"also_shows/*": "monument", "blocks/*": "block"}, note_field="caption", is_told=True,
    ),
    "document": Kind(
        ALL_FEEDS["document"], evidence_messages.DocumentIn, _one_by_one(evidence.register_document),
        evidence_messages.DocumentPatch, evidence.describe_document, moves=_file_moves(evidence_queries.document),
        refers=SITE | MONUMENT, note_field="caption", is_told=True,
    ),
    "annotation": Kind(
        ALL_FEEDS["annotation"], evidence_messages.AnnotationIn, _one_by_one(evidence.annotate),
        evidence_messages.AnnotationPatch, _change_mark, moves={"delete": Move(EmptyBody, _delete_mark)},
        refers={"photo": "photo"}, note_field="text",
    ),
    "pair": Kind(
        ALL_FEEDS["pair"], evidence_messages.PairIn, _one_by_one(evidence.pair),
        moves={"delete": Move(EmptyBody, _delete_pair)}, refers={"earlier": "photo", "later": "photo"},
    ),
    "report": Kind(
        ALL_FEEDS["report"], ReportIn, _reports, ReportPatch, damage.change_report, _change_reports,
        moves={
            "submit": Move(Submit, _submit, _submit_reports), "withdraw": Move(RequiredNote, _withdraw),
            "delete": Move(EmptyBody, _delete), "move": Move(MoveTo, _move),
        },
        refers=MONUMENT | {
            "visit": "visit", "incident": "incident", "supersedes": "report", "photos/*/photo": "photo",
            "findings/*/part": "part", "seen/*": "part", "reference_state/report": "report",
            "reference_state/photo": "photo",
        },
        items={"findings": Items(_id_key), "photos": Items(_link_key)}, note_field="narrative",
        is_closed=lambda one: one.status not in WRITABLE, revise=damage.revise,
    ),
}  # fmt: skip


def references(kind: Kind, data: Mapping[str, Any]) -> set[tuple[str, UUID]]:
    """What the data of an operation names: (kind, id). What is no id is left to be refused when it is decoded."""
    found = set()
    for path, named in kind.refers.items():
        for value in _values_at(data, path.split("/")):
            try:
                found.add((named, UUID(value)))
            except (ValueError, AttributeError, TypeError):
                continue
    return found


def _values_at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if not path:
        yield value
    elif path[0] == "*":
        for one in value if isinstance(value, list) else ():
            yield from _values_at(one, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _values_at(value[path[0]], path[1:])
