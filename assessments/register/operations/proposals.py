"""What recorders proposed: accepted to the list, or merged into what was there already. Old ids go on answering."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.audit import operations as audit
from assessments.audit import writing
from assessments.audit.operations import Entry, Thing
from assessments.kit import things
from assessments.kit.actor import Actor
from assessments.kit.checksums import digest_of_struct
from assessments.kit.errors import invalid_field
from assessments.register import policy
from assessments.register.errors import MergedAlready, NotProvisional
from assessments.register.messages import SplitOff
from assessments.register.models import Location, Monument, Part
from assessments.register.operations.places import DERIVED, MONUMENT_OPEN, cleaned
from assessments.register.roles import May

MERGED_OPEN = frozenset({"merged_into"})


def accept_monument(monument_id: UUID, *, by: Actor, expected_version: int | None = None) -> Monument:
    """Put a proposed monument on the list, where figures count it. Refuses with `NotProvisional` what is on it."""
    monument = _kept_by(monument_id, by)
    if not monument.provisional:
        raise NotProvisional
    return writing.update(
        monument, {"provisional": False}, by=by, verb="register.monument.accepted", kind="monument",
        site_id=monument.site_id, open_fields=MONUMENT_OPEN, expected_version=expected_version,
    )  # fmt: skip


def _kept_by(monument_id: UUID, by: Actor) -> Monument:
    monument = things.one_of(policy.visible_monuments(by), monument_id)
    policy.require(by, May.KEEP_REGISTER, monument.site_id)
    if monument.merged_into_id:
        raise MergedAlready
    return monument


def merge_monument(
    monument_id: UUID, into_id: UUID, *, by: Actor, note: str, expected_version: int | None = None
) -> Monument:
    """Two entries turn out to be one thing: the first answers with the second from now on.

    Parts, locations, incidents and what stands inside it move along. What upper packages hang on a monument they move
    themselves, in the same transaction (`damage.merge_monuments`).
    """
    monument, into = _kept_by(monument_id, by), _kept_by(into_id, by)
    if monument.id == into.id or monument.site_id != into.site_id:
        raise invalid_field("/into", "other_site", _("It is merged into another monument of the same site."))
    if not note.strip():
        raise invalid_field("/note", "missing", _("Say how you know that the two are one."))
    _require_no_ring(monument, into)
    with transaction.atomic():
        merged = writing.update(
            monument, {"merged_into_id": into.id, "provisional": False}, by=by, verb="register.monument.merged",
            kind="monument", site_id=monument.site_id, open_fields=MERGED_OPEN, expected_version=expected_version,
        )  # fmt: skip
        Part.objects.filter(monument=monument).update(monument=into)
        Location.objects.filter(monument=monument).update(monument=into)
        Monument.objects.filter(parent=monument).update(parent=into)
        Monument.objects.filter(merged_into=monument).update(merged_into=into)
        for incident in monument.incidents.all():
            incident.monuments.add(into)
            incident.monuments.remove(monument)
        changes = {"merged": (None, str(monument.id)), "names": (None, monument.names)}
        thing = Thing("monument", into.id, into.site_id)
        audit.record(Entry("register.monument.took_in", thing, changes, {"merged"}, note=note), by=by)
    return merged


def split_monument(message: SplitOff, monument_id: UUID, *, by: Actor, expected_version: int | None = None) -> Monument:
    """One entry turns out to be two things: a new monument is split off, with the parts that belong to it.

    What upper packages hang on a monument they move themselves, in the same transaction (`damage.split_monument`).
    """
    monument = _kept_by(monument_id, by)
    created_with = digest_of_struct(message)
    if found := writing.already_there(Monument, message.id, created_with):
        return found
    if not message.note.strip():
        raise invalid_field("/note", "missing", _("Say how you know that they are two."))
    parts = list(Part.objects.filter(monument=monument, pk__in=message.parts))
    if len(parts) != len(set(message.parts)):
        raise invalid_field("/parts", "other_monument", _("This part belongs to another monument, or to none."))
    values = cleaned({"names": message.names, "category": message.category, "location": message.location})
    values |= {
        "id": message.id, "site_id": monument.site_id, "parent_id": monument.parent_id,
        "sensitivity": monument.sensitivity, "split_from_id": monument.id, "source": monument.source,
    }  # fmt: skip
    with transaction.atomic():
        writing.update(
            monument, {}, by=by, verb="register.monument.split", kind="monument", site_id=monument.site_id,
            open_fields=frozenset({"split_into"}), expected_version=expected_version, note=message.note,
            lists={"split_into": str(message.id)},
        )  # fmt: skip
        made = writing.create(
            Monument, values, by=by, verb="register.monument.created", kind="monument", site_id=monument.site_id,
            open_fields=MONUMENT_OPEN, created_with=created_with, hidden=DERIVED,
        )  # fmt: skip
        Part.objects.filter(pk__in=[one.pk for one in parts]).update(monument=made)
    return made


def _require_no_ring(monument: Monument, into: Monument) -> None:
    """A group cannot be merged into something that stands inside it."""
    above = into.parent
    while above is not None:
        if above.id == monument.id:
            raise invalid_field("/into", "inside_it", _("It stands inside the one to be merged. Take it out first."))
        above = above.parent
