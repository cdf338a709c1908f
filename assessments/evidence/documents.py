"""How photographs and documents are told: by the API, in the feed of field clients."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from assessments.evidence import policy, queries
from assessments.evidence.models import Annotation, Document, GeoreferencedImage, Pair, Photo
from assessments.evidence.reader.pictures import RECIPES
from assessments.kit.actor import Actor
from assessments.kit.feeds import Feed


class UploadOut(msgspec.Struct):
    state: str
    url: str | None


class DerivativeOut(msgspec.Struct):
    url: str
    width: int
    height: int


class LikenessOut(msgspec.Struct):
    """Another photograph that looks alike; `distance` of 64 bits."""

    photo: UUID
    distance: int
    same_bytes: bool


class PhotoOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    monument: UUID | None
    state: str
    because: str
    upload: UploadOut
    sha256: str
    size: int
    media_type: str
    filename: str
    obtained_from: str
    also_shows: list[UUID]
    blocks: list[UUID]
    taken_at: datetime | None
    taken_on: dict[str, Any] | None
    clock_ahead_s: int | None
    shown_at: datetime
    turned_deg: int
    device_position: dict[str, Any] | None
    caption: str
    role: str
    people: str
    consent: str
    consent_for: str
    flags: list[str]
    licence: str
    credit: str
    width: int | None
    height: int | None
    exif: dict[str, Any]
    file: dict[str, Any]
    credentials: str
    camera_distance_m: float | None
    derivatives: dict[str, DerivativeOut]
    likenesses: list[LikenessOut] | UnsetType = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET
    received_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    erased_at: datetime | None
    bytes_state: str
    audience: str
    external_ids: list[Any]
    version: int
    created_at: datetime
    updated_at: datetime


def photo_out(photo: Photo, by: Actor | None = None) -> PhotoOut:
    """The API representation of a photograph. With `by` it includes similar photographs and, for the team, the complete
    metadata.
    """
    needed = photo.state == "registered"
    full: dict[str, Any] = {}
    file = {
        "rights": photo.file_rights, "created": photo.file_created, "city": photo.file_city,
        "country": photo.file_country, "source_type": photo.file_source_type,
    }  # fmt: skip
    if by is not None:
        full["likenesses"] = [
            LikenessOut(one.photo.id, one.distance, one.same_bytes) for one in queries.likenesses(photo, by)
        ]
        if policy.sees_uncovered(by, photo):
            full["metadata"] = photo.metadata
            file |= {
                "creator": photo.file_creator, "description": photo.file_description, "headline": photo.file_headline,
                "keywords": photo.file_keywords,
            }  # fmt: skip
    return PhotoOut(
        id=photo.id, site=photo.site_id, monument=photo.monument_id, state=photo.state, because=photo.reason,
        upload=UploadOut("needed" if needed else "complete", f"/api/v1/uploads/{photo.id}" if needed else None),
        sha256=photo.sha256, size=photo.size, media_type=photo.media_type, filename=photo.filename,
        obtained_from=photo.obtained_from, also_shows=sorted(one.pk for one in photo.also_shows.all()),
        blocks=sorted(one.pk for one in photo.blocks.all()), taken_at=photo.taken_at, taken_on=photo.taken_on,
        clock_ahead_s=photo.clock_ahead_s, shown_at=photo.shown_at, turned_deg=photo.turned_made * 90,
        device_position=photo.device_position,
        caption=photo.caption, role=photo.role, people=photo.people, consent=photo.consent,
        consent_for=photo.consent_for, flags=photo.flags,
        licence=photo.licence, credit=photo.credit, width=photo.width, height=photo.height, exif=_exif_out(photo),
        file=file,
        credentials=photo.credentials, camera_distance_m=photo.camera_distance_m,
        derivatives={
            one.recipe: DerivativeOut(f"/photos/{photo.id}/{one.recipe}.jpg?sha256={one.sha256}", one.width, one.height)
            for one in photo.derivatives.all() if one.recipe in RECIPES
        },
        received_at=photo.received_at, withdrawn_at=photo.withdrawn_at, withdrawn_because=photo.withdrawn_because,
        erased_at=photo.erased_at, bytes_state=photo.bytes_state, audience=photo.audience,
        external_ids=photo.external_ids, version=photo.version, created_at=photo.created_at,
        updated_at=photo.updated_at, **full,
    )  # fmt: skip


def _exif_out(photo: Photo) -> dict[str, Any]:
    position = [photo.exif_longitude, photo.exif_latitude] if photo.exif_longitude is not None else None
    return {
        "camera": photo.exif_camera, "lens": photo.exif_lens, "taken": photo.exif_taken,
        "taken_source": photo.exif_taken_source, "offset": photo.exif_offset,
        "taken_at": photo.exif_taken_at, "gps_at": photo.exif_gps_at, "position": position,
        "altitude_m": photo.exif_altitude_m, "error_m": photo.exif_error_m, "dop": photo.exif_dop,
        "direction_deg": photo.exif_direction_deg, "direction_is_magnetic": photo.exif_direction_is_magnetic,
        "focal_length_mm": photo.exif_focal_length_mm, "exposure_s": photo.exif_exposure_s,
        "f_number": photo.exif_f_number, "iso": photo.exif_iso, "orientation": photo.exif_orientation,
        "doubts": photo.doubt_sentences,
    }  # fmt: skip


class DocumentOut(msgspec.Struct, kw_only=True):
    id: UUID
    site: UUID
    monument: UUID | None
    state: str
    upload: UploadOut
    sha256: str
    size: int
    media_type: str
    filename: str
    document_kind: str
    source: str
    obtained_from: str
    caption: str
    licence: str
    credit: str
    received_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    erased_at: datetime | None
    bytes_state: str
    external_ids: list[Any]
    version: int
    created_at: datetime
    updated_at: datetime


def document_out(document: Document, by: Actor) -> DocumentOut:
    """The API representation of a document; `source` is empty for whoever may not know it."""
    needed = not document.has_arrived
    return DocumentOut(
        id=document.id, site=document.site_id, monument=document.monument_id, state=document.state,
        upload=UploadOut("needed" if needed else "complete", f"/api/v1/uploads/{document.id}" if needed else None),
        sha256=document.sha256, size=document.size, media_type=document.media_type, filename=document.filename,
        document_kind=document.document_kind,
        source=document.source if policy.may_see_source(by, document) else "",
        obtained_from=document.obtained_from, caption=document.caption,
        licence=document.licence, credit=document.credit, received_at=document.received_at,
        withdrawn_at=document.withdrawn_at, withdrawn_because=document.withdrawn_because,
        erased_at=document.erased_at, bytes_state=document.bytes_state, external_ids=document.external_ids,
        version=document.version, created_at=document.created_at, updated_at=document.updated_at,
    )  # fmt: skip


class AnnotationOut(msgspec.Struct, kw_only=True):
    """`points` are the corners as fractions (0 to 1) of the upright picture."""

    id: UUID
    photo: UUID
    points: list[list[float]]
    text: str
    author: str
    version: int
    created_at: datetime
    updated_at: datetime


class PairOut(msgspec.Struct, kw_only=True):
    """`matrix` maps pixels of the earlier picture to pixels of the later one (homography, row by row), both at
    `width`.
    """

    id: UUID
    earlier: UUID
    later: UUID
    note: str
    state: str
    certainty: str
    matched: int
    fitting: int
    error_px: float | None
    matrix: list[float] | None
    picture: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class GeoreferencedImageOut(msgspec.Struct, kw_only=True):
    """`corners`: upper left, upper right, lower right, lower left of the picture, as [longitude, latitude]; `error_m`:
    how far the points lie from where the picture has them, root mean square."""

    id: UUID
    photo: UUID
    control_points: list[dict[str, float]]
    is_shown: bool
    corners: list[list[float]]
    error_m: float
    version: int
    created_at: datetime
    updated_at: datetime


def georeferenced_image_out(one: GeoreferencedImage) -> GeoreferencedImageOut:
    return GeoreferencedImageOut(
        id=one.id, photo=one.photo_id, control_points=one.control_points, is_shown=one.is_shown, corners=one.corners,
        error_m=one.error_m, version=one.version, created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


def annotation_out(one: Annotation) -> AnnotationOut:
    return AnnotationOut(
        id=one.id, photo=one.photo_id, points=one.points, text=one.text, author=one.author.display_name,
        version=one.version, created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


def pair_out(pair: Pair) -> PairOut:
    return PairOut(
        id=pair.id, earlier=pair.earlier_id, later=pair.later_id, note=pair.note, state=pair.state,
        certainty=pair.certainty, matched=pair.matched, fitting=pair.fitting, error_px=pair.error_px,
        matrix=pair.matrix, version=pair.version,
        picture=f"/pairs/{pair.id}/aligned.jpg?sha256={pair.sha256}" if pair.sha256 else None,
        created_at=pair.created_at, updated_at=pair.updated_at,
    )  # fmt: skip


FEEDS = (
    Feed("photo", queries.photos, lambda _actor, rows: [photo_out(one) for one in rows], has_age=True),
    Feed(
        "document", queries.documents, lambda actor, rows: [document_out(one, actor) for one in rows], has_age=True
    ),
    Feed(
        "annotation", queries.visible_annotations, lambda _actor, rows: [annotation_out(one) for one in rows],
        "photo__site_id", has_age=True,
    ),
    Feed(
        "pair", queries.pairs, lambda _actor, rows: [pair_out(one) for one in rows], "earlier__site_id", has_age=True
    ),
)  # fmt: skip
