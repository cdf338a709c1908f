"""Accepting, merging and splitting monuments. Ids of merged monuments remain valid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import recorded_changes
from assessments.audit.operations import Entry, Subject
from assessments.kit import resources
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.register import policy
from assessments.register.errors import MergedAlready, NotProvisional
from assessments.register.messages import SplitOff
from assessments.register.models import Block, Location, Monument, Part
from assessments.register.operations.places import DERIVED, MONUMENT_OPEN, monument_values
from assessments.register.roles import May

MERGED_OPEN = frozenset({"merged_into", "provisional"})


def accept_monument(monument_id: UUID, *, by: Actor, expected_version: int | None = None) -> Monument:
    """Accept a proposed monument, so that figures count it. Raises `NotProvisional` when it is accepted already."""
    monument = _editable_by(monument_id, by)
    if not monument.provisional:
        raise NotProvisional
    return recorded_changes.update(
        monument, {"provisional": False}, by=by, verb="register.monument.accepted", kind="monument",
        site_id=monument.site_id, open_fields=MONUMENT_OPEN, expected_version=expected_version,
    )  # fmt: skip


def _editable_by(monument_id: UUID, by: Actor) -> Monument:
    monument = resources.get_visible(policy.visible_monuments(by), monument_id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    if monument.merged_into_id:
        raise MergedAlready
    return monument


def merge_monument(
    monument_id: UUID, into_id: UUID, *, by: Actor, note: str, expected_version: int | None = None
) -> Monument:
    """Merge a monument into another that turned out to be the same; the first keeps its id and points to the second.

    Parts, blocks, locations, incidents and child monuments move along. Higher layers move what refers to a monument
    themselves, in the same transaction (`damage.merge_monuments`).
    """
    monument, into = _editable_by(monument_id, by), _editable_by(into_id, by)
    if monument.id == into.id or monument.site_id != into.site_id:
        raise invalid_field("/into", "other_site", _("It is merged into another monument of the same site."))
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say how you know that the two are one."))
    _require_no_cycle(monument, into)
    _require_other_numbers(monument, into)
    with transaction.atomic():
        moved = _belongings(monument)
        merged = recorded_changes.update(
            monument, {"merged_into_id": into.id, "provisional": False}, by=by, verb="register.monument.merged",
            kind="monument", site_id=monument.site_id, open_fields=MERGED_OPEN, expected_version=expected_version,
        )  # fmt: skip
        Part.objects.filter(monument=monument).update(monument=into)
        Block.objects.filter(monument=monument).update(monument=into)
        Location.objects.filter(monument=monument).update(monument=into)
        Monument.objects.filter(parent=monument).update(parent=into)
        Monument.objects.filter(merged_into=monument).update(merged_into=into)
        for incident in monument.incidents.all():
            incident.monuments.add(into)
            incident.monuments.remove(monument)
        changes = {"merged": (None, str(monument.id)), "names": (None, monument.names)}
        subject = Subject("monument", into.id, into.site_id)
        entry = Entry("register.monument.took_in", subject, changes, {"merged"}, note=note, touched=moved)
        audit.record(entry, by=by)
    return merged


def _belongings(monument: Monument) -> list[Subject]:
    """What moves along with a monument, so that those who follow the feed hear of it."""
    rows: dict[str, Any] = {
        "part": monument.parts, "block": monument.blocks, "location": monument.locations,
        "monument": monument.children, "incident": monument.incidents,
    }  # fmt: skip
    return [
        Subject(kind, one, monument.site_id)
        for kind, related in rows.items()
        for one in related.values_list("pk", flat=True)
    ]


def split_monument(message: SplitOff, monument_id: UUID, *, by: Actor, expected_version: int | None = None) -> Monument:
    """Split a new monument off an entry that turned out to be two, with the parts that belong to it.

    Higher layers move what refers to a monument themselves, in the same transaction (`damage.split_monument`).
    """
    monument = _editable_by(monument_id, by)
    created_with = digest_of_struct(message)
    if found := recorded_changes.already_there(Monument, message.id, created_with):
        return found
    if not message.note.strip():
        raise invalid_field("/note", "missing", _("Say how you know that they are two."))
    parts = list(Part.objects.filter(monument=monument, pk__in=message.parts))
    if len(parts) != len(set(message.parts)):
        raise invalid_field("/parts", "other_monument", _("This part belongs to another monument, or to none."))
    values = monument_values({"names": message.names, "category": message.category, "location": message.location})
    values |= {
        "id": message.id, "site_id": monument.site_id, "parent_id": monument.parent_id,
        "sensitivity": monument.sensitivity, "split_from_id": monument.id, "source": monument.source,
    }  # fmt: skip
    blocks = Block.objects.filter(part__in=parts).values_list("pk", flat=True)
    moved = [Subject("part", one.pk, monument.site_id) for one in parts]
    moved += [Subject("block", one, monument.site_id) for one in blocks]
    with transaction.atomic():
        recorded_changes.update(
            monument, {}, by=by, verb="register.monument.split", kind="monument", site_id=monument.site_id,
            open_fields=frozenset({"split_into"}), expected_version=expected_version, note=message.note,
            lists={"split_into": (None, str(message.id))},
        )  # fmt: skip
        made = recorded_changes.create(
            Monument, values, by=by, verb="register.monument.created", kind="monument", site_id=monument.site_id,
            open_fields=MONUMENT_OPEN, created_with=created_with, hidden=DERIVED, touched=moved,
        )  # fmt: skip
        Part.objects.filter(pk__in=[one.pk for one in parts]).update(monument=made)
        Block.objects.filter(part__in=parts).update(monument=made)
    return made


def _require_other_numbers(monument: Monument, into: Monument) -> None:
    """Raises `Invalid` when both have a fallen block of one number: a number is on a tag in the field."""
    taken = into.blocks.values("number")
    if found := monument.blocks.filter(number__in=taken).order_by("number").values_list("number", flat=True).first():
        detail = _("Both have a block %(number)s. Give one of the two another number first.") % {"number": found}
        raise invalid_field("/into", "block_numbers", detail)


def _require_no_cycle(monument: Monument, into: Monument) -> None:
    """Raises `Invalid` when a monument would be merged into one of its own descendants."""
    above = into.parent
    while above is not None:
        if above.id == monument.id:
            raise invalid_field("/into", "inside_it", _("It stands inside the one to be merged. Take it out first."))
        above = above.parent
