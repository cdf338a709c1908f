"""Where the camera stood: by the file, or else by the device that sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.evidence.models import Photo
from assessments.kit.geometry import centre, distance_m
from assessments.register.models import Monument

Position = tuple[float, float]
"""Longitude and latitude in degrees."""


def position(longitude: float | None, latitude: float | None, claimed: Mapping[str, Any] | None) -> Position | None:
    """The position of the file's metadata, or else the one that the device claims."""
    if longitude is not None and latitude is not None:
        return longitude, latitude
    return (claimed["longitude"], claimed["latitude"]) if claimed else None


def position_of(photo: Photo) -> Position | None:
    return position(photo.exif_longitude, photo.exif_latitude, photo.device_position)


def distance_to(monument: Monument | None, camera: Position | None) -> float | None:
    """Metres from the camera to the centre of the monument; None where either place is unknown."""
    if monument is None or not monument.location or camera is None:
        return None
    return round(distance_m(centre(monument.location), camera), 1)
