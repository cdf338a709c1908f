"""What a thing says, as the plain values of its change message: now, in a message, and at an earlier version.

Values are compared in one form: decimals without trailing zeros, dates as they are stored, missing terms as None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from assessments.audit.queries import Step
from assessments.kit import uncertain_dates
from assessments.kit.actor import Actor
from assessments.kit.errors import Problem
from assessments.kit.messages import converted
from assessments.kit.renderers import plain
from assessments.sync.kinds import Kind
from assessments.sync.merging import UNKNOWN, merge

Values = dict[str, Any]


def message_of(kind: Kind, values: Mapping[str, Any]) -> Any:
    """The message that writes these values. Raises `Invalid`."""
    types = _types(kind.change_shape)
    return converted({name: _written(value, types[name]) for name, value in values.items()}, kind.change_shape)


def _written(value: Any, shape: Any) -> Any:
    """A missing text is an empty one; a missing term is None."""
    if value is not None:
        return value
    try:
        return msgspec.convert(None, shape)
    except msgspec.ValidationError:
        return ""


@cache
def _types(shape: Any) -> dict[str, Any]:
    """The type of each field of a message. Cached: asking msgspec takes milliseconds."""
    return {one.name: one.type for one in msgspec.structs.fields(shape)}


def of_row(kind: Kind, by: Actor, row: Any) -> Values:
    """What a row says now, as far as it can be changed."""
    (document,) = kind.feed.tell(by, [row])
    told = msgspec.to_builtins(document, enc_hook=plain)
    told = told.get("data", told) if kind.feed.kind not in ("report", "photo") else told
    return {name: _normal(kind, name, told[name]) for name in _types(kind.change_shape) if name in told}


def of_message(kind: Kind, data: Mapping[str, Any]) -> Values:
    """The fields that a change gives, each in the form of `of_row`."""
    return {name: _normal(kind, name, value) for name, value in data.items()}


def at_version(kind: Kind, present: Values, steps: Iterable[Step], version: int, now: int, by: Actor) -> Values:
    """What the device had: the values at `version`, with what it changed itself since.

    Walks what happened since, oldest first. Where history does not reach back, or was erased, the value is `UNKNOWN`.
    """
    base: Values = {}
    told = {version}
    for step in steps:
        told.add(step.version)
        for name in step.erased:
            base.setdefault(_field(kind, name), UNKNOWN)
        for column, (before, after) in step.changes.items():
            name = _field(kind, column)
            if name not in _types(kind.change_shape) or column in step.erased:
                continue
            old = base.get(name, _normal(kind, name, before))
            base[name] = _own_change(kind, name, old, before, after) if is_own(step, by) else old
    if version > now or not told.issuperset(range(version, now + 1)):
        return base | {name: base.get(name, UNKNOWN) for name in present}
    return {name: base.get(name, value) for name, value in present.items()}


def _own_change(kind: Kind, name: str, had: Any, before: Any, after: Any) -> Any:
    """What the device has of a field after a change of its own: what that change did, not what else stood there."""
    before, after = _normal(kind, name, before), _normal(kind, name, after)
    if not isinstance(had, list) or name not in kind.items:
        return after
    found = merge({name: before}, {name: had}, {name: after}, kind.items)
    return found.values.get(name, had)


def is_own(step: Step, by: Actor) -> bool:
    """Whether this device made a step; or this person in a browser, for somebody without a device."""
    if by.device_id:
        return step.device_id == by.device_id
    return step.device_id is None and step.actor_code == by.code


def _field(kind: Kind, column: str) -> str:
    """The field of the message that writes a column."""
    types = _types(kind.change_shape)
    return column if column in types or column.removesuffix("_id") not in types else column.removesuffix("_id")


def _normal(kind: Kind, name: str, value: Any) -> Any:
    """A value in the form in which values are compared; `UNKNOWN` for one that fits no more."""
    shape = _types(kind.change_shape).get(name)
    if value == "" or value is None:
        return None
    if shape is None or value is UNKNOWN:
        return value
    try:
        return _compared(msgspec.convert(value, shape))
    except (msgspec.ValidationError, Problem):
        return UNKNOWN


def _compared(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            return {name: _compared(getattr(value, name)) for name in value.__struct_fields__}
        case dict() if "precision" in value:
            return uncertain_dates.parsed(value, "/").as_json()
        case dict():
            return {name: _compared(one) for name, one in value.items()}
        case list():
            return [_compared(one) for one in value]
        case Decimal():
            return f"{value.normalize():f}"
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
