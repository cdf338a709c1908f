"""Permissions on photographs and documents. Originals, positions, serial numbers and names are for the site's team.

There are three audiences. The *team* of a site (recorders, verifiers, safety officers, planners, workers) sees
everything. Other *members* see photographs that are not restricted to the team: those of which somebody has said who
is in them, without flags and without people identifiable and not consenting, or opened by a verifier. *Outside
readers* see derivatives of what a verifier has opened, after a delay.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.evidence.models import Document, Mask, Photo
from assessments.kit import clock
from assessments.kit.actor import Actor
from assessments.kit.errors import Forbidden
from assessments.register import policy as register
from assessments.register.models import Monument
from assessments.register.roles import May

OUTSIDE_DELAY = timedelta(days=30)
MAY_SEND_DOCUMENTS = (
    May.RECORD, May.KEEP_REGISTER, May.KEEP_SAFETY, May.KEEP_DOSSIER, May.REVIEW_NATIONALLY, May.RECORD_FOR_CENTRE,
    May.RECORD_FOR_ADVISORY, May.RECORD_FOR_COMMITTEE,
)  # fmt: skip
"""Register keepers, safety officers, those who keep dossiers and those who record letters upload documents too."""

_DOUBTFUL = ~Q(flags=[]) | Q(people="not_stated") | (Q(people="identifiable") & ~Q(consent="given"))


def is_doubtful(photo: Photo, proposed: Mapping[str, Any]) -> bool:
    """Whether the proposed values raise a doubt that did not exist when the audience was last decided."""
    after = {name: proposed.get(name, getattr(photo, name)) for name in ("flags", "people", "consent")}
    if set(after["flags"]) - set(photo.flags):
        return True
    return _doubt_about_people(after["people"], after["consent"]) > _doubt_about_people(photo.people, photo.consent)


def _doubt_about_people(people: str, consent: str) -> int:
    """0 none; 1 nobody said whether there are any; 2 they can be recognised and did not consent; 3 they refused."""
    if people == "identifiable" and consent != "given":
        return 3 if consent == "refused" else 2
    return 1 if people == "not_stated" else 0


_TEAM_ONLY = Q(audience="team") | (Q(audience="undecided") & _DOUBTFUL)


def visible_photos(actor: Actor) -> QuerySet[Photo]:
    """Photographs that the actor, as a member of their site, may see with their metadata."""
    if actor.is_system:
        return Photo.objects.all()
    if actor.user_id is None:
        return Photo.objects.none()
    own = Q(registered_by_id=actor.user_id)
    team = register.rows_where(actor, May.SEE_TEAM_ONLY, "site_id")
    members = register.member_rows(actor, "site_id")
    return Photo.objects.filter(members & (~Q(state="registered") | own) & (team | own | ~_TEAM_ONLY))


def open_photos(actor: Actor) -> QuerySet[Photo]:
    """Photographs of which outside readers may see smaller pictures: opened, and the delay over."""
    since = clock.recorded_now() - OUTSIDE_DELAY
    opened = Photo.objects.filter(
        register.open_to(actor, "site"), audience="open", audience_decided_at__lte=since, state="ready",
        withdrawn_at__isnull=True, erased_at__isnull=True, monument__isnull=False,
    )  # fmt: skip
    return without_guarded(opened)


def without_guarded(photos: QuerySet[Photo], *, beside: UUID | None = None) -> QuerySet[Photo]:
    """Photographs in which no monument is to be seen of which outsiders may not know the place: filed under it, named
    beside it, or by one of its fallen blocks. `beside`: this one may be.
    """
    known = Q(sensitivity="open") | Q(pk=beside)
    guarded = Monument.objects.exclude(known).values("pk")
    also = Photo.also_shows.through.objects.filter(photo=OuterRef("pk"), monument__in=guarded)
    blocks = Photo.blocks.through.objects.filter(photo=OuterRef("pk"), block__monument__in=guarded)
    return photos.exclude(Exists(also)).exclude(Exists(blocks)).exclude(monument__in=guarded)


def viewable_photos(actor: Actor) -> QuerySet[Photo]:
    """Photographs of which the actor may see smaller pictures, as a member or as an outside reader."""
    inside, outside = visible_photos(actor).values("pk"), open_photos(actor).values("pk")
    return Photo.objects.filter(Q(pk__in=inside) | Q(pk__in=outside))


def sees_uncovered(actor: Actor, photo: Photo | Document) -> bool:
    """Whether the actor sees the picture unmasked, with serial numbers and all metadata of the file: the site's team
    does.
    """
    return (
        actor.is_system
        or photo.registered_by_id == actor.user_id
        or register.may(actor, May.SEE_TEAM_ONLY, photo.site_id)
    )


def is_covered_for(actor: Actor, photo: Photo) -> bool:
    """Whether this actor sees the photograph only with its mask."""
    mask: Mask | None = getattr(photo, "mask", None)
    return bool(mask and mask.rectangles) and not sees_uncovered(actor, photo)


def held_photos(actor: Actor) -> QuerySet[Photo]:
    """Photographs whose original the actor has or may download: their own uploads, and those of sites where they are
    in the team.
    """
    own = Q(registered_by_id=actor.user_id)
    return visible_photos(actor).filter(own | register.rows_where(actor, May.SEE_TEAM_ONLY, "site_id"))


def held_documents(actor: Actor) -> QuerySet[Document]:
    """Documents whose original the actor has or may download."""
    own = Q(registered_by_id=actor.user_id)
    return visible_documents(actor).filter(own | register.rows_where(actor, May.SEE_TEAM_ONLY, "site_id"))


def may_have_original(actor: Actor, item: Photo | Document) -> bool:
    """The team has every original. Other members have it unless the place is sensitive, something was covered, or a
    document was withdrawn.
    """
    if sees_uncovered(actor, item):
        return True
    if item.monument is not None and item.monument.sensitivity == "sensitive":
        return False
    if isinstance(item, Photo) and _shows_sensitive(item):
        return False
    return item.withdrawn_at is None if isinstance(item, Document) else not is_covered_for(actor, item)


def _shows_sensitive(photo: Photo) -> bool:
    blocks = photo.blocks.filter(monument__sensitivity="sensitive")
    return photo.also_shows.filter(sensitivity="sensitive").exists() or blocks.exists()


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Documents of the actor's sites. Certificates name ordnance and are for safety officers; testimony, videos,
    recordings and raw files are as revealing as photographs that nobody has reviewed, and are for the team.
    """
    if actor.is_system:
        return Document.objects.all()
    if actor.user_id is None:
        return Document.objects.none()
    own = Q(registered_by_id=actor.user_id)
    safety, team = (register.rows_where(actor, one, "site_id") for one in (May.KEEP_SAFETY, May.SEE_TEAM_ONLY))
    certificate, moving = Q(document_kind="certificate"), Q(media_type__regex=r"^(video|audio)/|^image/x-")
    open_to = (~certificate | safety) & (~(moving | Q(document_kind__in=["video", "testimony"])) | team)
    return Document.objects.filter(register.member_rows(actor, "site_id") & (own | (~Q(state="registered") & open_to)))


def may_see_source(actor: Actor, document: Document) -> bool:
    """Whether the actor may read whom a document is from: of a testimony only its author and verifiers (field practice
    22).
    """
    return document.document_kind != "testimony" or may_describe(document, actor)


def require_describe(item: Photo | Document, actor: Actor) -> None:
    """Raises `Forbidden` unless the actor registered it or is a verifier of its site."""
    if not may_describe(item, actor):
        raise Forbidden


def may_erase(item: Photo | Document, actor: Actor) -> bool:
    """Two verifiers erase; certificates, which only safety officers read, are theirs to erase."""
    is_certificate = isinstance(item, Document) and item.document_kind == "certificate"
    return register.may(actor, May.KEEP_SAFETY if is_certificate else May.VERIFY, item.site_id)


def require_erase(item: Photo | Document, actor: Actor) -> None:
    """Raises `Forbidden` unless the actor may be one of the two people who erase it."""
    if not may_erase(item, actor):
        raise Forbidden


def may_describe(item: Photo | Document, actor: Actor) -> bool:
    return item.registered_by_id == actor.user_id or register.may(actor, May.VERIFY, item.site_id)
