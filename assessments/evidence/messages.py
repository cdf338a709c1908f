"""Request bodies about photographs and documents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from assessments.evidence import vocabulary
from assessments.register.messages import ExternalIds

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
ObtainedFrom = Annotated[str, vocabulary.OBTAINED_FROM.documented]
PhotoRole = Annotated[str, vocabulary.PHOTO_ROLE.documented]
People = Annotated[str, vocabulary.PEOPLE.documented]
Consent = Annotated[str, vocabulary.CONSENT.documented]
UncertainDate = dict[str, Any]
"""`{"precision", "from", "to", "approximate"?, "as_written"?}`, see `kit.uncertain_dates`."""
Shown = Annotated[list[UUID], Meta(max_length=40)]
ClockAhead = Annotated[int, Meta(description="Seconds; negative where the clock was behind; at most 31 days.")]
"""By how many seconds the camera's clock was ahead of the true time. The operation says why years are refused."""


class DevicePosition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Position claimed by the device; kept apart from the position in the file's metadata."""

    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    error_m: Annotated[float, Meta(ge=0)] | None = None
    at: datetime | None = None


class PhotoIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: UUID
    sha256: Sha256
    size: Annotated[int, Meta(ge=1)]
    media_type: Annotated[str, Meta(max_length=100)]
    filename: Annotated[str, Meta(min_length=1, max_length=255)]
    monument: UUID | None = None
    site: UUID | None = None
    obtained_from: ObtainedFrom = "camera_file"
    also_shows: Shown = []
    blocks: Shown = []
    taken_at: datetime | None = None
    taken_on: UncertainDate | None = None
    clock_ahead_s: ClockAhead | None = None
    device_position: DevicePosition | None = None
    caption: Annotated[str, Meta(max_length=5000)] = ""
    role: PhotoRole = "context"
    people: People = "not_stated"
    consent: Consent = "not_asked"
    consent_for: Annotated[str, Meta(max_length=200)] = ""
    flags: list[str] = []
    licence: Annotated[str, Meta(max_length=60)] = ""
    credit: Annotated[str, Meta(max_length=200)] = ""
    external_ids: ExternalIds = []


class PhotoPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    monument: UUID | UnsetType = UNSET
    also_shows: Shown | UnsetType = UNSET
    blocks: Shown | UnsetType = UNSET
    taken_on: UncertainDate | UnsetType | None = UNSET
    clock_ahead_s: ClockAhead | UnsetType | None = UNSET
    caption: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET
    obtained_from: ObtainedFrom | UnsetType = UNSET
    role: PhotoRole | UnsetType = UNSET
    people: People | UnsetType = UNSET
    consent: Consent | UnsetType = UNSET
    consent_for: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    flags: list[str] | UnsetType = UNSET
    licence: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    credit: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class DocumentIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A file other than a photograph. It is stored, hashed and never rendered. `source` is whom it is from; of a
    testimony only its author and the site's verifiers read it.
    """

    id: UUID
    sha256: Sha256
    size: Annotated[int, Meta(ge=1)]
    media_type: Annotated[str, Meta(max_length=100)]
    filename: Annotated[str, Meta(min_length=1, max_length=255)]
    monument: UUID | None = None
    site: UUID | None = None
    document_kind: Annotated[str, vocabulary.DOCUMENT_KIND.documented] = "other"
    source: Annotated[str, Meta(max_length=2000)] = ""
    obtained_from: ObtainedFrom = "camera_file"
    caption: Annotated[str, Meta(max_length=5000)] = ""
    licence: Annotated[str, Meta(max_length=60)] = ""
    credit: Annotated[str, Meta(max_length=200)] = ""
    external_ids: ExternalIds = []


class DocumentPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    monument: UUID | UnsetType | None = UNSET
    document_kind: Annotated[str, vocabulary.DOCUMENT_KIND.documented] | UnsetType = UNSET
    obtained_from: ObtainedFrom | UnsetType = UNSET
    source: Annotated[str, Meta(max_length=2000)] | UnsetType = UNSET
    caption: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET
    licence: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    credit: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    external_ids: ExternalIds | UnsetType = UNSET


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    """Why something is taken out of use or erased."""

    because: Annotated[str, Meta(max_length=2000)]


class TurnIn(msgspec.Struct, forbid_unknown_fields=True):
    """How far the picture is to be turned clockwise from how it is shown now, in degrees: 90, 180 or 270."""

    degrees: Annotated[int, Meta(ge=90, le=270, multiple_of=90)]


class PhotosPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One answer for many photographs of a site, such as those of one card. `flags` are added to those there are."""

    photos: Annotated[list[UUID], Meta(min_length=1, max_length=1000)]
    people: People | UnsetType = UNSET
    consent: Consent | UnsetType = UNSET
    consent_for: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    flags: list[str] | UnsetType = UNSET
    taken_on: UncertainDate | UnsetType | None = UNSET
    clock_ahead_s: ClockAhead | UnsetType | None = UNSET


class AudienceIn(msgspec.Struct, forbid_unknown_fields=True):
    audience: Annotated[str, vocabulary.AUDIENCE.documented]


Share = Annotated[float, Meta(ge=0, le=1)]
"""A place or length along one edge of the upright picture: 0 is left or top, 1 right or bottom."""


Rectangle = Annotated[list[Share], Meta(min_length=4, max_length=4)]
"""Left, top, width, height."""
Point = Annotated[list[Share], Meta(min_length=2, max_length=2)]
"""Across, down."""


class CoverIn(msgspec.Struct, forbid_unknown_fields=True):
    """Rectangles (left, top, width, height) to be painted over on smaller pictures. Give the `revision` that you saw
    (0: none), so that a mask changed meanwhile by somebody else is not overwritten.
    """

    rectangles: Annotated[list[Rectangle], Meta(max_length=200)]
    revision: Annotated[int, Meta(ge=0, le=32767)] | None = None


Points = Annotated[list[Point], Meta(min_length=2, max_length=100)]


class AnnotationIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A mark on a photograph: the corners of a polygon, or two opposite corners of a rectangle, and words."""

    id: UUID
    photo: UUID
    points: Points
    text: Annotated[str, Meta(max_length=5000)] = ""
    turned_deg: Annotated[int, Meta(ge=0, le=270, multiple_of=90)] | None = None
    """The photograph's `turned_deg` when it was drawn on: refused when it has been turned since."""


class AnnotationPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    points: Points | UnsetType = UNSET
    text: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET


class PairIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An earlier and a later photograph of one view."""

    id: UUID
    earlier: UUID
    later: UUID
    note: Annotated[str, Meta(max_length=2000)] = ""


class Need(msgspec.Struct, forbid_unknown_fields=True):
    sha256: Annotated[list[Sha256], Meta(max_length=1000)]


class ControlPoint(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The same point in the picture (fractions from the upper left) and on the ground (degrees, WGS 84)."""

    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(gt=-85, lt=85)]


ControlPoints = Annotated[list[ControlPoint], Meta(max_length=100)]


class GeoreferencedImageIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A photograph of a plan, or from above, laid on the map by at least three points that do not lie in one line."""

    id: UUID
    photo: UUID
    control_points: ControlPoints
    is_shown: bool = True


class GeoreferencedImagePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    control_points: ControlPoints | UnsetType = UNSET
    is_shown: bool | UnsetType = UNSET
