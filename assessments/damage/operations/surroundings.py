"""What some reports are judged by when they are submitted: ground, earlier damage states, places. Read once for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from assessments.damage.models import DamageReport
from assessments.kit import geometry
from assessments.register import gate, ground
from assessments.register import queries as register
from assessments.register.ground import Place
from assessments.register.models import Monument, Site


def day_of(report: DamageReport) -> date:
    """The last day on which it was seen; while none is given, the site's today."""
    today: date = report.monument.site.today
    return report.last_seen or today


class Surroundings:
    """Of reports whose monument and site, lists and photographs are loaded."""

    def __init__(self, reports: Collection[DamageReport]) -> None:
        monuments: dict[date, dict[UUID, Monument]] = defaultdict(dict)
        for one in reports:
            monuments[day_of(one)][one.monument_id] = one.monument
        self._grades: dict[tuple[date, UUID], str] = {}
        self._places: dict[tuple[date, UUID], Place] = {}
        for day, by_id in monuments.items():
            states = register.condition_on(list(by_id), day)
            places = ground.places_of(list(by_id.values()), day)
            self._grades |= {(day, one): state.grade for one, state in states.items()}
            self._places |= {(day, one): place for one, place in places.items()}
        self._grounds: dict[UUID, gate.Ground] = {}
        self._answers: dict[tuple[date, UUID], gate.GateAnswer] = {}

    def last_grade(self, report: DamageReport) -> str:
        """The damage state of the monument on the day of the report; "" for none."""
        return self._grades.get((day_of(report), report.monument_id), "")

    def farthest_camera_m(self, report: DamageReport) -> float | None:
        """Metres from where the monument was on the day to the farthest position that one of the report's photographs
        carries."""
        if report.last_seen is None or not (report.monument.location or report.monument.movable):
            return None
        place, error_m = self._places[day_of(report), report.monument_id]
        if place is None:
            return None
        here = geometry.centre(place)
        cameras = [(one.photo.exif_longitude, one.photo.exif_latitude) for one in report.photo_links.all()]
        metres = [geometry.distance_m(here, (x, y)) for x, y in cameras if x is not None and y is not None]
        return max(metres) - error_m if metres else None

    def answer(self, report: DamageReport) -> gate.GateAnswer:
        """The gate's answer for the place of the monument on the day; for work from elsewhere, that of the pilot."""
        day, on_site = day_of(report), self._ground(report.monument.site)
        if report.method in gate.FROM_ELSEWHERE:
            return gate.judge(on_site, report.pilot_location, day)
        key = day, report.monument_id
        if key not in self._answers:
            place, error_m = self._places[key]
            self._answers[key] = gate.judge(on_site, place, day, error_m=error_m)
        return self._answers[key]

    def _ground(self, site: Site) -> gate.Ground:
        if site.id not in self._grounds:
            self._grounds[site.id] = ground.ground_of(site)
        return self._grounds[site.id]


def gate_record(answer: gate.GateAnswer, on: date) -> dict[str, Any]:
    """What a submission keeps of the gate's answer."""
    return {
        "status": answer.status, "because": answer.because, "zones": [str(one) for one in answer.zones],
        "clearances": [str(one) for one in answer.clearances], "depth_cm": answer.depth_cm,
        "certificate_no": answer.certificate_no, "on": on.isoformat(),
        "permit": answer.permit.reference if answer.permit else "", "regime": answer.regime.status,
        "regime_by": answer.regime.stated_by,
        "regime_on": answer.regime.stated_on.isoformat() if answer.regime.stated_on else None,
        "regime_source": answer.regime.source,
    }  # fmt: skip


def is_outside(report: DamageReport, answer: gate.GateAnswer) -> bool:
    """Whether the recorder was on ground that had not been released."""
    on_ground = report.method in gate.FROM_ELSEWHERE or report.method in gate.ENTERS_GROUND
    hazardous = answer.regime.status == "applies" or answer.status == "not_released"
    return on_ground and hazardous and not answer.is_within_what_was_allowed
