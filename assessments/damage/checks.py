"""Automatic plausibility checks of a report, as sentences for the verifier."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.damage import rules
from assessments.damage.models import DamageReport, ReportPhoto
from assessments.evidence.models import Photo
from assessments.kit.geometry import centre, distance_m

MAX_PHOTO_DISTANCE_M = 300.0
GRADE_JUMP = 2


def machine_checks(report: DamageReport, photos: Sequence[Photo], last: DamageReport | None) -> list[str]:
    """Sentences for the reviewer. They are hints only and block nothing."""
    return [
        *_times(report, photos),
        *_distances(report, photos),
        *_used_elsewhere(report, photos),
        *_jump(report, last),
        *_missing_photographs(photos),
    ]


def _times(report: DamageReport, photos: Sequence[Photo]) -> list[str]:
    found = []
    for photo in photos:
        if photo.exif_taken_at is None or report.first_seen is None or report.last_seen is None:
            continue
        taken = photo.exif_taken_at.date()
        early, late = (report.first_seen - taken).days, (taken - report.last_seen).days
        apart = max(early, late)
        if apart > 1:
            sentence = (
                ngettext("%(name)s was taken %(days)s day before the visit.",
                         "%(name)s was taken %(days)s days before the visit.", apart)
                if early > 0
                else ngettext("%(name)s was taken %(days)s day after the visit.",
                              "%(name)s was taken %(days)s days after the visit.", apart)
            )  # fmt: skip
            found.append(sentence % {"name": photo.filename, "days": apart})
    return found


def _distances(report: DamageReport, photos: Sequence[Photo]) -> list[str]:
    if not report.monument.location:
        return []
    here = centre(report.monument.location)
    found = []
    for photo in photos:
        if photo.exif_longitude is None or photo.exif_latitude is None:
            continue
        metres = distance_m(here, (photo.exif_longitude, photo.exif_latitude))
        if metres > MAX_PHOTO_DISTANCE_M:
            distance = f"{metres / 1000:.0f} km" if metres >= 10_000 else f"{metres:.0f} m"
            sentence = _("The camera of %(name)s says it was %(far)s from the monument.")
            found.append(sentence % {"name": photo.filename, "far": distance})
    return found


def _used_elsewhere(report: DamageReport, photos: Sequence[Photo]) -> list[str]:
    digests = {photo.sha256: photo.filename for photo in photos}
    links = ReportPhoto.objects.filter(photo__sha256__in=digests).exclude(report=report).exclude(report__status="draft")
    return [
        _("The same photograph (%(name)s) is in %(reference)s.") % {"name": digests[sha256], "reference": reference}
        for sha256, reference in links.values_list("photo__sha256", "report__reference").distinct()
    ]


def _jump(report: DamageReport, last: DamageReport | None) -> list[str]:
    if last is None or report.change_reason:
        return []
    before, after = rules.GRADE_NUMBER.get(last.damage), rules.GRADE_NUMBER.get(report.damage)
    if before is None or after is None or abs(after - before) < GRADE_JUMP:
        return []
    sentence = _("The grade went from %(before)s to %(after)s since %(reference)s, and no reason is given.")
    return [sentence % {"before": before, "after": after, "reference": last.reference}]


def _missing_photographs(photos: Sequence[Photo]) -> list[str]:
    late = sum(not photo.is_settled for photo in photos)
    broken = sum(photo.state in ("rejected", "set_aside") for photo in photos)
    found = []
    if late:
        sentence = ngettext("%(n)s photograph is still on its way.", "%(n)s photographs are still on their way.", late)
        found.append(sentence % {"n": late})
    if broken:
        sentence = ngettext("%(n)s photograph could not be read.", "%(n)s photographs could not be read.", broken)
        found.append(sentence % {"n": broken})
    return found
