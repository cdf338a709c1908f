"""The three-way merge of a change that was made on an old version: field by field, on plain JSON values.

`base` is what the device had, `ours` what stands now, `theirs` what the device sends. A field that only one side
changed keeps that change; one that both changed, to different values, is a clash, and `ours` stands until a person
decides. Lists whose items have an identity merge per item and field; a path names the field within, as
`findings/<id>/extent`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]


class _Unknown:
    """The value of a base that history no longer tells: it equals nothing."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
DELETED = "deleted"
"""The path of a clash between a change and the deletion of the whole thing."""


@dataclass(frozen=True, slots=True)
class Items:
    """How the items of a list are told apart. `key` names an item within its list."""

    key: Callable[[Item], str]


Shape = Mapping[str, Items]
"""The fields whose items are told apart; every other field is one value."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two values that stand against each other. `base` is None where it is not known; `theirs` or `ours` is None where
    that side took the item away."""

    base: Any
    ours: Any
    theirs: Any


@dataclass(slots=True)
class Merged:
    """`values`: the fields to write, whole. `clashes` by path."""

    values: dict[str, Any] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)


def merge(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], shape: Shape) -> Merged:
    """Merge the fields that `theirs` gives. `base` may lack some, or hold `UNKNOWN`."""
    found = Merged()
    for name, value in theirs.items():
        before, present = base.get(name, UNKNOWN), ours.get(name)
        if name in shape and isinstance(before, list) and isinstance(present, list) and isinstance(value, list):
            merged, clashes = _merge_items(before, present, value, shape[name].key)
            found.clashes |= {f"{name}/{path}": clash for path, clash in clashes.items()}
        else:
            merged, clash = _merge_value(before, present, value)
            if clash:
                found.clashes[name] = clash
        if merged != present:
            found.values[name] = merged
    return found


def _merge_value(base: Any, ours: Any, theirs: Any) -> tuple[Any, Clash | None]:
    if theirs in (ours, base):
        return ours, None
    if ours == base:
        return theirs, None
    return ours, Clash(None if base is UNKNOWN else base, ours, theirs)


def _merge_items(
    base: Iterable[Item], ours: Iterable[Item], theirs: Iterable[Item], key: Callable[[Item], str]
) -> tuple[list[Item], dict[str, Clash]]:
    """The merged list in our order, what they added last."""
    before, present, given = ({key(one): one for one in rows} for rows in (base, ours, theirs))
    merged: list[Item] = []
    clashes: dict[str, Clash] = {}
    for name in dict.fromkeys((*present, *given)):
        item, found = _merge_item(before.get(name), present.get(name), given.get(name))
        clashes |= {f"{name}/{path}".rstrip("/"): clash for path, clash in found.items()}
        if item is not None:
            merged.append(item)
    return merged, clashes


def _merge_item(base: Item | None, ours: Item | None, theirs: Item | None) -> tuple[Item | None, dict[str, Clash]]:
    if ours is None or theirs is None:
        item, clash = _merge_value(base, ours, theirs)
        return item, {"": clash} if clash else {}
    merged, clashes = dict(ours), {}
    for name in dict.fromkeys((*ours, *theirs)):
        before = (base or {}).get(name, UNKNOWN if base is None else None)
        merged[name], clash = _merge_value(before, ours.get(name), theirs.get(name))
        if clash:
            clashes[name] = clash
    return merged, clashes


def with_value(values: Mapping[str, Any], path: str, value: Any, shape: Shape) -> dict[str, Any]:
    """The one field of `values` to write so that `path` holds `value`: `{name: whole field}`.

    For an item, None takes it away. Raises `KeyError` for a path into an item that is not there any more.
    """
    name, _slash, rest = path.partition("/")
    if not rest:
        return {name: value}
    key = shape[name].key
    item_key, _slash, inner = rest.partition("/")
    items = [dict(one) for one in values.get(name) or ()]
    at = next((index for index, one in enumerate(items) if key(one) == item_key), None)
    if inner:
        if at is None:
            raise KeyError(path)
        items[at][inner] = value
    elif value is None:
        items = [one for one in items if key(one) != item_key]
    elif at is None:
        items.append(value)
    else:
        items[at] = value
    return {name: items}


def value_at(values: Mapping[str, Any], path: str, shape: Shape) -> Any:
    """What `path` holds; None where there is nothing."""
    name, _slash, rest = path.partition("/")
    if not rest:
        return values.get(name)
    item_key, _slash, inner = rest.partition("/")
    item = next((one for one in values.get(name) or () if shape[name].key(one) == item_key), None)
    return item.get(inner) if item is not None and inner else item
